package publish

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/actions"
	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/facts/factstest"
	"github.com/release-request/gh-release-request/internal/release"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
	"github.com/release-request/gh-release-request/internal/seal"
)

// appWorld is a world whose source repository is reached through an App: npm's
// job may be handed a token, and that of docs one to write with.
type appWorld struct {
	*factstest.World
	t       *testing.T
	app     hub.App
	install hub.InstalledApp
	secrets map[string]string // of the gate's environment
	seals   map[string]seal.Private
	number  int // of an approved request
	run     *factstest.Run
	printed *bytes.Buffer // by the newest job
}

// appMay is what the App asks for.
var appMay = map[string]hub.Access{
	"contents": hub.WriteAccess, "pull_requests": hub.WriteAccess, "checks": hub.ReadAccess, "statuses": hub.ReadAccess,
	"actions": hub.WriteAccess, "issues": hub.ReadAccess, "members": hub.ReadAccess, "metadata": hub.ReadAccess,
}

const npmTarget = "npm: {environment: npm, secrets: [NPM_TOKEN]"

func newAppWorld(t *testing.T, name string, private bool) *appWorld {
	t.Helper()
	w := &appWorld{World: factstest.New(t, name), t: t, seals: map[string]seal.Private{}}
	h := w.Hub()
	w.app = h.AddApp(name+"-app", "acme", appMay)
	w.secrets = map[string]string{actions.EnvAppKey: h.AddAppKey(w.app.Slug)}
	w.reinstall(nil, w.Name(), w.Repository())
	for _, target := range []string{"npm", "docs"} {
		key, err := seal.NewKey()
		if err != nil {
			t.Fatal(err)
		}
		w.seals[target] = key
	}
	w.policy(func(text string) string {
		return strings.NewReplacer(
			"version: 1\n", fmt.Sprintf("version: 1\nsource-access: {app-id: %d}\n", w.app.ID),
			npmTarget, fmt.Sprintf("%s, seal: %q", npmTarget, w.seals["npm"].Public()),
			"docs: {environment: docs", fmt.Sprintf("docs: {environment: docs, source-token: write, seal: %q", w.seals["docs"].Public()),
		).Replace(text)
	})
	w.Source.SetPrivate(private)
	w.checkedByWorkflow()
	w.number = w.File()
	w.Press("adam", w.number)
	w.run = w.StartRun(w.number, nil)
	return w
}

// reinstall installs the App anew; nil: with all that it asks for.
func (w *appWorld) reinstall(may map[string]hub.Access, repos ...string) {
	if w.install.ID != 0 {
		w.Hub().Uninstall(w.install.ID)
	}
	w.install = w.Hub().Install(hub.InstallationSpec{App: w.app.Slug, Account: "acme", Repos: repos, Permissions: may})
}

// openJob is a job of the run.
func (w *appWorld) openJob() job {
	w.t.Helper()
	j := openJob(w.t, w.World)
	j.Run = release.Run{ID: w.run.ID, Attempt: 1}
	w.printed = j.out
	return j
}

// policy changes the policy of the central repository.
func (w *appWorld) policy(change func(string) string) {
	w.t.Helper()
	clone := filepath.Join(w.t.TempDir(), "central")
	w.Git("olivia", "", "clone", "-q", "https://github.com/"+w.Repository()+".git", clone)
	file := filepath.Join(clone, ".github", "release-requests.yml")
	before, err := os.ReadFile(file)
	if err != nil {
		w.t.Fatal(err)
	}
	after := change(string(before))
	if after == string(before) {
		w.t.Fatal("the policy was not changed")
	}
	if err := os.WriteFile(file, []byte(after), 0o600); err != nil {
		w.t.Fatal(err)
	}
	w.Git("olivia", clone, "commit", "-q", "-a", "-m", "policy")
	w.Git("olivia", clone, "push", "-q", "origin", "main")
}

// checkedByWorkflow lets a workflow of the source repository have checked the
// release commit: whoever reads such a check reads a run.
func (w *appWorld) checkedByWorkflow() {
	w.t.Helper()
	h, file := w.Hub(), hub.WorkflowFile{Name: "ci", Path: ".github/workflows/ci.yml"}
	id, _ := h.NextRun(w.Source.ID(), file.Path)
	_, err := h.AddRun(hub.RunSpec{
		ID: id, Repo: w.Source.ID(), Workflow: file, Title: "ci", Event: "push", Ref: "refs/heads/release/1.2.3", SHA: w.Commit,
		Actor: h.As("erin").User, Status: "in_progress",
	})
	if err != nil {
		w.t.Fatal(err)
	}
	job, err := h.AddJob(id, "build", "build")
	if err == nil {
		err = h.ChangeJob(job.ID, hub.JobChange{Status: "completed", Conclusion: "success"})
	}
	if err == nil {
		err = h.SetRunStatus(id, "completed", "success")
	}
	if err != nil {
		w.t.Fatal(err)
	}
}

