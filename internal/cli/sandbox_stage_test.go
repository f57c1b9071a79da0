package cli

import (
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/release-request/gh-release-request/internal/actions"
	"github.com/release-request/gh-release-request/internal/config"
	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
	"github.com/release-request/gh-release-request/internal/scaffold"
)

// stagedRun is a run of publish.yml that a script carries out job by job.
type stagedRun struct {
	id      int64
	outputs map[string]string // of the gate
	jobs    map[string]*stagedJob
}

// stagedJob is one job of a run, with the folders that its steps share.
type stagedJob struct {
	ts    *testscript.TestScript
	id    int64
	steps int
	env   map[string]string

	printed strings.Builder // to standard output
}

// wantDecision holds the gate to what it printed: the decision, and the code of
// each reason against publishing.
func (j *stagedJob) wantDecision(decision string, reasons []string) {
	_, said, _ := strings.Cut(j.printed.String(), "decision: ")
	lines := strings.Split(strings.TrimSpace(said), "\n")
	var got []string
	for _, line := range lines[1:] {
		words := strings.SplitN(line, ": ", 3) // outcome, reason, sentence
		if len(words) == 3 && !slices.Contains(got, words[1]) {
			got = append(got, words[1])
		}
	}
	slices.Sort(got)
	slices.Sort(reasons)
	if lines[0] != decision || !slices.Equal(got, reasons) {
		j.ts.Fatalf("the gate decided %s %v, want %s %v", lines[0], got, decision, reasons)
	}
}

// runOf is the run that the script's last gate for an issue belongs to.
func runOf(ts *testscript.TestScript, number string) *stagedRun {
	run := ts.Value(boxKey{}).(*boxHolder).runs[issueOf(ts, number).Number]
	if run == nil {
		ts.Fatalf("no gate has run for issue %s", number)
	}
	return run
}

// addRun records a run of one of the central repository's workflows.
func addRun(ts *testscript.TestScript, path, title string) int64 {
	h := boxOf(ts).Hub()
	central := h.Settings(centralName)
	id, _ := h.NextRun(central.ID(), path)
	_, err := h.AddRun(hub.RunSpec{
		ID: id, Repo: central.ID(), Workflow: hub.WorkflowFile{Name: strings.TrimSuffix(filepath.Base(path), ".yml"), Path: path}, Title: title,
		Event: "issues", Ref: "refs/heads/main", SHA: headOf(ts, centralName, "refs/heads/main"), Actor: h.As("olivia").User, Status: "in_progress",
	})
	ts.Check(err)
	return id
}

// headOf is the commit of a ref.
func headOf(ts *testscript.TestScript, repo, ref string) string {
	out, err := exec.Command("git", "--git-dir", boxOf(ts).Hub().Settings(repo).Repository().Dir, "rev-parse", ref).Output()
	ts.Check(err)
	return strings.TrimSpace(string(out))
}

// addJob records a job, and makes what GitHub gives every job.
func addJob(ts *testscript.TestScript, run int64, name string, may map[string]hub.Access) *stagedJob {
	h := boxOf(ts).Hub()
	made, err := h.AddJob(run, strings.Fields(name)[0], name)
	ts.Check(err)
	ts.Check(h.ChangeJob(made.ID, hub.JobChange{Status: "in_progress"}))
	dir := filepath.Join(ts.Getenv("WORK"), ".jobs", strconv.FormatInt(made.ID, 10))
	for _, folder := range []string{"temp", "workspace"} {
		ts.Check(os.MkdirAll(filepath.Join(dir, folder), 0o700))
	}
	token := h.NewToken(hub.TokenSpec{Kind: hub.Job, Repos: []string{centralName}, Permissions: may, Run: run, Job: made.ID})
	return &stagedJob{ts: ts, id: made.ID, env: map[string]string{
		"CI": "true", "GITHUB_ACTIONS": "true", "GITHUB_REPOSITORY": centralName, "GITHUB_REF": "refs/heads/main",
		"GITHUB_SHA": headOf(ts, centralName, "refs/heads/main"), "GITHUB_SERVER_URL": "https://github.com", "GITHUB_ACTOR": "olivia",
		"GITHUB_RUN_ID": strconv.FormatInt(run, 10), "GITHUB_RUN_ATTEMPT": "1", "GITHUB_OUTPUT": filepath.Join(dir, "output"),
		"RUNNER_TEMP": filepath.Join(dir, "temp"), "GITHUB_WORKSPACE": filepath.Join(dir, "workspace"),
		actions.EnvToken: token.Secret,
	}}
}

