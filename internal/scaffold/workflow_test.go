package scaffold

import (
	"bytes"
	"flag"
	"io"
	"maps"
	"os"
	"path/filepath"
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
	"github.com/release-request/gh-release-request/internal/release"
)

var update = flag.Bool("update", false, "write the expected outputs anew")

var central = release.Project{Owner: "acme", Repo: "publish"}

func load(t *testing.T, name string) *config.Policy {
	t.Helper()
	src, err := os.ReadFile(filepath.Join("testdata", name+".yml"))
	if err != nil {
		t.Fatal(err)
	}
	p, err := config.Parse(name, src, central.Owner)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func starterPolicy(t *testing.T) *config.Policy {
	t.Helper()
	p, err := config.Parse("starter", config.FillBinary(starter(central), config.Binary{}), central.Owner)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// policies are those that every rendering is tested with.
func policies(t *testing.T) map[string]*config.Policy {
	t.Helper()
	return map[string]*config.Policy{
		"path": load(t, "path"), "released": load(t, "released"), "empty": load(t, "empty"), "app": load(t, "app"), "craft": load(t, "craft"), "starter": starterPolicy(t),
	}
}

func TestRender_matchesGoldenFiles(t *testing.T) {
	for name, p := range policies(t) {
		var got bytes.Buffer
		for _, f := range render(central, p) {
			if f.path == "README.md" && name != "starter" {
				continue // the same for every policy
			}
			got.WriteString("-- " + f.path + " --\n")
			got.Write(f.content)
		}
		golden := filepath.Join("testdata", name+".golden")
		if *update {
			if err := os.WriteFile(golden, got.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got.String()); diff != "" {
			t.Errorf("%s: %s\nIf it is meant to change, Template has to grow.", name, diff)
		}
	}
}

func TestWorkflow_passesActionlint(t *testing.T) {
	linter, err := actionlint.NewLinter(io.Discard, &actionlint.LinterOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for name, p := range policies(t) {
		found, err := linter.Lint(WorkflowPath, Workflow(p), nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range found {
			t.Errorf("%s: %v", name, e)
		}
	}
}

// parsedWorkflow is what the tests look at.
type parsedWorkflow struct {
	Permissions map[string]string
	Jobs        map[string]struct {
		Name, If, Environment string
		Needs                 []string
		Permissions           map[string]string
		Minutes               int `yaml:"timeout-minutes"`
		RunsOn                any `yaml:"runs-on"`
		Outputs               map[string]string
		Steps                 []parsedStep
	}
}

type parsedStep struct {
	Name, Uses, Run string
	Env             map[string]string
}

func parseWorkflow(t *testing.T, p *config.Policy) parsedWorkflow {
	t.Helper()
	var w parsedWorkflow
	if err := yaml.Unmarshal(Workflow(p), &w); err != nil {
		t.Fatal(err)
	}
	return w
}

func TestWorkflow_givesEachJobTheLeast(t *testing.T) {
	for name, p := range policies(t) {
		w := parseWorkflow(t, p)
		if len(w.Permissions) != 0 {
			t.Errorf("%s: the workflow itself has permissions %v", name, w.Permissions)
		}
		for id, job := range w.Jobs {
			want := map[string]string{"contents": "read", "issues": "write", "actions": "read"}
			if id == "report" {
				want["checks"] = "read"
			}
			environment := config.GateEnvironment
			if target, ok := p.Target(strings.TrimPrefix(id, "publish-")); ok {
				want["issues"] = "read"
				if target.OIDC {
					want["id-token"] = "write"
				}
				environment = target.Environment
			}
			if diff := cmp.Diff(want, job.Permissions); diff != "" {
				t.Errorf("%s: permissions of %s: %s", name, id, diff)
			}
			if job.Environment != environment {
				t.Errorf("%s: %s runs in environment %q", name, id, job.Environment)
			}
			if job.Minutes < 1 || job.Minutes > 50 {
				t.Errorf("%s: %s may take %d minutes", name, id, job.Minutes)
			}
		}
	}
}

// TestWorkflow_showsEachSecretToOneStep holds where every secret and token of
// the workflow may be read.
func TestWorkflow_showsEachSecretToOneStep(t *testing.T) {
	for name, p := range policies(t) {
		for id, job := range parseWorkflow(t, p).Jobs {
			for _, step := range job.Steps {
				var seen, want []string
				for variable, value := range step.Env {
					if strings.Contains(value, "secrets.") {
						seen = append(seen, variable)
						if value != "${{ secrets."+variable+" }}" {
							t.Errorf("%s: %s/%s hands on %s as %q", name, id, step.Name, variable, value)
						}
					}
				}
				switch target, ok := p.Target(strings.TrimPrefix(id, "publish-")); {
				case ok && step.Name == "publish":
					want = slices.Sorted(slices.Values(target.Secrets))
					if _, has := step.Env[actions.EnvToken]; has {
						t.Errorf("%s: the publisher of %s is given the job's token", name, id)
					}
				case ok && step.Name == "checkout" && target.SealKey != "":
					want = []string{actions.EnvSealKey}
				case step.Name == "gate", step.Name == "report":
					want = []string{actions.EnvSourceToken}
					if p.SourceAccess.App != 0 {
						want = []string{actions.EnvAppKey}
					}
				}
				slices.Sort(seen)
				if !slices.Equal(seen, want) {
					t.Errorf("%s: %s/%s sees the secrets %q, want %q", name, id, step.Name, seen, want)
				}
			}
		}
	}
}

func TestWorkflow_runsNothingButTheProgram(t *testing.T) {
	for name, p := range policies(t) {
		w := parseWorkflow(t, p)
		for id, job := range w.Jobs {
			var names []string
			for _, step := range job.Steps {
				if step.Uses != "" || strings.Contains(step.Run, "${{") {
					t.Errorf("%s: %s/%s uses %q, runs %q", name, id, step.Name, step.Uses, step.Run)
				}
				if step.Name != "install" && step.Name != "install craft" && step.Run != "gh-release-request workflow "+step.Name {
					t.Errorf("%s: %s/%s runs %q", name, id, step.Name, step.Run)
				}
				names = append(names, step.Name)
			}
			want := []string{id}
			if strings.HasPrefix(id, "publish-") {
				want = []string{"checkout", "publish"}
			}
			if name == "craft" && id == "publish-npm" {
				want = slices.Insert(want, 0, "install craft")
			}
			if !p.Binary.OnPath() {
				want = slices.Insert(want, 0, "install")
			}
			if !slices.Equal(names, want) {
				t.Errorf("%s: the steps of %s are %q, want %q", name, id, names, want)
			}
		}
	}
}

func TestWorkflow_chainsTargetsInPolicyOrder(t *testing.T) {
	p := load(t, "released")
	w := parseWorkflow(t, p)
	before := []string{"gate"}
	for _, target := range p.Targets {
		job := w.Jobs["publish-"+target.Name]
		if !slices.Equal(job.Needs, before) {
			t.Errorf("%s needs %q, want %q", target.Name, job.Needs, before)
		}
		wantIf := "needs.gate.result == 'success' && needs.gate.outputs.decision == 'publish' && needs.gate.outputs.target-" +
			target.Name + " != '' && !failure() && !cancelled()"
		if job.If != wantIf {
			t.Errorf("%s runs if %s", target.Name, job.If)
		}
		if want := "publish " + target.Name + " ${{ needs.gate.outputs.digest12 }}"; job.Name != want {
			t.Errorf("the job is called %q, want %q", job.Name, want)
		}
		before = append(before, "publish-"+target.Name)
	}
	if got := w.Jobs["report"].Needs; !slices.Equal(got, before) {
		t.Errorf("report needs %q, want %q", got, before)
	}
}

// TestWorkflow_usesTheNamesThatCommandsRead ties the template to the constants
// of the packages that read what it says.
func TestWorkflow_usesTheNamesThatCommandsRead(t *testing.T) {
	p := load(t, "path")
	w := parseWorkflow(t, p)
	output := func(name string) string { return "${{ needs.gate.outputs." + name + " }}" }
	const (
		token  = "${{ github.token }}"
		source = "${{ secrets.RELEASE_SOURCE_TOKEN }}"
		issue  = "${{ github.event.issue.number || inputs.issue }}"
	)
	env := map[string]map[string]string{
		"gate": {actions.EnvToken: token, actions.EnvSourceToken: source, actions.EnvIssue: issue},
		"checkout": {
			actions.EnvToken: token, actions.EnvIssue: issue, actions.EnvTarget: "registry",
			actions.EnvDigest: output(actions.OutputDigest), actions.EnvAttested: output(actions.OutputAttested),
			actions.EnvGrant: output(actions.OutputTarget("registry")),
		},
		"publish": nil,
		"report": {
			actions.EnvToken: token, actions.EnvSourceToken: source, actions.EnvIssue: issue,
			actions.EnvDigest: output(actions.OutputDigest), actions.EnvDecision: output(actions.OutputDecision),
		},
	}
	for _, job := range w.Jobs {
		for _, step := range job.Steps {
			if diff := cmp.Diff(env[step.Name], step.Env); diff != "" {
				t.Errorf("environment of step %s: %s", step.Name, diff)
			}
		}
	}
	outputs := []string{actions.OutputDecision, actions.OutputDigest, actions.OutputShortDigest, actions.OutputAttested, actions.OutputTarget("registry")}
	slices.Sort(outputs)
	if got := slices.Sorted(maps.Keys(w.Jobs["gate"].Outputs)); !slices.Equal(got, outputs) {
		t.Errorf("the gate's outputs are %q, want %q", got, outputs)
	}
	if !strings.Contains(w.Jobs["gate"].If, "github.event.label.name == '"+policy.LabelAccepted+"'") {
		t.Errorf("the gate starts if %s", w.Jobs["gate"].If)
	}
	if WorkflowPath != facts.WorkflowPath {
		t.Errorf("the workflow is written to %s, and its runs are looked for in %s", WorkflowPath, facts.WorkflowPath)
	}
	for name, value := range w.Jobs["gate"].Outputs {
		if value != "${{ steps.gate.outputs."+name+" }}" {
			t.Errorf("output %s is %s", name, value)
		}
	}
}

func TestWorkflow_gateOutlastsTheLongestWait(t *testing.T) {
	for name, want := range map[string]int{"path": 12, "released": 40, "empty": 10, "starter": 25} {
		if got := parseWorkflow(t, policies(t)[name]).Jobs["gate"].Minutes; got != want {
			t.Errorf("%s: the gate may take %d minutes, want %d", name, got, want)
		}
	}
}

func TestWorkflow_writesNamesAsText(t *testing.T) {
	job := parseWorkflow(t, load(t, "released")).Jobs["publish-null"]
	if job.Environment != "no" || job.Steps[1].Env[actions.EnvTarget] != "null" || job.Steps[2].Env["TRUE"] == "" {
		t.Errorf("names that YAML knows as words became something else: %+v", job)
	}
	for _, s := range []string{"npm", "1.0", "true", "No", "~", "a: b", "# x", "é\"\n"} {
		var back any
		if err := yaml.Unmarshal([]byte(scalar(s)), &back); err != nil || back != s {
			t.Errorf("scalar(%q) reads back as %v, %v", s, back, err)
		}
	}
}

func TestIsRendered(t *testing.T) {
	p := load(t, "released")
	file := Workflow(p)
	if !IsRendered(p, WorkflowPath, file) {
		t.Error("a workflow just rendered is taken for another")
	}
	if IsRendered(p, WorkflowPath, append(bytes.Clone(file), '\n')) || IsRendered(load(t, "path"), WorkflowPath, file) || IsRendered(p, WorkflowPath, nil) {
		t.Error("a workflow that differs is taken for the rendered one")
	}
}

func TestStarter_fillsInTheOwner(t *testing.T) {
	p := starterPolicy(t)
	project, ok := p.Lookup("acme/example")
	if !ok || project.Name != "example" {
		t.Errorf("the owner was not filled in: %+v", p.Projects)
	}
}
