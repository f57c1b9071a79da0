// Package internal_test holds the house together: a package imports only lower
// floors, and the local GitHub imports nothing of the program that it tests.
package internal_test

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/release-request/gh-release-request/"

// floors from the ground up; docs/architecture.md draws the same picture.
var floors = [][]string{
	{"internal/lazyregexp"},
	{"internal/fault", "internal/release", "internal/plain", "internal/seal"},
	{"internal/policy", "internal/config", "internal/record"},
	{"internal/github", "internal/git", "internal/craft", "internal/actions", "internal/prompt", "internal/output", "internal/registry"},
	{"internal/facts"},
	{"internal/request", "internal/inbox", "internal/approve", "internal/publish", "internal/scaffold", "internal/token", "internal/doctor"},
	{"internal/cli"},
	{"cmd/gh-release-request"},
}

// siblings are the imports within one floor that the design allows.
var siblings = map[string][]string{
	"internal/config": {"internal/policy"},
	"internal/record": {"internal/policy"},
}

// annex is the local GitHub. It imports nothing of the house, and only its own
// program and the rehearsal, which plays the product on it, join the two.
const annex = "internal/sandbox"

func TestFloors_importOnlyDownwards(t *testing.T) {
	floor := map[string]int{}
	for i, names := range floors {
		for _, name := range names {
			floor[name] = i
		}
	}
	seen := map[string]bool{}
	for _, p := range packages(t) {
		name := strings.TrimPrefix(p.ImportPath, module)
		seen[name] = true
		if name == "internal" || strings.HasSuffix(name, "test") || strings.HasPrefix(name, "scripts/") {
			continue // this test, support for others, and what only checks the code
		}
		if inAnnex(name) || name == "cmd/release-sandbox" {
			checkAnnex(t, name, p.Imports)
			continue
		}
		own, placed := floor[name]
		if !placed {
			t.Errorf("%s stands on no floor: name its floor in this test and in docs/architecture.md", name)
			continue
		}
		for _, path := range p.Imports {
			imported, ours := strings.CutPrefix(path, module)
			if !ours {
				continue
			}
			if strings.HasSuffix(imported, "test") {
				t.Errorf("%s imports %s, which is support for tests", name, imported)
				continue
			}
			if target, ok := floor[imported]; !ok || target > own || target == own && !slices.Contains(siblings[name], imported) {
				t.Errorf("%s imports %s, which is not on a lower floor", name, imported)
			}
		}
	}
	for name := range floor {
		if !seen[name] {
			t.Errorf("%s has a floor, and no such package exists", name)
		}
	}
}

func checkAnnex(t *testing.T, name string, imports []string) {
	for _, path := range imports {
		if imported, ours := strings.CutPrefix(path, module); ours && !inAnnex(imported) {
			t.Errorf("%s imports %s: the local GitHub must not share our mistakes", name, imported)
		}
	}
}

func inAnnex(name string) bool { return name == annex || strings.HasPrefix(name, annex+"/") }

type goPackage struct {
	ImportPath string
	Imports    []string // without those of tests
}

func packages(t *testing.T) []goPackage {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Imports", module+"...")
	out, err := cmd.Output()
	if err != nil {
		exit, _ := errors.AsType[*exec.ExitError](err)
		t.Fatalf("go list: %v %s", err, exit.Stderr)
	}
	var all []goPackage
	for decoder := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p goPackage
		switch err := decoder.Decode(&p); {
		case errors.Is(err, io.EOF):
			return all
		case err != nil:
			t.Fatal(err)
		}
		all = append(all, p)
	}
}
