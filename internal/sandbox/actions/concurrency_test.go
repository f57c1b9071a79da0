//go:build unix

package actions

import (
	"io"
	"os"
	"testing"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// gated waits for the test in its only step, in a group of its own.
const gated = `
on: {issues: {types: [labeled]}}
concurrency: {group: "g-${{ github.event.issue.title }}", cancel-in-progress: CANCEL}
jobs:
  wait:
    runs-on: ubuntu-latest
    steps: [{run: 'echo "$GITHUB_RUN_NUMBER" > "$SHARED/started"; read line < "$SHARED/go"'}]
`

func TestConcurrency_aNewerRunThatWaitsDisplacesTheOlder(t *testing.T) {
	w := newWorld(t, map[string]string{"a.yml": replace(gated, "CANCEL", "false")})
	started, goOn := w.pipe("started"), w.pipe("go")
	issue := w.issue()
	w.label(issue, "accepted")
	if got := w.hear(started); got != "1\n" {
		t.Fatalf("run %q started", got)
	}
	w.label(issue, "other")
	if got := w.runs()[1].Status; got != "pending" {
		t.Errorf("the second run is %s", got)
	}
	w.relabel(issue, "accepted")
	w.until(func() bool { return w.runs()[1].Completed() })
	if got := w.runs()[1].Conclusion; got != "cancelled" {
		t.Errorf("the displaced run is %s", got)
	}
	if got := w.runs()[2].Status; got != "pending" {
		t.Errorf("the third run is %s", got)
	}
	w.tell(goOn)
	if got := w.hear(started); got != "3\n" {
		t.Fatalf("run %q started", got)
	}
	w.tell(goOn)
	w.idle()
	for i, want := range []string{"success", "cancelled", "success"} {
		if got := w.runs()[i].Conclusion; got != want {
			t.Errorf("run %d is %s, want %s", i+1, got, want)
		}
	}
}

func TestConcurrency_cancelInProgress(t *testing.T) {
	w := newWorld(t, map[string]string{"a.yml": replace(gated, "CANCEL", "true")}, fast)
	started, goOn := w.pipe("started"), w.pipe("go")
	issue := w.issue()
	w.label(issue, "accepted")
	w.hear(started)
	w.label(issue, "other")
	w.hear(started)
	w.tell(goOn)
	w.idle()
	for i, want := range []string{"cancelled", "success"} {
		if got := w.runs()[i].Conclusion; got != want {
			t.Errorf("run %d is %s, want %s", i+1, got, want)
		}
	}
}

func TestConcurrency_ofJobs(t *testing.T) {
	w := newWorld(t, map[string]string{"a.yml": `
on: {issues: {types: [labeled]}}
jobs:
  wait:
    runs-on: ubuntu-latest
    concurrency: one
    steps: [{run: 'echo "$GITHUB_RUN_NUMBER" > "$SHARED/started"; read line < "$SHARED/go"'}]
`})
	started, goOn := w.pipe("started"), w.pipe("go")
	issue := w.issue()
	w.label(issue, "accepted")
	w.hear(started)
	w.label(issue, "other")
	w.until(func() bool { return len(w.jobs(w.runs()[1], 0)) == 1 })
	if got := w.jobs(w.runs()[1], 0)["wait"].Status; got != "queued" {
		t.Errorf("the second run's job is %s", got)
	}
	w.tell(goOn)
	if got := w.hear(started); got != "2\n" {
		t.Fatalf("run %q started", got)
	}
	w.tell(goOn)
	w.idle()
}

func TestConcurrency_aJobInTheGroupOfItsOwnRunFails(t *testing.T) {
	w := newWorld(t, map[string]string{"a.yml": `
on: {issues: {types: [labeled]}}
concurrency: one
jobs: {a: {runs-on: x, concurrency: one, steps: [{run: echo}]}}
`})
	w.label(w.issue(), "accepted")
	w.idle()
	if got := w.only().Conclusion; got != "failure" {
		t.Errorf("the run is a %s", got)
	}
}

func TestRuns_goInParallelUpToABound(t *testing.T) {
	w := newWorld(t, map[string]string{"a.yml": `
on: {issues: {types: [labeled]}}
jobs:
  wait:
    runs-on: ubuntu-latest
    steps: [{run: 'echo x > "$SHARED/started-$GITHUB_RUN_NUMBER"; read line < "$SHARED/go-$GITHUB_RUN_NUMBER"'}]
`})
	issue := w.issue()
	var started, goOn []string
	for _, n := range []string{"1", "2", "3"} {
		started, goOn = append(started, w.pipe("started-"+n)), append(goOn, w.pipe("go-"+n))
	}
	w.label(issue, "accepted")
	w.label(issue, "other")
	w.hear(started[0])
	w.hear(started[1])
	if taken, all := len(w.engine.slots), cap(w.engine.slots); taken != all {
		t.Errorf("two runs take %d of %d places", taken, all)
	}
	w.relabel(issue, "other")
	if got := w.runs()[2].Status; got != "queued" {
		t.Errorf("the third run is %s while two go", got)
	}
	w.tell(goOn[0])
	w.hear(started[2])
	w.tell(goOn[1])
	w.tell(goOn[2])
	w.idle()
}

func TestCancel_ofARunThatGoes(t *testing.T) {
	w := newWorld(t, map[string]string{"a.yml": `
on: {issues: {types: [labeled]}}
jobs:
  wait:
    runs-on: ubuntu-latest
    steps: [{run: 'echo x > "$SHARED/started"; tail -f /dev/null'}]
  next: {needs: wait, runs-on: x, steps: [{run: echo}]}
  report: {needs: wait, if: always(), runs-on: x, steps: [{run: echo}]}
`}, fast)
	started := w.pipe("started")
	w.label(w.issue(), "accepted")
	w.hear(started)
	run := w.only()
	if err := w.hub.CancelRun(w.hub.As("rita"), w.repo.ID(), run.ID); err == nil {
		t.Fatal("a reader cancelled a run")
	}
	if err := w.hub.CancelRun(w.hub.As("bob"), w.repo.ID(), run.ID); err != nil {
		t.Fatal(err)
	}
	w.idle()
	run = w.only()
	if got := w.conclusions(run); got["wait"] != "cancelled" || got["next"] != "skipped" || got["report"] != "success" || run.Conclusion != "cancelled" {
		t.Errorf("jobs %v; the run is %s", got, run.Conclusion)
	}
	if err := w.hub.CancelRun(w.hub.As("bob"), w.repo.ID(), run.ID); err == nil || err.(*hub.Error).Kind != hub.Conflict {
		t.Errorf("cancelling a completed run: %v", err)
	}
}

func TestCancel_ofARunThatWaits(t *testing.T) {
	w := newWorld(t, map[string]string{"a.yml": replace(gated, "CANCEL", "false")})
	started, goOn := w.pipe("started"), w.pipe("go")
	issue := w.issue()
	w.label(issue, "accepted")
	w.hear(started)
	w.label(issue, "other")
	if err := w.hub.CancelRun(w.hub.As("bob"), w.repo.ID(), w.runs()[1].ID); err != nil {
		t.Fatal(err)
	}
	w.until(func() bool { return w.runs()[1].Completed() })
	w.tell(goOn)
	w.idle()
	if got := w.runs()[1].Conclusion; got != "cancelled" {
		t.Errorf("the run is %s", got)
	}
}

func TestTimeLimit_cancelsTheJob(t *testing.T) {
	w := newWorld(t, map[string]string{"a.yml": `
on: {issues: {types: [labeled]}}
jobs:
  slow: {runs-on: x, timeout-minutes: 1, steps: [{run: tail -f /dev/null}]}
`}, faster)
	w.label(w.issue(), "accepted")
	w.idle()
	if got := w.conclusions(w.only())["slow"]; got != "cancelled" {
		t.Errorf("the job is %s", got)
	}
}

func TestClose_endsWhatRuns(t *testing.T) {
	w := newWorld(t, map[string]string{"a.yml": `
on: {issues: {types: [labeled]}}
jobs:
  wait:
    runs-on: ubuntu-latest
    steps: [{run: 'exec > "$SHARED/pipe"; echo x; exec tail -f /dev/null'}]
`})
	pipe := w.pipe("pipe")
	w.label(w.issue(), "accepted")
	f, err := os.Open(pipe) // waits for the step
	if err != nil {
		t.Fatal(err)
	}
	if err := w.engine.Close(); err != nil {
		t.Error(err)
	}
	if _, err := io.ReadAll(f); err != nil { // until the step is gone
		t.Error(err)
	}
}
