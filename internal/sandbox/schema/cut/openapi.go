package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// An operation is one line of operations.txt.
type operation struct {
	method, path string // the method in lower case, as the OpenAPI document has it
	line         int
}

// readOperations reads operations.txt.
func readOperations(path string) ([]operation, error) {
	lines, err := readLines(path)
	if err != nil {
		return nil, err
	}
	var ops []operation
	for _, l := range lines {
		method, p, ok := strings.Cut(l.text, " ")
		if !ok || !strings.HasPrefix(p, "/") {
			return nil, fmt.Errorf("%s:%d: want \"METHOD /path\", got %q", path, l.number, l.text)
		}
		ops = append(ops, operation{strings.ToLower(method), p, l.number})
	}
	return ops, nil
}

// cutOpenAPI keeps the operations and what they refer to, without prose, one operation or component a line.
func cutOpenAPI(source []byte, operations []operation) ([]byte, error) {
	var doc struct {
		OpenAPI    string
		Paths      map[string]map[string]any
		Components map[string]map[string]any
	}
	if err := json.Unmarshal(source, &doc); err != nil {
		return nil, err
	}
	kept := document{"paths": {}}
	var problems []error
	for _, o := range operations {
		op, ok := doc.Paths[o.path][o.method]
		if !ok {
			problems = append(problems, fmt.Errorf("operations.txt:%d: GitHub describes no %s %s", o.line, strings.ToUpper(o.method), o.path))
			continue
		}
		if kept["paths"][o.path] == nil {
			kept["paths"][o.path] = map[string]any{}
		}
		kept["paths"][o.path].(map[string]any)[o.method] = withoutProse(op)
	}
	if err := errors.Join(problems...); err != nil {
		return nil, err
	}
	for missing := references(kept["paths"]); len(missing) > 0; {
		ref := missing[0]
		missing = missing[1:]
		kind, name, _ := strings.Cut(strings.TrimPrefix(ref, "#/components/"), "/")
		if _, done := kept["components/"+kind][name]; done {
			continue
		}
		component, ok := doc.Components[kind][name]
		if !ok {
			return nil, fmt.Errorf("the document refers to %s, which it does not hold", ref)
		}
		component = withoutProse(component)
		if kept["components/"+kind] == nil {
			kept["components/"+kind] = map[string]any{}
		}
		kept["components/"+kind][name] = component
		missing = append(missing, references(component)...)
	}
	return kept.render(doc.OpenAPI)
}

// references lists the $ref values below a node, sorted.
func references(node any) []string {
	var refs []string
	switch node := node.(type) {
	case map[string]any:
		for _, k := range slices.Sorted(maps.Keys(node)) {
			if ref, ok := node[k].(string); ok && k == "$ref" {
				refs = append(refs, ref)
				continue
			}
			refs = append(refs, references(node[k])...)
		}
	case []any:
		for _, v := range node {
			refs = append(refs, references(v)...)
		}
	}
	return refs
}

// A document holds parts by section ("paths", "components/schemas") and name.
type document map[string]map[string]any

// render writes the document as JSON, sorted, with every part on a line of its own, so that a diff names what changed.
func (d document) render(version string) ([]byte, error) {
	var b bytes.Buffer
	fmt.Fprintf(&b, "{\"openapi\":%q,\n\"info\":{\"title\":\"GitHub\",\"version\":\"\"},\n\"components\":{", version)
	separator := "\n"
	for _, section := range slices.Sorted(maps.Keys(d)) {
		kind, ok := strings.CutPrefix(section, "components/")
		if !ok {
			continue
		}
		fmt.Fprintf(&b, "%s%q:", separator, kind)
		separator = ",\n"
		if err := renderParts(&b, d[section]); err != nil {
			return nil, err
		}
	}
	b.WriteString("},\n\"paths\":")
	if err := renderParts(&b, d["paths"]); err != nil {
		return nil, err
	}
	b.WriteString("}\n")
	return b.Bytes(), nil
}

func renderParts(b *bytes.Buffer, parts map[string]any) error {
	separator := "{\n"
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		j, err := json.Marshal(parts[name])
		if err != nil {
			return err
		}
		fmt.Fprintf(b, "%s%q:%s", separator, name, j)
		separator = ",\n"
	}
	b.WriteString("}")
	return nil
}
