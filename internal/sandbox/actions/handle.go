package actions

import (
	"cmp"
	"fmt"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// handle makes the runs of an event, before the write that caused it returns.
func (e *Engine) handle(event hub.Event) {
	e.planning.Lock()
	defer e.planning.Unlock()
	c, starts, err := e.newCause(e.ctx, event)
	if err == nil && starts {
		err = e.startAll(c)
	}
	if err != nil {
		e.problem("the event %s %s in %s: %v", event.Name, event.Action, event.Repo.FullName(), err)
	}
}

// Schedule has the time come for the workflows of a repository that are
// scheduled with that cron expression. Their runs are by whoever last pushed to
// the default branch.
func (e *Engine) Schedule(repo hub.Repository, cron string) error {
	e.planning.Lock()
	defer e.planning.Unlock()
	ref := "refs/heads/" + repo.DefaultBranch
	c := cause{event: "schedule", repo: repo, sender: repo.Owner, ref: ref, payload: object{"schedule": cron, "repository": repository(repo)}}
	if pushes := e.hub.Pushes(repo.ID, ref); len(pushes) > 0 {
		c.sender = pushes[0].Pusher
	}
	var err error
	if c.sha, err = e.head(e.ctx, repo.ID, ref); err != nil || c.sha == "" {
		return err
	}
	return e.startAll(c)
}

// startAll starts a run of each workflow that the cause triggers.
func (e *Engine) startAll(c cause) error {
	files, err := e.files(e.ctx, c.repo.ID, c.sha)
	if err != nil {
		return err
	}
	if enabled, _ := e.hub.ActionsDefaults(c.repo.ID); !enabled {
		return nil
	}
	for _, f := range files {
		if c.only != "" && c.only != f.path || e.hub.IsWorkflowDisabled(c.repo.ID, f.path) {
			continue
		}
		if err := e.start(c, f); err != nil {
			return fmt.Errorf("%s: %w", f.path, err)
		}
	}
	return nil
}

// start makes the run of one workflow, if the cause triggers it.
func (e *Engine) start(c cause, f file) error {
	name := readHeader(f).name
	id, number := e.hub.NextRun(c.repo.ID, f.path)
	github := e.context(c, f, name, id, number)
	called, err := e.callsOf(e.ctx, standing{c.repo, c.sha, c.ref}, f.text)
	if err != nil {
		return err
	}
	plan, err := e.planner.plan(PlanOrder{Path: f.path, Text: f.text, GitHub: github, Called: called.files})
	if err != nil || !plan.Triggered {
		return err
	}
	if plan.Inputs != nil {
		github["event"] = withInputs(c.payload, plan.Inputs)
	}
	spec := hub.RunSpec{
		ID: id, Repo: c.repo.ID, Workflow: hub.WorkflowFile{Path: f.path, Name: name}, Title: cmp.Or(plan.RunName, c.title, name),
		Event: c.event, Ref: c.ref, SHA: c.sha, Actor: c.sender, Status: "queued",
		Referenced: called.references,
	}
	if len(plan.Problems) > 0 {
		return e.startBroken(spec, plan.Problems)
	}
	a := e.newAttempt(id, source{repo: c.repo, file: f, github: github, called: called, jobs: plan.Jobs, concurrency: plan.Concurrency})
	spec.Status = a.join(plan.Concurrency)
	if _, err := e.hub.AddRun(spec); err != nil {
		return err
	}
	e.launch(a)
	return nil
}

// startBroken makes the run that GitHub shows for a file that it cannot run: it
// has failed, and has no jobs.
func (e *Engine) startBroken(spec hub.RunSpec, problems []string) error {
	run, err := e.hub.AddRun(spec)
	if err != nil {
		return err
	}
	for _, p := range problems {
		e.logf("%s #%d: %s", run.WorkflowName, run.Number, p)
	}
	return e.hub.SetRunStatus(spec.ID, "completed", "failure")
}

// Accept checks a workflow_dispatch before anything is told of it.
func (e *Engine) Accept(repo hub.Repository, path, name string, inputs map[string]any) (string, error) {
	ref, sha, err := e.fullRef(e.ctx, repo.ID, name)
	if err != nil {
		return "", err
	}
	if sha == "" {
		return "", refused("No ref found for: " + name)
	}
	files, err := e.files(e.ctx, repo.ID, sha)
	if err != nil {
		return "", err
	}
	for _, f := range files {
		if f.path != path {
			continue
		}
		c := cause{event: "workflow_dispatch", repo: repo, ref: ref, sha: sha, payload: object{"inputs": inputs}}
		called, err := e.callsOf(e.ctx, standing{repo, sha, ref}, f.text)
		if err != nil {
			return "", err
		}
		plan, err := e.planner.plan(PlanOrder{Path: path, Text: f.text, GitHub: e.context(c, f, path, 0, 0), Called: called.files})
		if err != nil {
			return "", err
		}
		if plan.Refusal != "" {
			return "", refused(plan.Refusal)
		}
		return ref, nil
	}
	return "", &hub.Error{Kind: hub.NotFound, Message: "Not Found"}
}

func refused(message string) error { return &hub.Error{Kind: hub.Invalid, Message: message} }

// withInputs is a payload with the inputs that a run has, defaults included.
func withInputs(payload object, inputs map[string]string) object {
	filled := object{}
	for name, value := range payload {
		filled[name] = value
	}
	given := object{}
	for name, value := range inputs {
		given[name] = value
	}
	filled["inputs"] = given
	return filled
}
