package main

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

const caller = `
on: {workflow_dispatch: {inputs: {version: {type: string}}}}
env: {LEFT: behind}
permissions: {}
jobs:
  first:
    runs-on: x
    outputs: {word: "${{ steps.s.outputs.word }}"}
    steps: [{id: s, run: 'echo word=hello >> "$GITHUB_OUTPUT"'}]
  release:
    name: release ${{ inputs.version }}
    needs: first
    permissions: {contents: write, issues: read}
    uses: acme/publish/.github/workflows/request.yml@main
    with: {version: "${{ inputs.version }}", word: "${{ needs.first.outputs.word }}", loud: true}
    secrets: {push-token: "${{ secrets.PUSH }}"}
  after:
    needs: release
    runs-on: x
    steps: [{run: 'echo got "$GOT" ${{ needs.release.result }}', env: {GOT: "${{ needs.release.outputs.commit }}"}}]
`

const callee = `
on:
  workflow_call:
    inputs:
      version: {type: string, required: true}
      word: {type: string}
      loud: {type: boolean}
      times: {type: number, default: 3}
    secrets: {push-token: {required: true}}
    outputs: {commit: {value: "${{ jobs.prepare.outputs.commit }}"}}
permissions: {}
jobs:
  prepare:
    runs-on: x
    permissions: {contents: write}
    environment: push
    outputs: {commit: "${{ steps.s.outputs.commit }}"}
    steps:
      - id: s
        run: |
          echo "commit=$VERSION-$WORD-$LOUD-$TIMES" >> "$GITHUB_OUTPUT"
          echo "left ${LEFT-unset}, job $GITHUB_JOB, workflow $GITHUB_WORKFLOW_REF, length ${#TOKEN} ${#OWN} ${#OTHER}"
        env:
          VERSION: ${{ inputs.version }}
          WORD: ${{ inputs.word }}
          LOUD: ${{ inputs.loud && 'loud' }}
          TIMES: ${{ inputs.times }}
          TOKEN: ${{ secrets.push-token }}
          OWN: ${{ secrets.OWN }}
          OTHER: ${{ secrets.PUSH }}
  record:
    name: record it
    needs: prepare
    runs-on: x
    steps: [{run: 'echo "::notice title=release-request::$COMMIT"', env: {COMMIT: "${{ needs.prepare.outputs.commit }}"}}]
`

const uses = "acme/publish/.github/workflows/request.yml@main"

func calls(text string) stage {
	return stage{
		text: text, name: "workflow_dispatch", event: map[string]any{"inputs": map[string]any{"version": "1.2"}},
		called: map[string]CalledFile{uses: {Text: callee}},
		answer: func(q JobQuestion) JobAnswer {
			if !q.Called {
				return JobAnswer{}
			}
			a := JobAnswer{Token: "token-of-job", Passable: map[string]string{"PUSH": "secret-of-repository", "REST": "another"}}
			if q.Environment == "push" {
				a.Secrets = map[string]string{"OWN": "own"}
			}
			return a
		},
	}
}

func TestCall_runsTheJobsOfAnotherWorkflow(t *testing.T) {
	p := calls(caller).play(t)
	if p.conclusion != "success" {
		t.Fatalf("%s: %v, notes %+v", p.conclusion, p.conclusions(), p.notes)
	}
	names := map[string]string{}
	for key, job := range p.jobs {
		names[key] = job.Name
	}
	want := map[string]string{"first": "first", "release/prepare": "release 1.2 / prepare", "release/record": "release 1.2 / record it", "after": "after"}
	if !maps.Equal(names, want) {
		t.Errorf("jobs %v", names)
	}
	if log := p.logs["release/prepare"]; !slices.Contains(log, "left unset, job prepare, workflow acme/sdk/.github/workflows/release.yml@refs/heads/main, length 20 3 0") {
		t.Errorf("a job of the called workflow sees %q", log)
	}
	if log := p.logs["after"]; !slices.Contains(log, "got 1.2-hello-loud-3 success") {
		t.Errorf("a job that needs the call sees %q", log)
	}
	if len(p.notes) != 1 || p.notes[0].Job != "release/record" || p.notes[0].Message != "1.2-hello-loud-3" {
		t.Errorf("notes %+v", p.notes)
	}
	if got := p.questions["release/prepare"].Permissions; got == nil || !maps.Equal(got.Scopes, map[string]string{"contents": "write"}) {
		t.Errorf("permissions of prepare: %+v", got)
	}
	if got := p.questions["release/record"].Permissions; got == nil || len(got.Scopes) != 0 {
		t.Errorf("permissions of record: %+v", got)
	}
}

