package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/rhysd/actionlint"
)

// dispatch returns the workflow_dispatch trigger of the file, or nil.
func (w workflow) dispatch() *actionlint.WorkflowDispatchEvent {
	if w.tree == nil {
		return nil
	}
	for _, event := range w.tree.On {
		if dispatch, ok := event.(*actionlint.WorkflowDispatchEvent); ok {
			return dispatch
		}
	}
	return nil
}

// dispatched checks the inputs of a workflow_dispatch and fills in defaults. A
// refusal is worded as in GitHub's answer 422.
func (w workflow) dispatched(given map[string]any) (inputs map[string]string, refusal string) {
	dispatch := w.dispatch()
	if dispatch == nil {
		return nil, "Workflow does not have 'workflow_dispatch' trigger"
	}
	inputs = map[string]string{}
	var unexpected []string
	for name, value := range given {
		input, ok := dispatch.Inputs[strings.ToLower(name)]
		if !ok {
			unexpected = append(unexpected, strconv.Quote(name))
			continue
		}
		inputs[input.Name.Value] = fmt.Sprint(value)
	}
	if len(unexpected) > 0 {
		slices.Sort(unexpected)
		return nil, fmt.Sprintf("Unexpected inputs provided: [%s]", strings.Join(unexpected, ", "))
	}
	for _, input := range dispatch.Inputs {
		name := input.Name.Value
		value, ok := inputs[name]
		switch {
		case !ok && input.Default != nil:
			inputs[name] = input.Default.Value
		case !ok && input.Required != nil && input.Required.Value:
			return nil, fmt.Sprintf("Required input '%s' not provided", name)
		case !ok:
			inputs[name] = unset(input)
		case !allowed(input, value):
			return nil, fmt.Sprintf("Provided value '%s' for input '%s' not in the list of allowed values", value, name)
		}
	}
	return inputs, ""
}

// unset is the value of an input that was neither given nor has a default.
func unset(input *actionlint.DispatchInput) string {
	if input.Type == actionlint.WorkflowDispatchEventInputTypeBoolean {
		return "false"
	}
	return ""
}

func allowed(input *actionlint.DispatchInput, value string) bool {
	switch input.Type {
	case actionlint.WorkflowDispatchEventInputTypeBoolean:
		return value == "true" || value == "false"
	case actionlint.WorkflowDispatchEventInputTypeNumber:
		_, err := strconv.ParseFloat(value, 64)
		return err == nil
	case actionlint.WorkflowDispatchEventInputTypeChoice:
		return slices.ContainsFunc(input.Options, func(option *actionlint.String) bool { return option.Value == value })
	default:
		return true
	}
}

// typedInputs is the inputs context, which unlike github.event.inputs keeps
// booleans and numbers.
func (w workflow) typedInputs(github map[string]any) map[string]any {
	typed := map[string]any{}
	dispatch := w.dispatch()
	if dispatch == nil || github["event_name"] != "workflow_dispatch" {
		return typed
	}
	payload, _ := github["event"].(map[string]any)
	given, _ := payload["inputs"].(map[string]any)
	for name, value := range given {
		typed[name] = value
		input := dispatch.Inputs[strings.ToLower(name)]
		if input == nil {
			continue
		}
		switch input.Type {
		case actionlint.WorkflowDispatchEventInputTypeBoolean:
			typed[name] = value == "true"
		case actionlint.WorkflowDispatchEventInputTypeNumber:
			if number, err := strconv.ParseFloat(fmt.Sprint(value), 64); err == nil {
				typed[name] = number
			}
		}
	}
	return typed
}
