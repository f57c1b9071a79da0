package main

import (
	"fmt"
	"strings"

	"github.com/rhysd/actionlint"
)

// unsupported names everything in the file that GitHub would run and this
// program does not, so that no run ever looks as if it had been run whole.
func (w workflow) unsupported() []string {
	var problems []string
	refuse := func(pos *actionlint.Pos, what string) {
		problems = append(problems, fmt.Sprintf("%s:%d:%d: %s is not supported by the sandbox", w.path, pos.Line, pos.Col, what))
	}
	for _, event := range w.tree.On {
		hook, ok := event.(*actionlint.WebhookEvent)
		if ok && (hook.Paths != nil || hook.PathsIgnore != nil) {
			refuse(hook.Pos, fmt.Sprintf("a filter by paths of the event %q", hook.Hook.Value))
		}
	}
	for _, job := range w.jobs {
		for _, feature := range []struct {
			used bool
			name string
		}{
			{job.Strategy != nil, "strategy"},
			{job.Container != nil, "container"},
			{job.Services != nil, "services"},
			{job.ContinueOnError != nil, "continue-on-error of a job"},
			{job.Snapshot != nil, "snapshot"},
			{runsOnWindows(job.RunsOn), "a Windows runner"},
		} {
			if feature.used {
				refuse(job.Pos, fmt.Sprintf("%s in job %q", feature.name, job.ID.Value))
			}
		}
		for _, step := range job.Steps {
			if action, ok := step.Exec.(*actionlint.ExecAction); ok {
				refuse(step.Pos, fmt.Sprintf("the action %q in job %q", text(action.Uses), job.ID.Value))
			}
		}
	}
	return problems
}

func runsOnWindows(on *actionlint.Runner) bool {
	if on == nil {
		return false
	}
	for _, label := range on.Labels {
		if strings.HasPrefix(strings.ToLower(label.Value), "windows") {
			return true
		}
	}
	return false
}
