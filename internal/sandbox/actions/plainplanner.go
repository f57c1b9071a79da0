package actions

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

// plainPlanner plans without a runner, for a sandbox that runs no workflows:
// events and their types are told apart, branches and tags by simple patterns,
// but no expression is evaluated and no file is checked.
type plainPlanner struct{}

func (plainPlanner) close() error { return nil }

func (plainPlanner) plan(order PlanOrder) (PlanReport, error) {
	h := readHeader(file{path: order.Path, text: order.Text})
	event, _ := order.GitHub["event_name"].(string)
	payload, _ := order.GitHub["event"].(map[string]any)
	report := PlanReport{Name: h.name}
	filter, listens := h.on[event]
	switch {
	case event == "workflow_dispatch" && !listens:
		report.Refusal = "Workflow does not have 'workflow_dispatch' trigger"
	case event == "workflow_dispatch":
		given, _ := payload["inputs"].(map[string]any)
		report.Inputs, report.Refusal = filter.inputs(given)
	}
	report.Triggered = listens && report.Refusal == "" && filter.matches(event, order.GitHub, payload)
	return report, nil
}

func (t trigger) matches(event string, github, payload map[string]any) bool {
	if event != "push" {
		action, _ := payload["action"].(string)
		return len(t.Types) == 0 || slices.Contains(t.Types, action)
	}
	if t.Branches == nil && t.Tags == nil {
		return true
	}
	ref, _ := github["ref"].(string)
	patterns, prefix := t.Branches, "refs/heads/"
	if strings.HasPrefix(ref, "refs/tags/") {
		patterns, prefix = t.Tags, "refs/tags/"
	}
	return slices.ContainsFunc(patterns, func(pattern string) bool {
		matched, err := path.Match(pattern, strings.TrimPrefix(ref, prefix))
		return matched && err == nil
	})
}

// inputs fills in defaults, and says what is missing as GitHub does.
func (t trigger) inputs(given map[string]any) (map[string]string, string) {
	inputs := map[string]string{}
	for name, value := range given {
		if _, ok := t.Inputs[name]; !ok {
			return nil, fmt.Sprintf("Unexpected inputs provided: [%q]", name)
		}
		inputs[name] = fmt.Sprint(value)
	}
	for name, input := range t.Inputs {
		if _, ok := inputs[name]; ok {
			continue
		}
		if input.Required && input.Default == nil {
			return nil, fmt.Sprintf("Required input '%s' not provided", name)
		}
		if input.Default != nil {
			inputs[name] = fmt.Sprint(input.Default)
		}
	}
	return inputs, ""
}
