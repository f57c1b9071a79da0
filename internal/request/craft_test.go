package request_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/config"
	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/request"
)

// craft puts a program of that name on PATH. It lists npm, and prepares as craft
// does: a branch of its own on the revision, with one commit. says are further
// keys of .craft.yml, auto the version that it would choose.
func (w world) craft(says, auto string) {
	w.t.Helper()
	bin := w.t.TempDir()
	script := `#!/bin/sh
set -e
test -f .craft.yml
case $1 in
config) echo '{"github": {"owner": "acme", "repo": "` + strings.TrimPrefix(w.Name(), "acme/") + `"}` + says + `}';;
targets) echo '["npm"]';;
prepare)
  test -z "$FAIL" || exit 7
  version=$2
  test "$version" != auto || version=` + auto + `
  test "$3 $4 $5" = '--no-input --no-push --rev'
  git rev-parse --abbrev-ref origin/HEAD >/dev/null
  branch=$(sh "$0" config | sed -n 's/.*BranchPrefix": "\([^"]*\)".*/\1/p')
  branch=${branch:-release}/$version
  git show-ref --heads "$branch" && exit 1
  git checkout -q -b "$branch" "$6"
  git describe --tags --abbrev=0 --always >VERSION
  test -n "$NOTHING" || git commit -q -m "release: $version" --all --allow-empty
  echo prepared;;
*) exit 9;;
esac
`
	if err := os.WriteFile(filepath.Join(bin, "craft"), []byte(script), 0o700); err != nil {
		w.t.Fatal(err)
	}
	w.t.Setenv("PATH", bin+string(os.PathListSeparator)+os.Getenv("PATH"))
}

