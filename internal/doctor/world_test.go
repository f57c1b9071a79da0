package doctor_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/release-request/gh-release-request/internal/doctor"
	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/facts/factstest"
	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
	"github.com/release-request/gh-release-request/internal/seal"
	"github.com/release-request/gh-release-request/internal/token"
)

func TestMain(m *testing.M) { os.Exit(factstest.Main(m)) }

// world is a central repository, its source repository and their organisation
// as they should be, to be made worse in one way at a time.
type world struct {
	*factstest.World
	t          *testing.T
	name       string // of the source repository
	client     *github.Client
	enterprise bool
	drifted    []string // workflow files that are not as the policy asks for
	app        hub.App
	on         hub.InstalledApp // where it is installed
	another    hub.InstalledApp
	rules      int64  // of the default branch, if it is a ruleset
	clone      string // of the central repository
}

const quiet = "on: workflow_dispatch\njobs: {build: {runs-on: ubuntu-latest, steps: [{run: 'true'}]}}\n"

// newWorld sets everything up as an owner of the organisation does in the
// browser.
func newWorld(t *testing.T, name string) *world {
	w := &world{World: factstest.New(t, name), t: t, name: name}
	h := w.Hub()
	w.client = w.as(hub.TokenSpec{User: "olivia", Scopes: []string{"repo", "admin:org"}})
	h.AddTeam("acme", name+"-owners", "olivia")
	h.AddTeam("acme", name+"-platform", "erin")
	w.Central.SetTeamRole(name+"-owners", hub.Write)
	for _, name := range []string{"emergency", "acknowledged", "failed"} {
		w.Central.AddLabel(name, "b60205", "")
	}
	w.app = h.AddApp(name+"-app", "acme", map[string]hub.Access{"contents": hub.WriteAccess, "metadata": hub.ReadAccess})
	w.install()
	if _, err := h.AddRepo(hub.RepoSpec{Owner: "acme", Name: name + "-more"}); err != nil {
		t.Fatal(err)
	}
	key, err := seal.NewKey()
	if err != nil {
		t.Fatal(err)
	}
	w.Central.AddEnvironment(hub.EnvironmentSpec{Name: "release-gate", Branches: []string{"main"}, Secrets: map[string]string{"RELEASE_APP_KEY": "key"}})
	w.Central.AddEnvironmentSecret("npm", "NPM_TOKEN", "npm-value")
	w.Central.AddEnvironmentSecret("docs", "RELEASE_SEAL_KEY", key.Reveal())
	w.push(map[string]string{
		".github/release-requests.yml": fmt.Sprintf(policyFile, name, w.app.ID, key.Public()), "CODEOWNERS": "/.github/ @acme/" + name + "-owners\n",
		".github/workflows/intake.yml": quiet, ".github/workflows/sweep.yml": quiet,
	})
	w.protect(w.Central, hub.Protection{})
	w.protect(w.Source, hub.Protection{})
	w.Source.SetImmutableReleases(true)
	w.actions(w.Central, nil)
	return w
}

const policyFile = `version: 1
binary: {version: v1.2.3, sha256: {linux-amd64: 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef}}
expected-access:
  write: ["@acme/%[1]s-owners"]
  triage: [adam]
source-access: {app-id: %[2]d}
targets:
  npm: {environment: npm, secrets: [NPM_TOKEN]}
  docs: {environment: docs, source-token: write, seal: %[3]s}
tokens:
  NPM_TOKEN: {rotate-every: 80d}
projects:
  sdk:
    repository: acme/%[1]s
    targets: [npm, docs]
    prepare: none
    publish: {run: ["true"]}
`

// Name and Repository stay what they are when the source repository is renamed.
func (w *world) Name() string       { return "acme/" + w.name }
func (w *world) Repository() string { return w.Name() + "-publish" }

func (w *world) as(spec hub.TokenSpec) *github.Client {
	w.t.Helper()
	c, err := github.New(github.Options{Host: "github.com", Token: w.Hub().NewToken(spec).Secret, UserAgent: "test"})
	if err != nil {
		w.t.Fatal(err)
	}
	return c
}

// install installs the policy's App on what it is needed for.
func (w *world) install() { w.installOn(w.Repository(), w.Name()) }

// installOn installs it on repositories, all for none.
func (w *world) installOn(repositories ...string) {
	if w.on.ID != 0 {
		w.Hub().Uninstall(w.on.ID)
	}
	w.on = w.Hub().Install(hub.InstallationSpec{App: w.app.Slug, Account: "acme", Repos: repositories})
}

// other installs another App, which may write.
func (w *world) other(repositories ...string) {
	if _, err := w.Hub().App("bumper"); err != nil {
		w.Hub().AddApp("bumper", "acme", map[string]hub.Access{"contents": hub.WriteAccess})
	}
	w.another = w.Hub().Install(hub.InstallationSpec{App: "bumper", Account: "acme", Repos: repositories})
}

