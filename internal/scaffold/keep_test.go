package scaffold

import (
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
	"github.com/rhysd/actionlint"

	"github.com/release-request/gh-release-request/internal/actions"
	"github.com/release-request/gh-release-request/internal/config"
	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/policy"
)

// keepers are the workflows that look after requests, by the policy and their
// name.
func keepers(t *testing.T, each func(t *testing.T, p *config.Policy, name string, content []byte)) {
	t.Helper()
	for policyName, p := range policies(t) {
		for _, f := range workflows(p)[1:3] {
			name := strings.TrimSuffix(strings.TrimPrefix(f.path, ".github/workflows/"), ".yml")
			t.Run(policyName+" "+name, func(t *testing.T) { each(t, p, name, f.content) })
		}
	}
}

func TestKeep_passesActionlint(t *testing.T) {
	linter, err := actionlint.NewLinter(io.Discard, &actionlint.LinterOptions{})
	if err != nil {
		t.Fatal(err)
	}
	keepers(t, func(t *testing.T, _ *config.Policy, name string, content []byte) {
		found, err := linter.Lint(name, content, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range found {
			t.Error(e)
		}
	})
}

func TestKeep_givesTheJobTheLeast(t *testing.T) {
	keepers(t, func(t *testing.T, p *config.Policy, name string, content []byte) {
		var w parsedWorkflow
		if err := yaml.Unmarshal(content, &w); err != nil {
			t.Fatal(err)
		}
		job := w.Jobs[name]
		if len(w.Permissions) != 0 || len(w.Jobs) != 1 {
			t.Errorf("permissions %v for %d jobs", w.Permissions, len(w.Jobs))
		}
		if diff := cmp.Diff(map[string]string{"contents": "read", "issues": "write", "actions": "write"}, job.Permissions); diff != "" {
			t.Error(diff)
		}
		if job.Environment != config.GateEnvironment || job.Minutes < 1 || job.Minutes > 50 {
			t.Errorf("environment %q, %d minutes", job.Environment, job.Minutes)
		}
		step := job.Steps[len(job.Steps)-1]
		key := actions.EnvSourceToken
		if p.SourceAccess.App != 0 {
			key = actions.EnvAppKey
		}
		want := map[string]string{actions.EnvToken: "${{ github.token }}", key: "${{ secrets." + key + " }}"}
		if name == "intake" {
			want[actions.EnvIssue] = "${{ github.event.issue.number }}"
			want[actions.EnvLabel] = "${{ github.event.label.name }}"
			want[actions.EnvLabelBefore] = "${{ github.event.changes.name.from }}"
			want[actions.EnvAction] = "${{ github.event.action }}"
		}
		if diff := cmp.Diff(want, step.Env); diff != "" {
			t.Error(diff)
		}
	})
}

func TestKeep_runsNothingButTheProgram(t *testing.T) {
	keepers(t, func(t *testing.T, p *config.Policy, name string, content []byte) {
		var w parsedWorkflow
		if err := yaml.Unmarshal(content, &w); err != nil {
			t.Fatal(err)
		}
		want := []string{name}
		if !p.Binary.OnPath() {
			want = []string{"install", name}
		}
		var names []string
		for _, step := range w.Jobs[name].Steps {
			names = append(names, step.Name)
			if step.Uses != "" || strings.Contains(step.Run, "${{") || step.Name == name && step.Run != "gh-release-request workflow "+name {
				t.Errorf("step %s uses %q, runs %q", step.Name, step.Uses, step.Run)
			}
		}
		if !slices.Equal(names, want) {
			t.Errorf("the steps are %q, want %q", names, want)
		}
	})
}

// What does not concern requests must take no place in the queue of what does.
func TestKeep_takesTurnsWithoutDisplacing(t *testing.T) {
	keepers(t, func(t *testing.T, _ *config.Policy, name string, content []byte) {
		var w struct {
			Concurrency struct {
				Group  string
				Cancel bool `yaml:"cancel-in-progress"`
			}
			Jobs map[string]struct{ If string }
		}
		if err := yaml.Unmarshal(content, &w); err != nil {
			t.Fatal(err)
		}
		group := "requests"
		if name == "intake" {
			group = "${{ (" + w.Jobs[name].If + ") && 'requests' || format('ignored-{0}', github.run_id) }}"
		}
		if w.Concurrency.Group != group || w.Concurrency.Cancel {
			t.Errorf("it runs in %+v, want the group %q", w.Concurrency, group)
		}
	})
}

func TestIntake_listensToWhatConcernsRequests(t *testing.T) {
	var w struct {
		On map[string]struct{ Types []string }
	}
	content := workflows(starterPolicy(t))[1].content
	if err := yaml.Unmarshal(content, &w); err != nil {
		t.Fatal(err)
	}
	want := map[string]struct{ Types []string }{
		"issues": {[]string{"opened", "edited", "reopened"}}, "issue_comment": {[]string{"created"}}, "label": {[]string{"edited", "deleted"}},
	}
	if diff := cmp.Diff(want, w.On); diff != "" {
		t.Error(diff)
	}
	if IntakePath != ".github/workflows/"+facts.Intake {
		t.Errorf("it is written to %s, and %s is looked for", IntakePath, facts.Intake)
	}
	for _, label := range []string{policy.LabelAccepted, policy.LabelEmergency} {
		if strings.Count(concerns, `"`+label+`"`) != 2 {
			t.Errorf("changes of the label %s are not listened to", label)
		}
	}
}
