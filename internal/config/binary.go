package config

import (
	"fmt"
	"strings"

	"github.com/release-request/gh-release-request/internal/lazyregexp"
)

// Binary is the program that workflows run.
type Binary struct {
	Version string            // such as v1.2.3; empty: the program on the runner's PATH
	SHA256  map[string]string // 64 hex digits by platform, such as linux-amd64
}

// OnPath reports whether workflows take the program from the runner's PATH
// instead of installing a released one.
func (b Binary) OnPath() bool { return b.Version == "" }

// Platforms returns the platforms for which the program is released, as
// OS-ARCH in Go's words.
func Platforms() []string {
	return []string{"linux-amd64", "linux-arm64", "darwin-amd64", "darwin-arm64", "windows-amd64", "windows-arm64"}
}

var (
	binaryVersionForm = lazyregexp.New(`^v[0-9]+\.[0-9]+\.[0-9]+(?:-[0-9A-Za-z.-]{1,40})?$`)
	sha256Form        = lazyregexp.New(`^[0-9a-f]{64}$`)
)

func (d *decoder) binary(b *Binary) reader {
	var sums []field
	b.SHA256 = map[string]string{}
	for _, platform := range Platforms() {
		sums = append(sums, field{key: platform, about: "64 lower-case hex digits.", read: d.sum(b.SHA256, platform)})
	}
	released := d.object(
		field{key: "version", about: "The release to install, such as v1.2.3.", read: d.text(&b.Version, checkBinaryVersion).like(binaryVersionForm)}.must("write the release to install, such as v1.2.3"),
		field{key: "sha256", about: "SHA-256 of that release's program for each platform.", read: d.sums(sums)}.must("write the SHA-256 of each platform's program"),
	)
	return split(mapping, released, d.choice(new(string), "{version: v1.2.3, sha256: {linux-amd64: HEX}}", "path"))
}

func (d *decoder) sums(platforms []field) reader {
	all := d.object(platforms...)
	all.form.length = 1
	return reader{all.form, func(n *node) {
		if all.read(n); n.kind == mapping && len(n.entries) == 0 {
			d.report(n.at, "%s names no platform; allowed: %s", n.name(), strings.Join(Platforms(), ", "))
		}
	}}
}

func (d *decoder) sum(into map[string]string, platform string) reader {
	var sum string
	read := d.text(&sum, checkSum).like(sha256Form)
	return reader{read.form, func(n *node) {
		if read.read(n); sum != "" {
			into[platform] = sum
		}
	}}
}

func checkBinaryVersion(s string) error {
	if !binaryVersionForm.MatchString(s) {
		return fmt.Errorf("%q is no release of this program; write one such as v1.2.3", s)
	}
	return nil
}

func checkSum(s string) error {
	if !sha256Form.MatchString(s) {
		return fmt.Errorf("%q is no SHA-256; it is 64 lower-case hex digits", s)
	}
	return nil
}
