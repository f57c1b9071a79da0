//go:build unix

package actions

import (
	"maps"
	"testing"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// failsFirst has a job that fails in the first attempt only.
const failsFirst = `
on: {issues: {types: [labeled]}}
jobs:
  gate:
    runs-on: ubuntu-latest
    outputs: {attempt: "${{ steps.say.outputs.attempt }}"}
    steps:
      - {id: say, run: 'echo "attempt=$GITHUB_RUN_ATTEMPT" >> "$GITHUB_OUTPUT"'}
  first:
    needs: gate
    runs-on: ubuntu-latest
    steps: [{run: echo}]
  second:
    needs: [gate, first]
    name: second ${{ needs.gate.outputs.attempt }}
    runs-on: ubuntu-latest
    steps: [{run: 'test "$GITHUB_RUN_ATTEMPT" != 1'}]
  third:
    needs: second
    runs-on: ubuntu-latest
    steps: [{run: echo}]
  other:
    if: github.event.label.name == 'never'
    runs-on: ubuntu-latest
    steps: [{run: echo}]
`

func TestRerun_ofFailedJobsKeepsTheOthersWithTheirOutputs(t *testing.T) {
	w := newWorld(t, map[string]string{"a.yml": failsFirst})
	w.label(w.issue(), "accepted")
	w.idle()
	run := w.only()
	want := map[string]string{"gate": "success", "first": "success", "second": "failure", "third": "skipped", "other": "skipped"}
	if got := w.conclusions(run); !maps.Equal(got, want) || run.Conclusion != "failure" {
		t.Fatalf("jobs %v, want %v; the run is a %s", got, want, run.Conclusion)
	}

	if err := w.hub.RerunRun(w.hub.As("olga"), w.repo.ID(), run.ID, true); err != nil {
		t.Fatal(err)
	}
	w.idle()
	run = w.only()
	want = map[string]string{"gate": "success", "first": "success", "second": "success", "third": "success", "other": "skipped"}
	if got := w.conclusions(run); !maps.Equal(got, want) || run.Conclusion != "success" {
		t.Errorf("jobs %v, want %v; the run is a %s", got, want, run.Conclusion)
	}
	if run.Attempt != 2 || run.Actor.Login != "bob" || run.Triggering.Login != "olga" {
		t.Errorf("run %+v", run)
	}
	before, after := w.jobs(run, 1), w.jobs(run, 2)
	if got := after["second"].Name; got != "second 1" {
		t.Errorf("the job that ran again is called %q, so it did not see the output of the first attempt", got)
	}
	if kept := after["gate"]; kept.ID == before["gate"].ID || kept.StartedAt != before["gate"].StartedAt || len(kept.Steps) != len(before["gate"].Steps) {
		t.Errorf("kept %+v\nof %+v", kept, before["gate"])
	}
	if before["second"].Conclusion != "failure" {
		t.Error("the first attempt changed")
	}
}

func TestRerun_ofOneJobKeepsTheOthers(t *testing.T) {
	w := newWorld(t, map[string]string{"a.yml": failsFirst})
	w.label(w.issue(), "accepted")
	w.idle()
	before := w.jobs(w.only(), 1)
	if err := w.hub.RerunJob(w.hub.As("olga"), w.repo.ID(), before["second"].ID); err != nil {
		t.Fatal(err)
	}
	w.idle()
	if err := w.hub.RerunJob(w.hub.As("olga"), w.repo.ID(), w.jobs(w.only(), 2)["third"].ID); err != nil {
		t.Fatal(err)
	}
	w.idle()
	run := w.only()
	want := map[string]string{"gate": "success", "first": "success", "second": "success", "third": "success", "other": "skipped"}
	if got := w.conclusions(run); !maps.Equal(got, want) || run.Conclusion != "success" || run.Attempt != 3 {
		t.Errorf("jobs %v, want %v; the run is a %s in attempt %d", got, want, run.Conclusion, run.Attempt)
	}
	second, third := w.jobs(run, 2), w.jobs(run, 3)
	if second["first"].StartedAt != before["first"].StartedAt || third["second"].StartedAt != second["second"].StartedAt {
		t.Error("a job that was not asked for ran again")
	}
	if third["third"].StartedAt == second["third"].StartedAt {
		t.Error("the job that was asked for did not run again, though it had ended well")
	}
	if err := w.hub.RerunJob(w.hub.As("rita"), w.repo.ID(), third["third"].ID); err == nil {
		t.Error("a reader may run a job again")
	}
}

func TestRerun_ofAllJobs(t *testing.T) {
	w := newWorld(t, map[string]string{"a.yml": failsFirst})
	w.label(w.issue(), "accepted")
	w.idle()
	if err := w.hub.RerunRun(w.hub.As("olga"), w.repo.ID(), w.only().ID, false); err != nil {
		t.Fatal(err)
	}
	w.idle()
	run := w.only()
	if got := w.jobs(run, 0)["second"].Name; got != "second 2" || run.Conclusion != "success" {
		t.Errorf("the job is called %q; the run is a %s", got, run.Conclusion)
	}
}

func TestRerun_isRefused(t *testing.T) {
	w := newWorld(t, map[string]string{"a.yml": failsFirst}, func(o *Options) { o.Run = false })
	w.label(w.issue(), "accepted")
	run := w.only()
	for who, want := range map[string]hub.Kind{"rita": hub.Forbidden, "bob": hub.Forbidden} {
		err := w.hub.RerunRun(w.hub.As(who), w.repo.ID(), run.ID, false)
		if refusal, ok := err.(*hub.Error); !ok || refusal.Kind != want {
			t.Errorf("%s: %v", who, err)
		}
	}
}
