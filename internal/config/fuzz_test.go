package config

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/release-request/gh-release-request/internal/release"
)

// FuzzParse holds that any text gives either a policy whose rules can be used
// or problems with places in the file, and never both or a panic. What is a
// policy, the schema accepts.
func FuzzParse(f *testing.F) {
	for _, dir := range []string{"ok", "err"} {
		files, err := filepath.Glob(filepath.Join("testdata", dir, "*.yml"))
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range files {
			src, err := os.ReadFile(file)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(src)
		}
	}
	schema := compile(f)
	f.Fuzz(func(t *testing.T, src []byte) {
		FillBinary(src, Binary{})
		p, err := Parse("policy", src, "acme")
		if err != nil {
			problems, ok := errors.AsType[Problems](err)
			if p != nil || !ok || len(problems) == 0 {
				t.Fatalf("got %v with error %v", p, err)
			}
			for _, one := range problems {
				if one.Line < 1 || one.Column < 1 || one.Message == "" {
					t.Fatalf("problem without a place: %+v", one)
				}
			}
			return
		}
		if value, err := asJSON(src); err != nil {
			t.Fatal(err)
		} else if err := schema.Validate(value); err != nil {
			t.Fatal(err)
		}
		for _, project := range p.Projects {
			r := project.Rules()
			const v = release.Version("1.2.3")
			for _, name := range []string{r.BranchOf(v), r.TagOf(v)} {
				if err := release.CheckBranch(name); err != nil {
					t.Fatal(err)
				}
			}
			if got, ok := r.VersionOf(r.TagOf(v)); !ok || got != v {
				t.Fatalf("tag %q reads as version %q", r.TagOf(v), got)
			}
			if r.Scheme == nil || len(r.Bases) == 0 || r.Approval.Required < 1 {
				t.Fatalf("rules with a hole: %+v", r)
			}
			for _, target := range r.Targets {
				if _, ok := p.Target(target.Name); !ok {
					t.Fatalf("target %q is not defined", target.Name)
				}
			}
			if found, ok := p.Lookup(project.Name); !ok || found != project {
				t.Fatalf("project %q is not found by its name", project.Name)
			}
		}
	})
}
