package config

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// FillBinary returns the policy with the key binary added after version, and
// everything else as it was. A policy that has the key already, or whose
// version does not stand at the left on a line of its own, is returned
// unchanged: what people wrote is never rewritten.
func FillBinary(src []byte, b Binary) []byte {
	line, ok := versionLine(src)
	if !ok {
		return src
	}
	lines := bytes.SplitAfter(src, []byte("\n"))
	end := "\n"
	if bytes.HasSuffix(lines[line-1], []byte("\r\n")) {
		end = "\r\n"
	}
	if !bytes.HasSuffix(lines[line-1], []byte("\n")) {
		lines[line-1] = slices.Concat(lines[line-1], []byte(end))
	}
	added := []byte(strings.ReplaceAll(b.yaml(), "\n", end))
	return bytes.Join(slices.Insert(lines, line, added), nil)
}

// versionLine returns the line of the key version; ok is false when nothing is
// to be added after it.
func versionLine(src []byte) (line int, ok bool) {
	file, err := parser.ParseBytes(src, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		return 0, false
	}
	for _, doc := range file.Docs {
		top, isMapping := doc.Body.(*ast.MappingNode)
		if !isMapping || top.IsFlowStyle {
			continue
		}
		for _, v := range top.Values {
			switch key, _ := keyOf(v.Key); key {
			case "binary":
				return 0, false
			case "version":
				line = place(v.Value.GetToken()).line
				ok = v.Value.Type() == ast.IntegerType && place(v.Key.GetToken()).column == 1
			}
		}
	}
	return line, ok
}

// yaml is the key as it stands in a policy. Sums are quoted, since one without
// letters would be a number.
func (b Binary) yaml() string {
	if b.OnPath() {
		return "binary: path\n"
	}
	var out strings.Builder
	fmt.Fprintf(&out, "binary:\n  version: %s\n  sha256:\n", b.Version)
	for _, platform := range Platforms() {
		if sum, ok := b.SHA256[platform]; ok {
			fmt.Fprintf(&out, "    %s: %q\n", platform, sum)
		}
	}
	return out.String()
}
