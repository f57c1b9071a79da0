package main

import (
	"slices"
	"strings"

	"github.com/nektos/act/pkg/workflowpattern"
	"github.com/rhysd/actionlint"
)

// triggered tells whether the event of the github context starts the workflow.
// A file that cannot be read at all shows up as a failed run of the push that
// brought it, as on GitHub.
func (w workflow) triggered(github map[string]any) (bool, error) {
	name, _ := github["event_name"].(string)
	if w.tree == nil {
		return name == "push", nil
	}
	for _, event := range w.tree.On {
		if event.EventName() != name {
			continue
		}
		return matches(event, github)
	}
	return false, nil
}

func matches(event actionlint.Event, github map[string]any) (bool, error) {
	payload, _ := github["event"].(map[string]any)
	switch event := event.(type) {
	case *actionlint.WorkflowDispatchEvent:
		return true, nil
	case *actionlint.ScheduledEvent:
		return slices.ContainsFunc(event.Schedules, func(entry *actionlint.ScheduleEntry) bool {
			return text(entry.Cron) == payload["schedule"]
		}), nil
	case *actionlint.RepositoryDispatchEvent:
		return ofType(event.Types, payload), nil
	case *actionlint.WebhookEvent:
		if event.Hook.Value == "push" {
			ref, _ := github["ref"].(string)
			return pushed(event, ref)
		}
		return ofType(event.Types, payload), nil
	default:
		return false, nil
	}
}

// ofType applies `types`: without it, every activity of the event counts.
func ofType(types []*actionlint.String, payload map[string]any) bool {
	return len(types) == 0 || slices.ContainsFunc(types, func(t *actionlint.String) bool {
		return t.Value == payload["action"]
	})
}

// pushed applies the filters of a push. A filter for branches alone leaves out
// all tags, and the other way round.
// https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#onpushbranchestagsbranches-ignoretags-ignore
func pushed(event *actionlint.WebhookEvent, ref string) (bool, error) {
	only, ignore := event.Branches, event.BranchesIgnore
	others := event.Tags != nil || event.TagsIgnore != nil
	name, isBranch := strings.CutPrefix(ref, "refs/heads/")
	if !isBranch {
		name = strings.TrimPrefix(ref, "refs/tags/")
		only, ignore = event.Tags, event.TagsIgnore
		others = event.Branches != nil || event.BranchesIgnore != nil
	}
	if only == nil && ignore == nil {
		return !others, nil
	}
	if only != nil {
		patterns, err := compile(only)
		if err != nil || workflowpattern.Skip(patterns, []string{name}, silent{}) {
			return false, err
		}
	}
	if ignore != nil {
		patterns, err := compile(ignore)
		if err != nil || workflowpattern.Filter(patterns, []string{name}, silent{}) {
			return false, err
		}
	}
	return true, nil
}

func compile(filter *actionlint.WebhookEventFilter) ([]*workflowpattern.WorkflowPattern, error) {
	var globs []string
	for _, value := range filter.Values {
		globs = append(globs, value.Value)
	}
	return workflowpattern.CompilePatterns(globs...)
}

// silent discards what act says while it matches patterns.
type silent struct{}

func (silent) Info(string, ...any) {}
