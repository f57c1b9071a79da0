package config

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFillBinary_addsTheKeyAfterVersion(t *testing.T) {
	sum := strings.Repeat("1", 64)
	released := Binary{Version: "v1.2.3", SHA256: map[string]string{"linux-arm64": sum, "linux-amd64": sum}}
	const rest = "# ours\ntargets: {}\nprojects: {}\n"
	for name, c := range map[string]struct {
		src  string
		fill Binary
		want string
	}{
		"path":        {"# top\nversion: 1 # one\n" + rest, Binary{}, "# top\nversion: 1 # one\nbinary: path\n" + rest},
		"release":     {"version: 1\n" + rest, released, "version: 1\nbinary:\n  version: v1.2.3\n  sha256:\n    linux-amd64: \"" + sum + "\"\n    linux-arm64: \"" + sum + "\"\n" + rest},
		"CRLF":        {"version: 1\r\ntargets: {}\r\nprojects: {}\r\n", Binary{}, "version: 1\r\nbinary: path\r\ntargets: {}\r\nprojects: {}\r\n"},
		"last line":   {"targets: {}\nprojects: {}\nversion: 1", Binary{}, "targets: {}\nprojects: {}\nversion: 1\nbinary: path\n"},
		"second line": {"---\nprojects: {}\ntargets: {}\nversion: 1\n", Binary{}, "---\nprojects: {}\ntargets: {}\nversion: 1\nbinary: path\n"},
	} {
		t.Run(name, func(t *testing.T) {
			got := FillBinary([]byte(c.src), c.fill)
			if diff := cmp.Diff(c.want, string(got)); diff != "" {
				t.Fatal(diff)
			}
			p, err := Parse("policy", got, "acme")
			if err != nil {
				t.Fatal(err)
			}
			if p.Binary.Version != c.fill.Version || len(p.Binary.SHA256) != len(c.fill.SHA256) {
				t.Errorf("read back %+v, want %+v", p.Binary, c.fill)
			}
			if again := FillBinary(got, released); string(again) != string(got) {
				t.Errorf("a second time changed it:\n%s", again)
			}
		})
	}
}

func TestFillBinary_leavesWhatItDoesNotUnderstand(t *testing.T) {
	for _, src := range []string{"", "binary: [x\n", "version: 1\nbinary: {version: v1.0.0}\n", "{version: 1}\n", "version:\n  1\nbinary: path\n", "targets: {}\n", "- version\n", "version: \"1\"\n", "  version: 1\n  targets: {}\n  projects: {}\n"} {
		if got := FillBinary([]byte(src), Binary{}); string(got) != src {
			t.Errorf("FillBinary(%q) = %q", src, got)
		}
	}
}