func TestCall_hasThePermissionsOfItsCallerUnlessItSaysOtherwise(t *testing.T) {
	s := calls(caller)
	s.called = map[string]CalledFile{uses: {Text: strings.Replace(callee, "permissions: {}\n", "", 1)}}
	got := s.play(t).questions["release/record"].Permissions
	if got == nil || !maps.Equal(got.Scopes, map[string]string{"contents": "write", "issues": "read"}) {
		t.Errorf("permissions %+v", got)
	}
}

func TestCall_failureReachesTheCaller(t *testing.T) {
	s := calls(caller)
	s.called = map[string]CalledFile{uses: {Text: strings.Replace(callee, "- id: s", "- run: exit 1\n      - id: s", 1)}}
	p := s.play(t)
	want := map[string]string{"first": "success", "release/prepare": "failure", "release/record": "skipped", "after": "skipped"}
	if got := p.conclusions(); !maps.Equal(got, want) || p.conclusion != "failure" {
		t.Errorf("%s: %v", p.conclusion, got)
	}
}

func TestCall_thatIsSkippedIsOneJob(t *testing.T) {
	p := calls(strings.Replace(caller, "    needs: first\n    permissions", "    if: false\n    needs: first\n    permissions", 1)).play(t)
	want := map[string]string{"first": "success", "release": "skipped", "after": "skipped"}
	if got := p.conclusions(); !maps.Equal(got, want) {
		t.Errorf("%v", got)
	}
}

func TestCall_keepsWhatAnEarlierAttemptDid(t *testing.T) {
	s := calls(caller)
	s.finished = map[string]FinishedJob{
		"first":           {Result: "success"},
		"release/prepare": {Result: "success", Outputs: map[string]string{"commit": "before"}},
	}
	p := s.play(t)
	want := map[string]string{"release/record": "success", "after": "success"}
	if got := p.conclusions(); !maps.Equal(got, want) || len(p.notes) != 1 || p.notes[0].Message != "before" {
		t.Errorf("%v, notes %+v", got, p.notes)
	}
}

func TestCall_waitsForItsGroupsAndGivesThemBack(t *testing.T) {
	s := calls(strings.Replace(caller, "    needs: first\n    permissions", "    concurrency: {group: 'g-${{ github.actor }}', cancel-in-progress: true}\n    needs: first\n    permissions", 1))
	s.called = map[string]CalledFile{uses: {Text: strings.Replace(callee, "permissions: {}\n", "permissions: {}\nconcurrency: of-${{ inputs.version }}\n", 1)}}
	p := s.play(t)
	want := []Concurrency{{Group: "g-bob", CancelInProgress: true}, {Group: "of-1.2"}}
	if p.conclusion != "success" || !slices.Equal(p.groups, want) || !slices.Equal(p.left, []string{"release"}) {
		t.Errorf("%s: groups %+v, given back by %q", p.conclusion, p.groups, p.left)
	}
	s.answer = func(q JobQuestion) JobAnswer { return JobAnswer{Cancelled: q.Calls} }
	p = s.play(t)
	if got := p.conclusions(); !maps.Equal(got, map[string]string{"first": "success", "release": "cancelled", "after": "skipped"}) || len(p.left) != 1 {
		t.Errorf("%v, given back by %q", got, p.left)
	}
}

func TestCall_refusesInputsOfAnotherType(t *testing.T) {
	p := calls(strings.Replace(caller, "loud: true", "loud: maybe", 1)).play(t)
	if p.conclusion != "failure" || len(p.notes) != 1 || p.notes[0].Message != "input loud: Unexpected value 'maybe'" {
		t.Errorf("%s: %+v", p.conclusion, p.notes)
	}
}