// environment sets who may deploy to one.
func (w *world) environment(name string, protected, custom bool, branches ...string) {
	w.t.Helper()
	owner, h := w.Hub().As("olivia"), w.Hub()
	_, err := h.PutEnvironment(owner, w.Central.ID(), name, protected, custom)
	w.must(err)
	for _, branch := range branches {
		_, err := h.AddBranchPolicy(owner, w.Central.ID(), name, branch, false)
		w.must(err)
	}
}

// ruleset demands of main what its protection would, but of some.
func (w *world) ruleset(bypass ...hub.BypassActor) {
	w.rules = w.Central.AddRuleset(hub.Ruleset{Name: "main", Bypass: bypass, Rules: []hub.Rule{
		{Type: hub.PullRequestRule, Reviews: 1, CodeOwners: true}, {Type: hub.NonFastForwardRule},
	}})
}

// sweep records a run of the workflow sweep.
func (w *world) sweep() {
	w.t.Helper()
	const path = ".github/workflows/sweep.yml"
	id, _ := w.Hub().NextRun(w.Central.ID(), path)
	_, err := w.Hub().AddRun(hub.RunSpec{ID: id, Repo: w.Central.ID(), Workflow: hub.WorkflowFile{Name: "sweep", Path: path}, Title: "sweep",
		Event: "schedule", Ref: "refs/heads/main", SHA: w.Git("olivia", w.Central.Repository().Dir, "rev-parse", "main"), Actor: w.Hub().As("olivia").User, Status: "queued"})
	w.must(err)
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// push commits files to the default branch of the central repository, past its
// protection; empty ones are deleted.
func (w *world) push(files map[string]string) {
	w.t.Helper()
	if w.clone == "" {
		w.clone = filepath.Join(w.t.TempDir(), "central")
		w.Git("olivia", "", "clone", "-q", w.Central.Repository().Dir, w.clone)
	}
	for name, text := range files {
		path := filepath.Join(w.clone, name)
		if text == "" {
			w.must(os.Remove(path))
			continue
		}
		w.must(os.MkdirAll(filepath.Dir(path), 0o700))
		w.must(os.WriteFile(path, []byte(text), 0o600))
	}
	w.Git("olivia", w.clone, "add", "-A")
	w.Git("olivia", w.clone, "commit", "-q", "-m", "set up")
	w.Git("olivia", w.clone, "push", "-q")
}

// policy is the policy with texts replaced, in pairs.
func (w *world) policy(oldNew ...string) {
	w.t.Helper()
	central, err := w.client.ReadCentral(w.t.Context(), w.Repository(), ".github/release-requests.yml", 0)
	if err != nil {
		w.t.Fatal(err)
	}
	text := strings.NewReplacer(oldNew...).Replace(central.Policy.Text)
	if text == central.Policy.Text {
		w.t.Fatalf("the policy holds nothing of %q", oldNew)
	}
	w.push(map[string]string{".github/release-requests.yml": text})
}

// protect demands what it should of main, but for what is given.
func (w *world) protect(repo *hub.Settings, but hub.Protection) {
	but.Pattern, but.Reviews, but.CodeOwners, but.EnforceAdmins = "main", 1-but.Reviews, !but.CodeOwners, !but.EnforceAdmins
	repo.Protect(but)
}

// actions sets Actions up as they should be, but for a change.
func (w *world) actions(repo *hub.Settings, change func(*hub.ActionsSettings)) {
	repo.ChangeActions(func(s *hub.ActionsSettings) {
		*s = hub.NewActionsSettings()
		s.Allowed, s.Selected, s.ForkApproval = "selected", hub.SelectedActions{GitHubOwned: true}, "all_external_contributors"
		if change != nil {
			change(s)
		}
	})
}

func (w *world) look(c *github.Client) []doctor.Finding {
	w.t.Helper()
	return w.lookAt(c, w.Repository())
}

func (w *world) lookAt(c *github.Client, central string) []doctor.Finding {
	w.t.Helper()
	reader := &facts.Reader{Repository: central, Central: c, Source: c, People: c, Preview: true}
	read, policy, err := reader.Policy(w.t.Context(), 0)
	if err != nil {
		w.t.Fatal(err)
	}
	d := &doctor.Doctor{Hub: c, Central: read, Policy: policy, Enterprise: w.enterprise, Due: token.Due,
		Drifted: func(context.Context) ([]string, error) { return w.drifted, nil }}
	findings, err := d.Look(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	return findings
}

// wantFindings holds what was found to "CODE WHERE" each.
func (w *world) wantFindings(t *testing.T, findings []doctor.Finding, want ...string) {
	t.Helper()
	got := []string{}
	for _, f := range findings {
		got = append(got, f.Code+" "+f.Where)
		if f.Says == "" || f.Fix == "" || f.Check == "" {
			t.Errorf("%+v lacks words", f)
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	if diff := cmp.Diff(append([]string{}, want...), got); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
		for _, f := range findings {
			t.Logf("%s %s: %s", f.Code, f.Where, f.Says)
		}
	}
}
