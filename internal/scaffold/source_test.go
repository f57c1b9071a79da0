package scaffold

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
	"github.com/rhysd/actionlint"

	"github.com/release-request/gh-release-request/internal/actions"
	"github.com/release-request/gh-release-request/internal/config"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/release"
)

const sourcePolicy = `version: 1
binary: path
targets: {npm: {environment: npm, secrets: [NPM_TOKEN]}}
projects:
  sdk: {targets: [npm], prepare: {run: [make, prepare, "{version}"]}}
  relay/py:
    repository: acme/relay
    path: py
    targets: [npm]
    branch: "{path}/{version}"
    tag: "{path}-{version}"
    versioning: pep440
    prepare: none
  relay/js:
    repository: acme/relay
    path: js
    targets: [npm]
    branch: "{path}/{version}"
    tag: "{path}-{version}"
    versioning: calver
    schedule: "0 17 15 * *"
    prepare: none
  relay/go:
    repository: acme/relay
    path: go
    targets: [npm]
    branch: "{path}/{version}"
    tag: "{path}-{version}"
    schedule: "0 5 * * 1"
    workflow: .github/workflows/go.yml
`

func TestCheckSize_refusesWhatNoJobCouldBeHanded(t *testing.T) {
	many := func(n int) string {
		text := strings.Builder{}
		text.WriteString("version: 1\nbinary: path\ntargets: {npm: {environment: npm}}\nprojects:\n")
		for i := range n {
			fmt.Fprintf(&text, "  project-%d: {targets: [npm], prepare: none}\n", i)
		}
		return text.String()
	}
	if err := CheckSize(sources(t, many(400))); err != nil {
		t.Error(err)
	}
	p := sources(t, many(600))
	err := CheckSize(p)
	if err == nil || !strings.Contains(err.Error(), "its 600 projects take") {
		t.Errorf("got %v", err)
	}
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, ".github"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, config.Path), []byte(many(600)), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := New(t.Context(), dir, release.Project{Owner: "acme", Repo: "publish"}, config.Binary{}); err == nil || !strings.Contains(err.Error(), "a job takes") {
		t.Errorf("init says %v", err)
	}
}

