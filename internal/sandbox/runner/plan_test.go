package main

import (
	"strings"
	"testing"
)

const plain = "jobs: {a: {runs-on: x, steps: [{run: echo}]}}"

func planned(text, event string, payload map[string]any, ref string) *PlanReport {
	return plan(&PlanOrder{ID: 1, Path: ".github/workflows/a.yml", Text: text, GitHub: map[string]any{
		"event_name": event, "event": payload, "ref": ref, "run_id": "5", "actor": "bob",
	}})
}

func TestPlan_triggers(t *testing.T) {
	opened, labeled := map[string]any{"action": "opened"}, map[string]any{"action": "labeled"}
	tests := []struct {
		on, event string
		payload   map[string]any
		ref       string
		want      bool
	}{
		{"issues", "issues", opened, "", true},
		{"[push, issues]", "issues", opened, "", true},
		{"push", "issues", opened, "", false},
		{"{issues: {types: [labeled]}}", "issues", labeled, "", true},
		{"{issues: {types: [labeled]}}", "issues", opened, "", false},
		{"{issue_comment: {types: [created]}}", "issue_comment", map[string]any{"action": "edited"}, "", false},
		{"{schedule: [{cron: '*/30 * * * *'}]}", "schedule", map[string]any{"schedule": "*/30 * * * *"}, "", true},
		{"{schedule: [{cron: '*/30 * * * *'}]}", "schedule", map[string]any{"schedule": "0 0 * * *"}, "", false},
		{"{repository_dispatch: {types: [go]}}", "repository_dispatch", map[string]any{"action": "go"}, "", true},
		{"{push: {branches: [main]}}", "push", nil, "refs/heads/main", true},
		{"{push: {branches: [main]}}", "push", nil, "refs/heads/other", false},
		{"{push: {branches: ['release/**', '!release/old/**']}}", "push", nil, "refs/heads/release/1.2", true},
		{"{push: {branches: ['release/**', '!release/old/**']}}", "push", nil, "refs/heads/release/old/1", false},
		{"{push: {branches: [main]}}", "push", nil, "refs/tags/main", false},
		{"{push: {tags: ['v*']}}", "push", nil, "refs/tags/v1", true},
		{"{push: {tags: ['v*']}}", "push", nil, "refs/heads/v1", false},
		{"{push: {branches-ignore: [wip]}}", "push", nil, "refs/heads/wip", false},
		{"push", "push", nil, "refs/tags/v1", true},
	}
	for _, tt := range tests {
		report := planned("on: "+tt.on+"\n"+plain, tt.event, tt.payload, tt.ref)
		if report.Triggered != tt.want || len(report.Problems) > 0 {
			t.Errorf("on %s, %s %v %s: %+v", tt.on, tt.event, tt.payload, tt.ref, report)
		}
	}
}

func TestPlan_dispatchInputs(t *testing.T) {
	text := `
run-name: run ${{ inputs.issue }} ${{ inputs.dry && 'dry' || 'wet' }}
on:
  workflow_dispatch:
    inputs:
      issue: {required: true, type: number}
      dry: {type: boolean}
      where: {type: choice, options: [here, there], default: here}
` + plain
	tests := []struct {
		given   map[string]any
		refusal string
		name    string
	}{
		{map[string]any{"issue": "42"}, "", "run 42 wet"},
		{map[string]any{"issue": "42", "dry": "true"}, "", "run 42 dry"},
		{map[string]any{}, "Required input 'issue' not provided", ""},
		{map[string]any{"issue": "1", "odd": "x"}, `Unexpected inputs provided: ["odd"]`, ""},
		{map[string]any{"issue": "1", "where": "x"}, "Provided value 'x' for input 'where' not in the list of allowed values", ""},
	}
	for _, tt := range tests {
		report := planned(text, "workflow_dispatch", map[string]any{"inputs": tt.given}, "refs/heads/main")
		if report.Refusal != tt.refusal || report.RunName != tt.name || len(report.Problems) > 0 {
			t.Errorf("%v: %+v", tt.given, report)
		}
		if tt.refusal == "" && report.Inputs["where"] != "here" {
			t.Errorf("%v: the default is not filled in: %v", tt.given, report.Inputs)
		}
	}
	if got := planned("on: push\n"+plain, "workflow_dispatch", nil, "").Refusal; got != "Workflow does not have 'workflow_dispatch' trigger" {
		t.Errorf("refusal %q", got)
	}
}

func TestPlan_concurrency(t *testing.T) {
	text := "on: issues\nconcurrency: {group: \"g-${{ github.event.issue.number }}\", cancel-in-progress: true}\n" + plain
	report := planned(text, "issues", map[string]any{"issue": map[string]any{"number": 7}}, "")
	if report.Concurrency == nil || *report.Concurrency != (Concurrency{Group: "g-7", CancelInProgress: true}) {
		t.Errorf("concurrency: %+v, problems %q", report.Concurrency, report.Problems)
	}
}

func TestPlan_problems(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"not YAML", "on: [", "could not parse"},
		{"no jobs", "on: issues\n", `"jobs" section is missing`},
		{"unknown key", "on: issues\n" + strings.Replace(plain, "runs-on", "nope: 1, runs-on", 1), `unexpected key "nope"`},
		{"unknown need", "on: issues\njobs: {a: {needs: b, runs-on: x, steps: [{run: echo}]}}", `needs job "b" which does not exist`},
		{"cycle", "on: issues\njobs: {a: {needs: b, runs-on: x, steps: [{run: echo}]}, b: {needs: a, runs-on: x, steps: [{run: echo}]}}", "cyclic dependencies"},
		{"unknown activity", "on: {issues: {types: [labelled]}}\n" + plain, `invalid activity type "labelled"`},
		{"unknown permission", "on: issues\npermissions: {nope: read}\n" + plain, `unknown permission scope "nope"`},
		{"context that is not there", "on: issues\njobs: {a: {if: secrets.X, runs-on: x, steps: [{run: echo}]}}", "Unknown Variable Access secrets"},
		{"expression that cannot be evaluated", "on: issues\nrun-name: ${{ fromJSON('{') }}\n" + plain, "run-name"},
		{"matrix", "on: issues\njobs: {a: {strategy: {matrix: {x: [1]}}, runs-on: x, steps: [{run: echo}]}}", `strategy in job "a" is not supported by the sandbox`},
		{"action", "on: issues\njobs: {a: {runs-on: x, steps: [{uses: actions/checkout@v4}]}}", `the action "actions/checkout@v4" in job "a" is not supported by the sandbox`},
		{"paths", "on: {push: {paths: [a]}}\n" + plain, "a filter by paths"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			event := "issues"
			if tt.name == "not YAML" || tt.name == "paths" {
				event = "push"
			}
			report := planned(tt.text, event, map[string]any{"action": "labeled"}, "refs/heads/main")
			if !strings.Contains(strings.Join(report.Problems, "\n"), tt.want) {
				t.Errorf("problems %q, want one with %q", report.Problems, tt.want)
			}
			if !report.Triggered && tt.name != "unknown activity" {
				t.Error("the event does not start a run that could show the problem")
			}
		})
	}
}
