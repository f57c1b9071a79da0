package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// oneJob is a workflow with one job of the given steps.
func oneJob(steps string) string {
	return "on: issues\njobs:\n  only:\n    runs-on: ubuntu-latest\n    outputs: {out: \"${{ steps.last.outputs.out }}\"}\n    steps:\n" + steps
}

func TestSteps_reportAsGitHubNumbersThem(t *testing.T) {
	p := stage{text: oneJob(`
      - run: |
          echo first
          exit 3
      - name: never
        run: echo
      - name: always ${{ github.event_name }}
        if: always()
        run: echo
`)}.play(t)
	want := []string{
		"Set up job: success", "Run echo first: failure", "never: skipped", "always issues: success", "Complete job: success",
	}
	if got := p.stepConclusions("only"); !slices.Equal(got, want) {
		t.Errorf("steps:\n got %q\nwant %q", got, want)
	}
	for i, number := 0, 0; i < len(p.steps["only"]); i++ {
		if n := p.steps["only"][i].Number; n < number || n > number+1 {
			t.Errorf("step %d follows step %d", n, number)
		} else {
			number = n
		}
	}
	if len(p.notes) != 1 || p.notes[0].Message != "Process completed with exit code 3." || p.notes[0].Level != "failure" {
		t.Errorf("notes: %+v", p.notes)
	}
}

func TestSteps_filesCarryOver(t *testing.T) {
	p := stage{text: oneJob(`
      - run: |
          mkdir "$RUNNER_TEMP/bin"
          printf '#!/bin/sh\necho found\n' > "$RUNNER_TEMP/bin/tool"
          chmod +x "$RUNNER_TEMP/bin/tool"
          echo "$RUNNER_TEMP/bin" >> "$GITHUB_PATH"
          echo "NAME=value" >> "$GITHUB_ENV"
          printf 'LONG<<END\none\ntwo\nEND\n' >> "$GITHUB_ENV"
          echo "# done" >> "$GITHUB_STEP_SUMMARY"
      - id: last
        run: echo "out=$(tool) $NAME ${{ env.NAME }} $(echo "$LONG" | wc -l | tr -d ' ')" >> "$GITHUB_OUTPUT"
`)}.play(t)
	if got := p.jobs["only"].Outputs["out"]; got != "found value value 2" {
		t.Errorf("out = %q", got)
	}
	if !slices.Equal(p.summaries, []string{"# done\n"}) {
		t.Errorf("summaries: %q", p.summaries)
	}
}

func TestSteps_refuseMalformedFiles(t *testing.T) {
	for _, line := range []string{"nonsense", "NAME<<END", "=value"} {
		p := stage{text: oneJob("      - run: echo '" + line + "' >> \"$GITHUB_OUTPUT\"\n")}.play(t)
		if p.conclusion != "failure" {
			t.Errorf("%q: the run is a %s", line, p.conclusion)
		}
	}
}

func TestSteps_haveNoTerminal(t *testing.T) {
	p := stage{text: oneJob("      - run: test ! -t 0 && test ! -t 1 && test ! -t 2\n")}.play(t)
	if p.conclusion != "success" {
		t.Error("a step has a terminal")
	}
}

func TestSteps_seeOnlyTheirEnvironment(t *testing.T) {
	t.Setenv("OPERATOR_SECRET", "leak")
	t.Setenv("GH_TOKEN", "leak")
	p := stage{
		text: oneJob("      - {run: env, env: {MINE: '${{ github.actor }}', WHO: '${{ github.triggering_actor }}'}}\n"),
		answer: func(JobQuestion) JobAnswer {
			return JobAnswer{Token: "job-token", Secrets: map[string]string{"S": "value-of-s"}, Env: map[string]string{"GH_CONFIG_DIR": "/gh"}}
		},
	}.play(t)
	allowed := []string{"PATH", "HOME", "TMPDIR", "LANG", "CI", "GH_CONFIG_DIR", "MINE", "WHO", "PWD", "SHLVL", "_", "OLDPWD"}
	for _, line := range p.logs["only"] {
		name, value, _ := strings.Cut(line, "=")
		if !slices.Contains(allowed, name) && !strings.HasPrefix(name, "GITHUB_") && !strings.HasPrefix(name, "RUNNER_") {
			t.Errorf("a step sees %s", line)
		}
		if name == "WHO" && value != "carol's" || name == "HOME" && !strings.Contains(value, "only-") {
			t.Errorf("wrong value: %s", line)
		}
	}
	all := strings.Join(p.logs["only"], "\n")
	for _, name := range []string{"GITHUB_SHA=0123456789", "GITHUB_TRIGGERING_ACTOR=carol's", "GITHUB_EVENT_PATH=", "RUNNER_TEMP=", "MINE=bob"} {
		if !strings.Contains(all, name) {
			t.Errorf("a step does not see %s", name)
		}
	}
	for _, secret := range []string{"leak", "job-token", "value-of-s"} {
		if strings.Contains(all, secret) {
			t.Errorf("a step sees %s", secret)
		}
	}
}

