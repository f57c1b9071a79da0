package config

import (
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func documented(t *testing.T) *Policy {
	t.Helper()
	return parseFile(t, "testdata/ok/documented.yml")
}

// carriedOut is a policy that can be published as it is.
const carriedOut = "testdata/ok/carried-out.yml"

func parseFile(t *testing.T, file string) *Policy {
	t.Helper()
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	p, err := Parse(file, src, "acme")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestPolicyLookup(t *testing.T) {
	p := documented(t)
	for name, want := range map[string]string{
		"sdk":               "sdk",
		"SDK":               "", // a short name is exact
		"acme/sdk":          "sdk",
		"Acme/SDK":          "sdk",
		"relay/py":          "relay/py", // a short name comes first
		"acme/relay/py":     "relay/py",
		"ACME/Relay/py":     "relay/py",
		"acme/relay/PY":     "", // a folder is exact
		"acme/relay":        "", // is no project, only its folders are
		"acme/sdk/py":       "",
		"other/self-hosted": "",
		"aprove":            "",
		"":                  "",
	} {
		got, ok := p.Lookup(name)
		if ok != (want != "") || ok && got.Name != want {
			t.Errorf("Lookup(%q) = %v, %v; want %q", name, got, ok, want)
		}
	}
}

func TestPolicyNearest(t *testing.T) {
	p := documented(t)
	for name, want := range map[string][]string{
		"aprove":       {"approve"},
		"stauts":       {"status"},
		"skd":          {"sdk"},
		"sdkk":         {"sdk"},
		"self-hostd":   {"self-hosted"},
		"acme/sdkk":    {"acme/sdk"},
		"relay/p":      {"relay/py", "relay/js"},
		"42":           {},
		"nothing-like": {},
	} {
		if diff := cmp.Diff(want, p.Nearest(name, Reserved())); diff != "" {
			t.Errorf("Nearest(%q): %s", name, diff)
		}
	}
}

func TestPolicyTarget(t *testing.T) {
	p := documented(t)
	if got, ok := p.Target("npm"); !ok || got.Environment != "npm" {
		t.Errorf("Target(npm) = %+v, %v", got, ok)
	}
	if _, ok := p.Target("docker"); ok {
		t.Error("a target that is not defined was found")
	}
}

func TestReserved_isSortedAndRefused(t *testing.T) {
	if !slices.IsSorted(Reserved()) {
		t.Error("the list is not sorted")
	}
	for _, name := range Reserved() {
		if checkShortName(name) == nil {
			t.Errorf("a project may be called %s", name)
		}
	}
}