// gate is a gate's job with its keys.
func (w *appWorld) gate() (*Case, job) {
	j, central := w.openJob(), w.JobClient()
	keys := &Keys{Repository: w.Repository(), Central: central, Secret: func(name string) string { return w.secrets[name] }}
	reader := &facts.Reader{Repository: w.Repository(), Central: central, Keys: keys, OwnRun: j.Run.ID}
	return &Case{Reader: reader, Issues: central, Minter: keys, Runtime: j.Runtime, Number: w.number}, j
}

// decided runs the gate, which must let the request go, and returns its outputs.
func (w *appWorld) decided() map[string]string {
	w.t.Helper()
	gate, j := w.gate()
	verdict, err := gate.Gate(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	if verdict.Decision != "publish" {
		w.t.Fatalf("the decision is %s: %v", verdict.Decision, verdict.Against())
	}
	outputs := j.outputs(w.t)
	for _, token := range w.Hub().MintedTokens(w.app.Slug) {
		for name, value := range outputs {
			if strings.Contains(value, token.Secret) {
				w.t.Errorf("the output %s holds a token in clear", name)
			}
		}
	}
	return outputs
}

// wantMasked fails unless the newest job has hidden every token that is handed
// to publish jobs, so many of them, and shown none in any other line.
func (w *appWorld) wantMasked(want int) {
	w.t.Helper()
	masked := 0
	for _, token := range w.Hub().MintedTokens(w.app.Slug) {
		for line := range strings.Lines(w.printed.String()) {
			switch {
			case line == "::add-mask::"+token.Secret+"\n":
				masked++
			case strings.Contains(line, token.Secret):
				w.t.Errorf("a token is shown: %s", line)
			}
		}
	}
	if masked != want {
		w.t.Errorf("%d tokens are hidden in the log, want %d", masked, want)
	}
}

// outputs reads what the job set.
func (j job) outputs(t *testing.T) map[string]string {
	t.Helper()
	b, err := os.ReadFile(j.output)
	if err != nil {
		t.Fatal(err)
	}
	outputs := map[string]string{}
	lines := strings.Split(string(b), "\n")
	for i := 0; i+2 < len(lines); i += 3 {
		name, _, _ := strings.Cut(lines[i], "<<")
		outputs[name] = lines[i+1]
	}
	return outputs
}

// checkout is a target's job with what the gate handed it and its own secret.
func (w *appWorld) checkout(outputs map[string]string, target string) (*Checkout, error) {
	w.t.Helper()
	j, central := w.openJob(), w.JobClient()
	permit, err := Handed{
		Target: target, Digest: outputs[actions.OutputDigest], Attested: outputs[actions.OutputAttested],
		Grant: outputs[actions.OutputTarget(target)], SealKey: w.seals[target].Reveal(),
	}.Check(j.Run)
	if err != nil {
		return nil, err
	}
	reader := &facts.Reader{
		Repository: w.Repository(), Central: central, Keys: Granted{Central: central, Grant: permit.Grant},
		Attested: &permit.Attested.Attested, OwnRun: j.Run.ID,
	}
	return &Checkout{
		Case:  Case{Reader: reader, Issues: central, Runtime: j.Runtime, Number: w.number},
		Files: sameFile{}, Permit: permit, Dir: w.t.TempDir(),
	}, nil
}

// minted are the App's tokens, each named by repository and permissions. A
// token for more than one repository, or with more than calls needed, fails the
// test.
func (w *appWorld) minted() []string {
	w.t.Helper()
	var all []string
	for _, token := range w.Hub().MintedTokens(w.app.Slug) {
		if len(token.Repos) != 1 {
			w.t.Errorf("a token reaches %d repositories", len(token.Repos))
			continue
		}
		name := "central"
		if token.Repos[0] == w.Source.ID() {
			name = "source"
		}
		for _, permission := range []string{"actions", "checks", "contents", "issues", "members", "pull_requests", "statuses"} {
			if have := token.Permissions[permission]; have > hub.NoAccess {
				name += fmt.Sprintf(" %s:%s", permission, have)
			}
		}
		for permission, have := range token.Permissions {
			if permission != "metadata" && token.Used[permission] < have {
				w.t.Errorf("a token for %s was needed for %v only", name, token.Used)
			}
		}
		all = append(all, name)
	}
	return all
}