func sources(t *testing.T, text string) *config.Policy {
	t.Helper()
	p, err := config.Parse("policy", []byte(text), "acme")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestSource_matchesGoldenFiles(t *testing.T) {
	p := sources(t, sourcePolicy)
	var got strings.Builder
	linter, err := actionlint.NewLinter(io.Discard, &actionlint.LinterOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for _, repository := range []string{"acme/sdk", "acme/relay"} {
		files, err := callers(p, repository, "acme/publish", "main")
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			got.WriteString("-- " + repository + "/" + f.path + " --\n")
			got.Write(f.content)
			found, err := linter.Lint(f.path, f.content, nil)
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range found {
				t.Errorf("%s: %v", repository, e)
			}
			if strings.Contains(string(f.content), actions.EnvSourceToken) || strings.Contains(string(f.content), actions.EnvAppKey) {
				t.Errorf("%s: there is a key to the central repository", repository)
			}
		}
	}
	golden := filepath.Join("testdata", "source.golden")
	if *update {
		if err := os.WriteFile(golden, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Error(diff)
	}
}

func TestSource_refusesWhatNoRunCouldTell(t *testing.T) {
	for name, test := range map[string]struct{ old, new, repository, want string }{
		"no project":         {"", "", "acme/other", "the repository of no project"},
		"the same schedule":  {"versioning: pep440", "versioning: calver\n    schedule: \"0 17 15 * *\"", "acme/relay", "relay/py and relay/js have the same workflow and the same schedule"},
		"no version by date": {"versioning: pep440", "versioning: pep440\n    schedule: \"0 17 16 * *\"", "acme/relay", "nothing says which version comes next"},
	} {
		p := sources(t, strings.Replace(sourcePolicy, test.old, test.new, 1))
		if _, err := NewSource(t.Context(), t.TempDir(), p, test.repository, "acme/publish", "main"); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestRequest_carriesThePolicyThatItNeeds(t *testing.T) {
	for name, p := range policies(t) {
		var w struct {
			Env map[string]string
		}
		if err := yaml.Unmarshal(requestWorkflow(p), &w); err != nil {
			t.Fatal(err)
		}
		got, err := config.Parse("excerpt", []byte(w.Env[actions.EnvProjects]), "acme")
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		var have, want []policy.Rules
		for i := range p.Projects {
			a, b := p.Projects[i].Rules(), got.Projects[i].Rules()
			a.Scheme, b.Scheme = nil, nil
			want = append(want, policy.Rules{Name: a.Name, Project: a.Project, Bases: a.Bases, Branch: a.Branch, Tag: a.Tag, Targets: a.Targets, ReleaseCommits: a.ReleaseCommits})
			have = append(have, policy.Rules{Name: b.Name, Project: b.Project, Bases: b.Bases, Branch: b.Branch, Tag: b.Tag, Targets: b.Targets, ReleaseCommits: b.ReleaseCommits})
		}
		if diff := cmp.Diff(want, have); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestRequest_runsTheProjectsCodeInOneJobAndAttestsInAnother(t *testing.T) {
	linter, err := actionlint.NewLinter(io.Discard, &actionlint.LinterOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for name, p := range policies(t) {
		content := requestWorkflow(p)
		found, err := linter.Lint(RequestPath, content, nil)
		if err != nil || len(found) > 0 {
			t.Errorf("%s: %v %v", name, err, found)
		}
		var w parsedWorkflow
		if err := yaml.Unmarshal(content, &w); err != nil {
			t.Fatal(err)
		}
		want := map[string]map[string]string{"prepare": {"contents": "write"}, "record": {"contents": "read"}}
		got := map[string]map[string]string{}
		for id, job := range w.Jobs {
			got[id] = job.Permissions
			last := job.Steps[len(job.Steps)-1]
			if last.Run != "gh-release-request workflow "+id || last.Name != id {
				t.Errorf("%s: job %s ends in %+v", name, id, last)
			}
			if job.Environment != "" || job.Minutes < 1 || job.Minutes > 50 {
				t.Errorf("%s: job %s has environment %q, %d minutes", name, id, job.Environment, job.Minutes)
			}
			for _, step := range job.Steps {
				if step.Uses != "" || strings.Contains(step.Run, "${{") {
					t.Errorf("%s: step %s uses %q, runs %q", name, step.Name, step.Uses, step.Run)
				}
			}
		}
		if diff := cmp.Diff(want, got); diff != "" || len(w.Permissions) != 0 {
			t.Errorf("%s: permissions %v %s", name, w.Permissions, diff)
		}
		for _, secret := range regexp.MustCompile(`secrets\.[A-Za-z_-]+`).FindAllString(string(content), -1) {
			if secret != "secrets.push-token" {
				t.Errorf("%s: there is %s", name, secret)
			}
		}
		if record := w.Jobs["record"]; record.Needs[0] != "prepare" || record.Steps[len(record.Steps)-1].Env[actions.EnvPushToken] != "" {
			t.Errorf("%s: %+v", name, record)
		}
	}
}

func TestRequest_usesTheNamesThatCommandsRead(t *testing.T) {
	var w parsedWorkflow
	if err := yaml.Unmarshal(requestWorkflow(sources(t, sourcePolicy)), &w); err != nil {
		t.Fatal(err)
	}
	want := map[string]map[string]string{
		"prepare": {
			actions.EnvToken: "${{ github.token }}", actions.EnvPushToken: "${{ secrets.push-token }}",
			actions.EnvProject: "${{ inputs.project }}", actions.EnvVersion: "${{ inputs.version }}",
			actions.EnvBase: "${{ inputs.base }}", actions.EnvRehearsal: "${{ inputs.rehearsal }}",
		},
		"record": {actions.EnvToken: "${{ github.token }}", actions.EnvProject: "${{ inputs.project }}", actions.EnvRehearsal: "${{ inputs.rehearsal }}", actions.EnvIssue: "${{ inputs.issue }}"},
	}
	handed := map[string]string{
		actions.OutputVersion: actions.EnvVersion, actions.OutputBase: actions.EnvBase, actions.OutputCommit: actions.EnvCommit,
		actions.OutputChangelog: actions.EnvChangelog, actions.OutputTargets: actions.EnvTargets,
	}
	outputs := map[string]string{}
	for output, variable := range handed {
		outputs[output] = "${{ steps.prepare.outputs." + output + " }}"
		want["record"][variable] = "${{ needs.prepare.outputs." + output + " }}"
	}
	for id, job := range w.Jobs {
		if diff := cmp.Diff(want[id], job.Steps[len(job.Steps)-1].Env); diff != "" {
			t.Errorf("%s: %s", id, diff)
		}
	}
	if diff := cmp.Diff(outputs, w.Jobs["prepare"].Outputs); diff != "" {
		t.Error(diff)
	}
}
