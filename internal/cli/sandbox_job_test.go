package cli

import (
	"fmt"
	"maps"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/release-request/gh-release-request/internal/actions"
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
//	                     reasons are against publishing
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
	if len(args) > 1 {
		job.wantDecision(args[1], args[2:])
	}
	return true
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