// step runs one step of the job and reports whether it ended well.
func (j *stagedJob) step(name string) bool {
	ts, h := j.ts, boxOf(j.ts).Hub()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	program := filepath.Join(filepath.SplitList(ts.Getenv("PATH"))[0], "gh-release-request")
	cmd := exec.CommandContext(ctx, program, "workflow", name)
	cmd.Dir, cmd.Env = j.env["GITHUB_WORKSPACE"], boxOf(ts).EnvWithoutToken()
	for name, value := range j.env {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	cmd.Stdout, cmd.Stderr = io.MultiWriter(ts.Stdout(), &j.printed), ts.Stderr()
	err := cmd.Run()
	j.steps++
	step := hub.Step{Number: j.steps, Name: name, Status: "completed", Conclusion: conclusion(err == nil)}
	ts.Check(h.ChangeJob(j.id, hub.JobChange{Step: &step}))
	return err == nil
}

func (j *stagedJob) end(h *hub.Hub, conclusion string) {
	j.ts.Check(h.ChangeJob(j.id, hub.JobChange{Status: "completed", Conclusion: conclusion}))
}

// outputs reads what the job's steps set.
func (j *stagedJob) outputs() map[string]string {
	b, err := os.ReadFile(j.env["GITHUB_OUTPUT"])
	j.ts.Check(err)
	outputs := map[string]string{}
	for rest := string(b); rest != ""; {
		head, after, _ := strings.Cut(rest, "\n")
		name, delimiter, _ := strings.Cut(head, "<<")
		outputs[name], rest, _ = strings.Cut(after, "\n"+delimiter+"\n")
	}
	return outputs
}

// gateSecrets are those of the gate's environment: the key of an App, if the
// script made one, else the token of a machine account for everything.
func gateSecrets(ts *testscript.TestScript) map[string]string {
	h := boxOf(ts).Hub()
	central := h.Settings(centralName)
	if found := h.SecretValues(central.ID(), config.GateEnvironment); len(found) > 0 {
		return found
	}
	h.AddUser("acme-machine", "machine@acme.test")
	for _, name := range []string{centralName, "acme/sdk", "acme/relay"} {
		h.Settings(name).SetRole("acme-machine", hub.Write)
	}
	key := h.NewToken(hub.TokenSpec{User: "acme-machine", Kind: hub.FineGrained, Permissions: map[string]hub.Access{
		"contents": hub.WriteAccess, "pull_requests": hub.WriteAccess, "checks": hub.ReadAccess, "statuses": hub.ReadAccess,
		"actions": hub.ReadAccess, "issues": hub.ReadAccess, "metadata": hub.ReadAccess,
	}})
	secrets := map[string]string{actions.EnvSourceToken: key.Secret}
	central.AddEnvironment(hub.EnvironmentSpec{Name: config.GateEnvironment, Branches: []string{"main"}, Secrets: secrets})
	return secrets
}

// installed are the workflow files that init writes for a policy.
func installed(ts *testscript.TestScript, policy string) map[string]string {
	parsed, err := config.Parse(config.Path, []byte(policy), "acme")
	ts.Check(err)
	return map[string]string{facts.WorkflowPath: string(scaffold.Workflow(parsed))}
}