func TestSteps_startInAnEmptyWorkspaceThatIsRemoved(t *testing.T) {
	p := stage{text: oneJob("      - run: test -z \"$(ls -A)\" && test -z \"$(ls -A ~)\" && touch here && pwd\n")}.play(t)
	if p.conclusion != "success" {
		t.Fatalf("the workspace is not empty: %q", p.logs["only"])
	}
	if _, err := os.Stat(filepath.Dir(p.logs["only"][0])); !os.IsNotExist(err) {
		t.Errorf("the job's directory is still there: %v", err)
	}
}

func TestMasks(t *testing.T) {
	p := stage{
		text: oneJob(`
      - id: last
        env: {S: "${{ secrets.S }}", T: "${{ secrets.GITHUB_TOKEN }}"}
        run: |
          echo "plain $S and $T and $(printf %s "$S" | base64)"
          echo "::notice title=Here::has $S"
          echo "::add-mask::found-out"
          echo "now found-out is hidden"
          echo "sum $S" >> "$GITHUB_STEP_SUMMARY"
          echo "out=$S" >> "$GITHUB_OUTPUT"
`),
		answer: func(JobQuestion) JobAnswer {
			return JobAnswer{Token: "job-token", Secrets: map[string]string{"S": "value-of-s"}}
		},
	}.play(t)
	said := strings.Join(p.logs["only"], "\n") + strings.Join(p.summaries, "\n")
	for _, note := range p.notes {
		said += note.Message
	}
	for _, secret := range []string{"value-of-s", "job-token", "dmFsdWUtb2Ytcw==", "found-out"} {
		if strings.Contains(said, secret) {
			t.Errorf("%q got out:\n%s", secret, said)
		}
	}
	if out, ok := p.jobs["only"].Outputs["out"]; ok {
		t.Errorf("the output with a secret was handed on: %q", out)
	}
	if last := p.notes[len(p.notes)-1].Message; last != "Skip output 'out' since it may contain secret." {
		t.Errorf("last note: %q", last)
	}
}

func TestCommands(t *testing.T) {
	p := stage{text: oneJob(`
      - run: |
          echo "::notice file=a.txt,line=3,endLine=5,title=Two%2C words::one%0Atwo%25"
          echo "::error::bad"
          echo "::stop-commands::word"
          echo "::error::not obeyed"
          echo "::word::"
          for i in 1 2 3 4 5 6 7 8 9 10 11 12; do echo "::warning::$i"; done
`)}.play(t)
	if p.conclusion != "success" {
		t.Error("an error command fails the step")
	}
	want := NoteReport{
		Job: "only", Step: 2, Level: "notice", Title: "Two, words", Message: "one\ntwo%", Path: "a.txt", StartLine: 3, EndLine: 5,
	}
	if p.notes[0] != want {
		t.Errorf("notice: %+v", p.notes[0])
	}
	if p.notes[1].Level != "failure" || p.notes[1].Path != ".github" || p.notes[1].StartLine != 1 {
		t.Errorf("error: %+v", p.notes[1])
	}
	if len(p.notes) != 12 {
		t.Errorf("%d notes; GitHub keeps ten of a level for a step", len(p.notes))
	}
}

func TestJob_failsWhenItsConditionCannotBeEvaluated(t *testing.T) {
	p := stage{text: `
on: issues
jobs:
  broken:
    if: fromJSON('{')
    runs-on: ubuntu-latest
    steps: [{run: echo}]
`}.play(t)
	if p.conclusion != "failure" || len(p.notes) != 1 || !strings.Contains(p.notes[0].Message, "fromJSON") {
		t.Errorf("%s, %+v", p.conclusion, p.notes)
	}
}

func TestJob_refusedByTheHostHasNoSteps(t *testing.T) {
	p := stage{
		text:   oneJob("      - run: echo\n"),
		answer: func(JobQuestion) JobAnswer { return JobAnswer{Refusal: "not from here"} },
	}.play(t)
	if p.jobs["only"].Conclusion != "failure" || len(p.steps["only"]) != 0 || p.notes[0].Message != "not from here" {
		t.Errorf("%+v, steps %v, notes %+v", p.jobs["only"], p.steps, p.notes)
	}
}