func TestPlan_callsThatCannotBeMade(t *testing.T) {
	tests := []struct{ name, old, new, want string }{
		{"more than the caller may", "permissions: {contents: write, issues: read}", "permissions: {contents: read}",
			"The nested job 'prepare' is requesting 'contents: write', but is only allowed 'contents: read'."},
		{"more than the workflow may", "    permissions: {contents: write, issues: read}\n", "", "but is only allowed 'contents: none'."},
		{"more than a token may by default", "permissions: {}\njobs:", "jobs:\n  early: {uses: " + uses + ", with: {version: v}, secrets: inherit}", "but is only allowed 'contents: read'."},
		{"input missing", `version: "${{ inputs.version }}", `, "", "Input version is required, but not provided while calling."},
		{"input unknown", "loud: true", "sound: true", "Invalid input, sound is not defined in the referenced workflow."},
		{"secret missing", `    secrets: {push-token: "${{ secrets.PUSH }}"}` + "\n", "", "Secret push-token is required, but not provided while calling."},
		{"secret unknown", "secrets: {", "secrets: {x: y, ", "Invalid secret, x is not defined in the referenced workflow."},
		{"secrets inherited", `secrets: {push-token: "${{ secrets.PUSH }}"}`, "secrets: inherit", ""},
		{"steps beside it", "    needs: first\n    permissions", "    runs-on: x\n    needs: first\n    permissions", "runs-on"},
		{"not found", uses, "acme/publish/.github/workflows/other.yml@main", "workflow was not found"},
		{"not to be called", uses, "./.github/workflows/ci.yml", "is missing a `on.workflow_call` trigger"},
		{"broken itself", uses, "./.github/workflows/broken.yml", `./.github/workflows/broken.yml:2:12: unexpected key "nope"`},
	}
	for _, tt := range tests {
		report := plan(&PlanOrder{
			Path: ".github/workflows/release.yml", Text: strings.Replace(caller, tt.old, tt.new, 1),
			GitHub: map[string]any{"event_name": "workflow_dispatch", "event": map[string]any{"inputs": map[string]any{"version": "1"}}},
			Called: map[string]CalledFile{
				uses: {Text: callee}, "acme/publish/.github/workflows/other.yml@main": {Problem: "workflow was not found"},
				"./.github/workflows/ci.yml":     {Text: "on: push\n" + plain},
				"./.github/workflows/broken.yml": {Text: "on: workflow_call\njobs: {a: {nope: 1, runs-on: x, steps: [{run: echo}]}}"},
			},
		})
		all := strings.Join(report.Problems, "\n")
		if tt.want == "" && all != "" || !strings.Contains(all, tt.want) {
			t.Errorf("%s: problems %q, want one with %q", tt.name, all, tt.want)
		}
	}
}

func TestPlan_listsTheJobsOfCalledWorkflows(t *testing.T) {
	report := plan(&PlanOrder{
		Path: ".github/workflows/release.yml", Text: caller, Called: map[string]CalledFile{uses: {Text: callee}},
		GitHub: map[string]any{"event_name": "workflow_dispatch", "event": map[string]any{"inputs": map[string]any{"version": "1"}}},
	})
	var got []string
	for _, job := range report.Jobs {
		got = append(got, job.ID+" after "+strings.Join(job.Needs, ","))
	}
	want := []string{"first after ", "release after first", "release/prepare after first", "release/record after first,release/prepare", "after after release"}
	if !slices.Equal(got, want) {
		t.Errorf("%q; problems %q", got, report.Problems)
	}
}

func TestNote_isCutAsGitHubsRunnerCutsIt(t *testing.T) {
	p := stage{text: oneJob(`      - run: printf '::notice::%s%05000d\n' '🙂' 0` + "\n")}.play(t)
	if len(p.notes) != 1 || p.notes[0].Message != "🙂"+strings.Repeat("0", messageUnits-2) {
		t.Errorf("%d notes", len(p.notes))
	}
}
