package config

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the expected outputs anew")

// TestParse_tellsEveryProblem holds each file of testdata/err against all the
// problems that it has.
func TestParse_tellsEveryProblem(t *testing.T) {
	eachFile(t, "err", func(t *testing.T, file string, src []byte) string {
		p, err := Parse(file, src, "acme")
		problems, ok := errors.AsType[Problems](err)
		if p != nil || !ok || len(problems) == 0 {
			t.Fatalf("got policy %v and error %v; want Problems alone", p, err)
		}
		for _, one := range problems.Unwrap() {
			if !strings.Contains(err.Error(), one.Error()) {
				t.Errorf("the error does not tell %q", one)
			}
		}
		return err.Error() + "\n"
	})
}

// TestParse_readsEveryKey holds each file of testdata/ok against what is made
// of it, defaults and the projects' own settings merged.
func TestParse_readsEveryKey(t *testing.T) {
	eachFile(t, "ok", func(t *testing.T, file string, src []byte) string {
		p, err := Parse(file, src, "acme")
		if err != nil {
			t.Fatal(err)
		}
		return describe(t, p)
	})
}

func eachFile(t *testing.T, dir string, result func(*testing.T, string, []byte) string) {
	files, err := filepath.Glob(filepath.Join("testdata", dir, "*.yml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("found no test data: %v", err)
	}
	for _, file := range files {
		name := filepath.Base(file)
		t.Run(strings.TrimSuffix(name, ".yml"), func(t *testing.T) {
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			golden := strings.TrimSuffix(file, ".yml") + ".out"
			got := result(t, name, src)
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// describe writes down all that is exported of a policy.
func describe(t *testing.T, p *Policy) string {
	t.Helper()
	var out strings.Builder
	show := func(what string, v any) {
		j, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&out, "%s: %s\n", what, j)
	}
	show("binary", p.Binary)
	if p.Craft != (CraftRelease{}) {
		show("craft", p.Craft)
	}
	show("access", p.Access)
	show("source-access", p.SourceAccess)
	fmt.Fprintf(&out, "remind-after: %s\n", p.RemindAfter)
	for _, target := range p.Targets {
		fmt.Fprintf(&out, "target %+v\n", target)
	}
	for _, token := range p.Tokens {
		fmt.Fprintf(&out, "token %+v\n", token)
	}
	for _, project := range p.Projects {
		r := project.Rules()
		fmt.Fprintf(&out, "\nproject %s: %s\n", project.Name, project.Source)
		fmt.Fprintf(&out, "  prepare %q, publish %q\n", project.Prepare, project.Publish)
		fmt.Fprintf(&out, "  versioning %s %q, workflow %s, schedule %q\n", r.Scheme.Name(), project.Versioning.CalVer.Format(), project.Workflow, project.Schedule)
		fmt.Fprintf(&out, "  approval %+v\n  requests %+v\n  ci %+v\n", r.Approval, r.Requests, r.CI)
		fmt.Fprintf(&out, "  blockers %q, freezes %v, auto-approve %v %q\n", r.Blockers, r.Freezes, r.AutoApprove, r.ReleaseFiles)
		fmt.Fprintf(&out, "  bases %q, branch %q, tag %q, release-commits %d\n", r.Bases, r.Branch, r.Tag, r.ReleaseCommits)
		fmt.Fprintf(&out, "  own targets %q, targets %+v\n", project.Targets, r.Targets)
	}
	return out.String()
}