// crafted is a world whose source repository has a .craft.yml, and a tag.
func crafted(t *testing.T) world {
	w := newWorld(t)
	w.Git("erin", w.Clone, "checkout", "-q", "main")
	if err := os.WriteFile(filepath.Join(w.Clone, ".craft.yml"), []byte("targets: [{name: npm}]\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	w.Git("erin", w.Clone, "add", ".craft.yml")
	w.Git("erin", w.Clone, "commit", "-q", "-m", "Release with craft")
	w.Git("erin", w.Clone, "push", "-q", "origin", "main", "main:1.x")
	return w
}

// openProject is the project sdk with all that craft decides left to it.
func (w world) openProject(keys string) *config.Project {
	w.t.Helper()
	policy, err := config.Parse("policy.yml", []byte(`version: 1
binary: path
blockers: []
requests: {expire-after: never}
bases: [DEFAULT, 1.x]
targets: {npm: {environment: npm}, docs: {environment: docs}}
projects:
  sdk: {repository: `+w.Name()+`, publish: {run: ["true"]}`+keys+`}
`), "acme")
	if err != nil {
		w.t.Fatal(err)
	}
	project, _ := policy.Lookup("sdk")
	return project
}

func TestPrepare_hasCraftDoIt(t *testing.T) {
	w := crafted(t)
	w.craft("", "")
	for version, base := range map[string]string{"2.0.0": "main", "1.9.0": "1.x"} {
		r := w.as("erin")
		plan := w.plan(r, request.Wish{Project: w.openProject(""), Version: version, Base: base})
		if !plan.TargetsOpen() || !slices.Equal(plan.Targets(), []string{"npm", "docs"}) {
			t.Errorf("before, the targets are %q", plan.Targets())
		}
		done, err := r.Prepare(t.Context(), plan)
		if err != nil {
			t.Fatal(err)
		}
		commit := done.Commit
		if w.branch("release/"+version) != commit || !slices.Equal(plan.Targets(), []string{"npm"}) {
			t.Errorf("%s on %s is at %s, for %q", version, base, commit, plan.Targets())
		}
		filed, err := r.File(t.Context(), plan, done)
		if err != nil {
			t.Fatal(err)
		}
		// Asking for another one of the branch that is there asks craft, too.
		again, err := r.Look(t.Context(), request.Wish{Project: w.openProject(""), Version: version, Base: base, Rehearsal: true})
		if err != nil || !again.Take {
			t.Fatalf("after %s: %v", filed.URL, err)
		}
		if taken, err := r.Prepare(t.Context(), again); err != nil || taken.Commit != commit || !slices.Equal(again.Targets(), []string{"npm"}) {
			t.Errorf("taken as it is: %s for %q, %v", taken.Commit, again.Targets(), err)
		}
	}
}

// TestPrepare_hasCraftDoItInTheFolderOfTheProject: each project of a repository
// has its own .craft.yml, whose prefix is the policy's pattern.
func TestPrepare_hasCraftDoItInTheFolderOfTheProject(t *testing.T) {
	w := crafted(t)
	w.craft(`, "releaseBranchPrefix": "release/js"`, "")
	w.Git("erin", w.Clone, "checkout", "-q", "main")
	if err := os.Mkdir(filepath.Join(w.Clone, "js"), 0o700); err != nil {
		t.Fatal(err)
	}
	w.Git("erin", w.Clone, "mv", ".craft.yml", "js/.craft.yml")
	w.Git("erin", w.Clone, "commit", "-q", "-m", "Move it")
	w.Git("erin", w.Clone, "push", "-q", "origin", "main")
	r := w.as("erin")
	project := w.openProject(`, path: js/sdk, branch: "release/js/{version}", tag: "js/{version}"`)
	done, err := r.Prepare(t.Context(), w.plan(r, request.Wish{Project: project, Version: "2.0.0"}))
	if err != nil || w.branch("release/js/2.0.0") != done.Commit {
		t.Errorf("it is %s, %v", done.Commit, err)
	}
}

func TestPrepare_takesTheBaseWhereCraftHasNothingToChange(t *testing.T) {
	w := crafted(t)
	w.craft("", "")
	t.Setenv("NOTHING", "1")
	r := w.as("erin")
	done, err := r.Prepare(t.Context(), w.plan(r, request.Wish{Project: w.openProject(""), Version: "2.0.0"}))
	if err != nil || done.Commit != w.branch("main") || done.Commit != w.branch("release/2.0.0") {
		t.Errorf("it is %s, %v", done.Commit, err)
	}
}

func TestPrepare_refusesACraftThatMeansSomethingElse(t *testing.T) {
	w := crafted(t)
	for name, test := range map[string]struct{ says, keys, want, hint string }{
		"another branch": {`, "releaseBranchPrefix": "rel"`, "", "craft prepares 2.0.0 on the branch rel/2.0.0, and the policy says release/2.0.0",
			"the policy's branch: rel/{version} and craft's releaseBranchPrefix: rel have to agree"},
		"another repository":  {`, "github": {"owner": "acme", "repo": "other"}`, "", "github: in .craft.yml names acme/other, and the policy says " + w.Name(), ""},
		"not all the targets": {"", ", targets: [npm, docs]", "target docs stands for craft's docs, and craft lists no such target", ""},
	} {
		t.Run(name, func(t *testing.T) {
			world{w.World, t}.craft(test.says, "")
			r := w.as("erin")

			_, err := r.Prepare(t.Context(), w.plan(r, request.Wish{Project: w.openProject(test.keys), Version: "2.0.0"}))
			if err == nil || !strings.Contains(err.Error(), test.want) || !strings.HasPrefix(fault.HintOf(err), test.hint) {
				t.Errorf("got %v; hint %q", err, fault.HintOf(err))
			}
			if head := w.branch("release/2.0.0"); head != "" {
				t.Errorf("pushed is %s", head)
			}
		})
	}
}

func TestPrepare_saysHowCraftGetsAToken(t *testing.T) {
	w := crafted(t)
	w.craft("", "")
	r := w.as("erin")
	project := w.openProject("")
	for token, hint := range map[string]string{"": "if craft misses GITHUB_TOKEN: export GITHUB_TOKEN=$(gh auth token)", "ghp_1": ""} {
		if t.Setenv("GITHUB_TOKEN", token); token == "" {
			os.Unsetenv("GITHUB_TOKEN")
		}
		t.Setenv("FAIL", "1")
		_, err := r.Prepare(t.Context(), w.plan(r, request.Wish{Project: project, Version: "2.0.0"}))
		if err == nil || err.Error() != "preparing 2.0.0: craft prepare: exit status 7" || fault.HintOf(err) != hint {
			t.Errorf("with the token %q: %v; hint %q", token, err, fault.HintOf(err))
		}
	}
}

func TestPrepare_saysThatThereIsNothingForCraftToGoBy(t *testing.T) {
	w := newWorld(t)
	w.craft("", "")
	r := w.as("erin")
	_, err := r.Prepare(t.Context(), w.plan(r, request.Wish{Project: w.openProject(""), Version: "2.0.0"}))
	if err == nil || err.Error() != "sdk cannot be prepared by craft: there is no .craft.yml, so craft has nothing to go by" {
		t.Errorf("got %v", err)
	}
}

func TestLook_leavesTheVersionToCraft(t *testing.T) {
	w := crafted(t)
	w.craft("", "2.1.0")
	r := w.as("erin")
	plan := w.plan(r, request.Wish{Project: w.openProject(""), Version: "auto"})
	if plan.Version != "2.1.0" || plan.Choice == nil || plan.Choice.String() != "which craft chose" || w.branch("release/2.1.0") != "" {
		t.Errorf("the plan is for %s, %v", plan.Version, plan.Choice)
	}
	w.craft("", "not-a-version")
	if plan, err := r.Look(t.Context(), request.Wish{Project: w.openProject(""), Version: "auto"}); err == nil {
		t.Errorf("the plan is for %s", plan.Version)
	}
}
