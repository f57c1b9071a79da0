package cli

import (
	"context"
	"fmt"
	"io"
	"maps"
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

// What scripts do in place of the runner: the real binary as one job of the
// central repository's workflows, with that job's token, secrets and variables,
// and no person's. `! job` is for one that fails. What it prints is there for
// stdout and stderr. Variables before the name replace those that the workflow
// file sets.
//
//	job [K=V...] gate N [DECISION [REASON...]]
//	                     starts a run for issue N; the gate decides so, and exactly these
//	                     reasons are against publishing; the file outputs has its outputs
//	job [K=V...] checkout N TARGET
//	                     the first step of a publish job of that run; it takes sandbox -installed
//	job publish N TARGET the second step
//	job report N         the last job, which ends the run
//	job intake N         as if an event of issue N had started intake.yml
//	job intake ACTION LABEL [BEFORE]
//	                     as if that had been done to a label: edited or deleted
//	job sweep            as if its time had come
var jobCmds = map[string]func(*testscript.TestScript, bool, []string){
	"job": runJob,
}

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

// What the jobs may do is what the rendered workflow files give them.
var (
	gateMay    = map[string]hub.Access{"contents": hub.ReadAccess, "issues": hub.WriteAccess, "actions": hub.ReadAccess}
	publishMay = map[string]hub.Access{"contents": hub.ReadAccess, "issues": hub.ReadAccess, "actions": hub.ReadAccess}
	keepMay    = map[string]hub.Access{"contents": hub.ReadAccess, "issues": hub.WriteAccess, "actions": hub.WriteAccess}
)

func runJob(ts *testscript.TestScript, neg bool, args []string) {
	replaced := map[string]string{}
	for len(args) > 0 && strings.Contains(args[0], "=") {
		name, value, _ := strings.Cut(args[0], "=")
		replaced[name] = value
		args = args[1:]
	}
	steps := map[string]func(*testscript.TestScript, []string, map[string]string) bool{
		"gate": gateStep, "checkout": checkoutStep, "publish": publishStep, "report": reportStep, "intake": intakeStep, "sweep": sweepStep,
	}
	if len(args) == 0 || steps[args[0]] == nil || args[0] != "sweep" && len(args) == 1 {
		ts.Fatalf("there is no job %q", args)
	}
	if ok := steps[args[0]](ts, args[1:], replaced); ok == neg {
		ts.Fatalf("the job ended well: %v", ok)
	}
}

func gateStep(ts *testscript.TestScript, args []string, replaced map[string]string) bool {
	h, holder := boxOf(ts).Hub(), ts.Value(boxKey{}).(*boxHolder)
	issue := issueOf(ts, args[0])
	if before := holder.runs[issue.Number]; before != nil {
		ts.Check(h.SetRunStatus(before.id, "completed", "cancelled"))
	}
	run := &stagedRun{id: addRun(ts, facts.WorkflowPath, fmt.Sprintf("#%d", issue.Number)), jobs: map[string]*stagedJob{}}
	if holder.runs == nil {
		holder.runs = map[int]*stagedRun{}
	}
	holder.runs[issue.Number] = run
	job := addJob(ts, run.id, "gate", gateMay)
	maps.Copy(job.env, gateSecrets(ts))
	job.env[actions.EnvIssue] = args[0]
	maps.Copy(job.env, replaced)
	if !job.step("gate") {
		job.end(h, "failure")
		ts.Check(h.SetRunStatus(run.id, "completed", "failure"))
		return false
	}
	job.end(h, "success")
	run.outputs = job.outputs()
	if decision := run.outputs[actions.OutputDecision]; decision != "publish" && decision != "finish" {
		ts.Check(h.SetRunStatus(run.id, "completed", "success"))
	}
	var lines []string
	for _, name := range slices.Sorted(maps.Keys(run.outputs)) {
		lines = append(lines, name+"="+run.outputs[name]+"\n")
	}
	ts.Check(os.WriteFile(ts.MkAbs("outputs"), []byte(strings.Join(lines, "")), 0o600))
	if len(args) > 1 {
		job.wantDecision(args[1], args[2:])
	}
	return true
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

func checkoutStep(ts *testscript.TestScript, args []string, replaced map[string]string) bool {
	h, run, target := boxOf(ts).Hub(), runOf(ts, args[0]), args[1]
	job := addJob(ts, run.id, "publish "+target+" "+run.outputs[actions.OutputShortDigest], publishMay)
	run.jobs[target] = job
	maps.Copy(job.env, map[string]string{
		actions.EnvIssue: args[0], actions.EnvTarget: target, actions.EnvDigest: run.outputs[actions.OutputDigest],
		actions.EnvAttested: run.outputs[actions.OutputAttested], actions.EnvGrant: run.outputs[actions.OutputTarget(target)],
	})
	if key := h.SecretValues(h.Settings(centralName).ID(), target)[actions.EnvSealKey]; key != "" {
		job.env[actions.EnvSealKey] = key
	}
	maps.Copy(job.env, replaced)
	ok := job.step("checkout")
	if !ok {
		job.end(h, "failure")
	}
	return ok
}

func publishStep(ts *testscript.TestScript, args []string, replaced map[string]string) bool {
	h, job := boxOf(ts).Hub(), runOf(ts, args[0]).jobs[args[1]]
	if job == nil {
		ts.Fatalf("nothing is checked out for %s", args[1])
	}
	for _, name := range []string{actions.EnvToken, actions.EnvIssue, actions.EnvTarget, actions.EnvDigest, actions.EnvAttested, actions.EnvGrant, actions.EnvSealKey} {
		delete(job.env, name)
	}
	maps.Copy(job.env, h.SecretValues(h.Settings(centralName).ID(), args[1]))
	delete(job.env, actions.EnvSealKey) // only the step checkout has it
	maps.Copy(job.env, replaced)
	ok := job.step(facts.PublishStep)
	job.end(h, conclusion(ok))
	return ok
}

func reportStep(ts *testscript.TestScript, args []string, replaced map[string]string) bool {
	h, run := boxOf(ts).Hub(), runOf(ts, args[0])
	job := addJob(ts, run.id, "report", gateMay)
	maps.Copy(job.env, gateSecrets(ts))
	maps.Copy(job.env, map[string]string{
		actions.EnvIssue: args[0], actions.EnvDecision: run.outputs[actions.OutputDecision], actions.EnvDigest: run.outputs[actions.OutputDigest],
	})
	maps.Copy(job.env, replaced)
	ok := job.step("report")
	job.end(h, conclusion(ok))
	ts.Check(h.SetRunStatus(run.id, "completed", conclusion(ok)))
	delete(ts.Value(boxKey{}).(*boxHolder).runs, issueOf(ts, args[0]).Number)
	return ok
}

func intakeStep(ts *testscript.TestScript, args []string, replaced map[string]string) bool {
	env := map[string]string{actions.EnvIssue: args[0]}
	if len(args) > 1 {
		env = map[string]string{actions.EnvAction: args[0], actions.EnvLabel: args[1]}
	}
	if len(args) > 2 {
		env[actions.EnvLabelBefore] = args[2]
	}
	maps.Copy(env, replaced)
	return keepStep(ts, scaffold.IntakePath, "intake", env)
}

func sweepStep(ts *testscript.TestScript, _ []string, replaced map[string]string) bool {
	return keepStep(ts, scaffold.SweepPath, "sweep", replaced)
}

func keepStep(ts *testscript.TestScript, path, name string, env map[string]string) bool {
	h, run := boxOf(ts).Hub(), addRun(ts, path, name)
	job := addJob(ts, run, name, keepMay)
	maps.Copy(job.env, gateSecrets(ts))
	maps.Copy(job.env, env)
	ok := job.step(name)
	job.end(h, conclusion(ok))
	ts.Check(h.SetRunStatus(run, "completed", conclusion(ok)))
	return ok
}

func conclusion(ok bool) string {
	if ok {
		return "success"
	}
	return "failure"
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
