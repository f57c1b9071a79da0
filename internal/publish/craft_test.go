package publish

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/facts/factstest"
	"github.com/release-request/gh-release-request/internal/github"
)

// left is what runs of the source repository left.
type left []github.Artifact

func (l left) ArtifactsNamed(context.Context, string, string) ([]github.Artifact, error) {
	if l == nil {
		return nil, errors.New("no artifacts today")
	}
	return l, nil
}

// crafted is a target whose publisher is a craft that lists npm and github, and
// publishes by a line of shell, in erin's clone. It writes what it was told to
// the file told.
func crafted(t *testing.T, w *factstest.World, publish string) (target *Target, j job, told func() string) {
	t.Helper()
	bin := t.TempDir()
	script := `#!/bin/sh
case $1 in
config) echo "{\"github\": {\"owner\": \"acme\", \"repo\": \"` + strings.TrimPrefix(w.Name(), "acme/") + `\"}${MORE:-}}";;
targets) echo "${LISTS:-[\"npm\", \"github\"]}";;
publish)
  echo "$@" "token=$GITHUB_TOKEN" "state=$XDG_STATE_HOME" >>'` + bin + `/told'
  note() { mkdir -p "$XDG_STATE_HOME/craft" && echo "{\"published\": $1}" >"$XDG_STATE_HOME/craft/publish-state-x-1.2.3.json"; }
  ` + publish + `;;
esac
`
	if err := os.WriteFile(filepath.Join(bin, "craft"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	target, j, _ = publisher(t, w, "", "NPM_TOKEN")
	target.Plan.Command, target.Token, target.Artifacts = nil, "ghs_read", left{}
	target.Plan.Craft = &Craft{
		Version: "1.2.3", Repository: w.Name(), Branch: "release/1.2.3", IDs: []string{"npm", "npm[@acme/x]"}, Claimed: []string{"npm", "npm[@acme/x]", "github"},
	}
	if err := os.WriteFile(filepath.Join(w.Clone, ".craft.yml"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	return target, j, func() string {
		text, _ := os.ReadFile(filepath.Join(bin, "told"))
		return string(text)
	}
}

func TestTarget_hasCraftPublishItsOwnIDsOnly(t *testing.T) {
	w := factstest.New(t, "craft")
	target, j, told := crafted(t, w, `note '{"npm": true}'`)
	if err := target.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	state := filepath.Join(target.Runtime.Temp, "release-request-craft")
	if want := "publish 1.2.3 --no-input --no-status-check --no-merge --target npm token=ghs_read state=" + state + "\n"; told() != want {
		t.Errorf("craft was told %q, want %q", told(), want)
	}
	if strings.HasPrefix(state, target.Plan.Dir) || strings.Contains(j.out.String(), "::error") {
		t.Errorf("the state is in %s; %s", state, j.out)
	}
}

// TestTarget_goesByWhatCraftNoted: craft ends well where it had nothing to do,
// and badly where only the script after a release failed.
func TestTarget_goesByWhatCraftNoted(t *testing.T) {
	w := factstest.New(t, "noted")
	for name, test := range map[string]struct{ publish, want, exception string }{
		"nothing, and well":  {"true", "craft published nothing of npm, and not npm: and ended well", ""},
		"nothing, and badly": {"exit 3", "craft published nothing of npm, and not npm: exit status 3", ""},
		"all, and badly":     {`note '{"npm": true}'; exit 3`, "", "after target npm was published: craft: exit status 3"},
		"another":            {`note '{"github": true}'`, "craft published nothing of npm", ""},
		"not":                {`note '{"npm": false}'`, "craft published nothing of npm", ""},
		"unreadable":         {`note '{'`, "what craft published of npm is not known", ""},
		"the older place":    {`echo '{"published": {"npm": true}}' >.craft-publish-1.2.3.json`, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			target, j, _ := crafted(t, w, test.publish)
			err := target.Run(t.Context())
			if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v", err)
			}
			if test.exception != "" && !strings.Contains(j.out.String(), "::error title=release-request exception::"+test.exception) || test.exception == "" && strings.Contains(j.out.String(), "::error") {
				t.Errorf("it says %q", j.out)
			}
			os.Remove(filepath.Join(w.Clone, ".craft-publish-1.2.3.json"))
		})
	}
}

func TestTarget_saysWhichIDsCraftPublished(t *testing.T) {
	w := factstest.New(t, "partly")
	target, _, told := crafted(t, w, `note '{"npm": true}'; exit 1`)
	target.Plan.Variables = append(target.Plan.Variables, `LISTS=["npm", "npm[@acme/x]"]`)
	err := target.Run(t.Context())
	if err == nil || !strings.Contains(err.Error(), "craft published npm of npm, and not npm[@acme/x]: exit status 1") || !strings.Contains(told(), "--target npm --target npm[@acme/x] ") {
		t.Errorf("%v; craft was told %q", err, told())
	}
}

func TestTarget_refusesWhatCraftWouldPublishOtherwise(t *testing.T) {
	w := factstest.New(t, "otherwise")
	own := &github.ArtifactRun{ID: 7, Repository: 1, HeadRepository: 1, HeadSHA: w.Commit}
	for name, test := range map[string]struct {
		spoil func(*Target)
		want  string
	}{
		"another repository": {func(target *Target) { target.Plan.Craft.Repository = "acme/other" }, "and the request is for acme/other"},
		"another branch":     {func(target *Target) { target.Plan.Variables = []string{`MORE=, "releaseBranchPrefix": "rel"`} }, "it publishes from the branch rel/1.2.3"},
		"an unclaimed target": {func(target *Target) { target.Plan.Variables = []string{`LISTS=["npm", "pypi"]`} },
			"craft has a target pypi, which no target of the policy stands for"},
		"none of its targets": {func(target *Target) { target.Plan.Variables = []string{`LISTS=["github"]`} }, "craft has none of npm, npm[@acme/x], which target npm stands for"},
		"an artifact of another commit": {func(target *Target) {
			target.Artifacts = left{{ID: 1, Run: own}, {ID: 2, Run: &github.ArtifactRun{ID: 8, Repository: 1, HeadRepository: 1, HeadSHA: "0f"}}}
		}, "artifact 2 bears the commit's name, and run 8 left it"},
		"an artifact of a fork": {func(target *Target) {
			target.Artifacts = left{{ID: 2, Run: &github.ArtifactRun{ID: 8, Repository: 1, HeadRepository: 2, HeadSHA: w.Commit}}}
		}, "run 8 left it"},
		"an artifact of nobody": {func(target *Target) { target.Artifacts = left{{ID: 3}} }, "GitHub does not say which run left artifact 3"},
		"artifacts not known":   {func(target *Target) { target.Artifacts = left(nil) }, "no artifacts today"},
		"a note of the commit's": {func(target *Target) {
			os.WriteFile(filepath.Join(w.Clone, ".craft-publish-1.2.3.json"), []byte(`{"published": {}}`), 0o600)
		}, "craft would believe that its targets are published"},
		"no configuration": {func(target *Target) { os.Remove(filepath.Join(w.Clone, ".craft.yml")) }, "there is no .craft.yml"},
	} {
		t.Run(name, func(t *testing.T) {
			target, _, told := crafted(t, w, `note '{"npm": true}'`)
			test.spoil(target)
			if err := target.Run(t.Context()); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v", err)
			}
			if told() != "" {
				t.Errorf("craft published: %s", told())
			}
			os.Remove(filepath.Join(w.Clone, ".craft-publish-1.2.3.json"))
		})
	}
	target, _, _ := crafted(t, w, `note '{"npm": true}'`)
	target.Artifacts = left{{ID: 1, Run: own}, {ID: 2, Expired: true}}
	if err := target.Run(t.Context()); err != nil {
		t.Errorf("the commit's own artifacts: %v", err)
	}
}

func TestTarget_rehearsesCraftWithoutPublishing(t *testing.T) {
	w := factstest.New(t, "craft-rehearsal")
	target, _, told := crafted(t, w, `note '{"npm": true}'`)
	target.Plan.Rehearsal = true
	var out strings.Builder
	target.Stdout = &out
	if err := target.Run(t.Context()); err != nil || told() != "" {
		t.Errorf("%v; craft was told %q", err, told())
	}
	if !strings.Contains(out.String(), "it would be by: craft publish 1.2.3 ") {
		t.Errorf("it says %q", &out)
	}
	target.Plan.Variables = []string{`LISTS=["github"]`}
	if err := target.Run(t.Context()); err == nil {
		t.Error("a rehearsal of what could not be published goes well")
	}
}
