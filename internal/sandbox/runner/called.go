package main

import (
	"fmt"
	"maps"
	"slices"

	"github.com/rhysd/actionlint"
)

// called is a workflow that a job calls.
type called struct {
	workflow
	event *actionlint.WorkflowCallEvent
}

// calledBy is the workflow that a job calls, nil for a job with steps.
func (w workflow) calledBy(job *actionlint.Job) *called {
	if job.WorkflowCall == nil {
		return nil
	}
	return w.called[text(job.WorkflowCall.Uses)]
}

// calling words a problem of a call as GitHub does.
func (w workflow) calling(job *actionlint.Job, problem string) string {
	return fmt.Sprintf("%s:%d:%d: Error calling workflow '%s'. %s", w.path, job.Pos.Line, job.Pos.Col, text(job.WorkflowCall.Uses), problem)
}

// readCalled reads the workflows that jobs call, and says why GitHub would not
// run them.
func (w workflow) readCalled(files map[string]CalledFile) []string {
	var problems []string
	for _, job := range w.jobs {
		if job.WorkflowCall == nil {
			continue
		}
		uses := text(job.WorkflowCall.Uses)
		file := files[uses]
		if file.Problem != "" {
			problems = append(problems, w.calling(job, file.Problem))
			continue
		}
		inner, wrong := readWorkflow(uses, file.Text, file.Called)
		problems = append(problems, wrong...)
		if inner.tree == nil {
			continue
		}
		c := &called{workflow: inner, event: inner.callEvent()}
		if c.event == nil {
			problems = append(problems, w.calling(job, "workflow is not reusable as it is missing a `on.workflow_call` trigger"))
			continue
		}
		w.called[uses] = c
		for _, problem := range c.mismatches(job.WorkflowCall) {
			problems = append(problems, w.calling(job, problem))
		}
	}
	return problems
}

// callEvent is the trigger by which other workflows call this one, or nil.
func (w workflow) callEvent() *actionlint.WorkflowCallEvent {
	for _, event := range w.tree.On {
		if call, ok := event.(*actionlint.WorkflowCallEvent); ok {
			return call
		}
	}
	return nil
}

// mismatches holds what a job passes to what the workflow takes.
func (c *called) mismatches(call *actionlint.WorkflowCall) []string {
	var problems []string
	taken := map[string]bool{}
	for _, input := range c.event.Inputs {
		taken[input.ID] = true
		if call.Inputs[input.ID] == nil && input.IsRequired() {
			problems = append(problems, fmt.Sprintf("Input %s is required, but not provided while calling.", input.Name.Value))
		}
	}
	for _, id := range slices.Sorted(maps.Keys(call.Inputs)) {
		if !taken[id] {
			problems = append(problems, fmt.Sprintf("Invalid input, %s is not defined in the referenced workflow.", call.Inputs[id].Name.Value))
		}
	}
	if call.InheritSecrets {
		return problems
	}
	for _, id := range slices.Sorted(maps.Keys(c.event.Secrets)) {
		if secret := c.event.Secrets[id]; call.Secrets[id] == nil && secret.Required != nil && secret.Required.Value {
			problems = append(problems, fmt.Sprintf("Secret %s is required, but not provided while calling.", secret.Name.Value))
		}
	}
	for _, id := range slices.Sorted(maps.Keys(call.Secrets)) {
		if c.event.Secrets[id] == nil {
			problems = append(problems, fmt.Sprintf("Invalid secret, %s is not defined in the referenced workflow.", call.Secrets[id].Name.Value))
		}
	}
	return problems
}
