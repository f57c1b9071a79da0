package main

import (
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
)

func TestCancel(t *testing.T) {
	p := stage{
		text: `
on: issues
jobs:
  running:
    runs-on: ubuntu-latest
    steps:
      - {name: endless, run: echo ready; tail -f /dev/null}
      - {name: next, run: echo}
      - {name: cleanup, if: always(), run: echo}
  waiting:
    runs-on: ubuntu-latest
    steps: [{run: echo}]
  downstream:
    needs: running
    runs-on: ubuntu-latest
    steps: [{run: echo}]
  careful:
    needs: running
    if: ${{ !failure() && !cancelled() }}
    runs-on: ubuntu-latest
    steps: [{run: echo}]
  report:
    needs: running
    if: always()
    runs-on: ubuntu-latest
    steps: [{run: 'test "${{ needs.running.result }}" = cancelled'}]
`,
		minute: 1_000,
		onLog:  func(line string) bool { return line == "ready" },
	}.play(t)
	want := map[string]string{
		"running": "cancelled", "waiting": "cancelled", "downstream": "skipped", "careful": "skipped", "report": "success",
	}
	if got := p.conclusions(); !maps.Equal(got, want) {
		t.Errorf("jobs:\n got %v\nwant %v", got, want)
	}
	steps := []string{"Set up job: success", "endless: cancelled", "next: skipped", "cleanup: success", "Complete job: success"}
	if got := p.stepConclusions("running"); !slices.Equal(got, steps) {
		t.Errorf("steps:\n got %q\nwant %q", got, steps)
	}
	if p.conclusion != "cancelled" {
		t.Errorf("the run is a %s", p.conclusion)
	}
}

func TestCancel_leavesAloneAJobThatAsksForIt(t *testing.T) {
	pipe := newPipe(t)
	p := stage{
		text: `
on: issues
jobs:
  stubborn:
    if: always()
    runs-on: ubuntu-latest
    steps:
      - {run: 'echo ready; read line < ` + pipe + `'}
      - {run: echo still here}
`,
		minute: 50,
		onLog:  func(line string) bool { return line == "ready" },
		then: func() {
			if err := os.WriteFile(pipe, []byte("go on\n"), 0o600); err != nil {
				t.Error(err)
			}
		},
	}.play(t)
	if p.jobs["stubborn"].Conclusion != "success" || !slices.Contains(p.logs["stubborn"], "still here") {
		t.Errorf("%+v %q", p.jobs["stubborn"], p.logs["stubborn"])
	}
}

func newPipe(t *testing.T) string {
	t.Helper()
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	return pipe
}

func TestTimeLimit_ofAJobCancelsIt(t *testing.T) {
	p := stage{minute: 50, text: `
on: issues
jobs:
  slow:
    runs-on: ubuntu-latest
    timeout-minutes: 2
    steps:
      - run: tail -f /dev/null
      - {if: always(), run: echo}
  next:
    needs: slow
    runs-on: ubuntu-latest
    steps: [{run: echo}]
`}.play(t)
	want := map[string]string{"slow": "cancelled", "next": "skipped"}
	if got := p.conclusions(); !maps.Equal(got, want) || p.conclusion != "cancelled" {
		t.Errorf("jobs %v, want %v; the run is a %s", got, want, p.conclusion)
	}
	if len(p.notes) == 0 || !strings.Contains(p.notes[0].Message, "exceeded the maximum execution time of 2 minutes") {
		t.Errorf("notes: %+v", p.notes)
	}
}

func TestTimeLimit_ofAStepFailsIt(t *testing.T) {
	p := stage{minute: 50, text: oneJob(`
      - {name: slow, run: tail -f /dev/null, timeout-minutes: 1}
      - {name: after, if: failure(), run: echo}
`)}.play(t)
	if p.conclusion != "failure" || p.notes[0].Message != "The action 'slow' has timed out after 1 minutes." {
		t.Errorf("%s, %+v", p.conclusion, p.notes)
	}
	if got := p.stepConclusions("only"); !slices.Contains(got, "after: success") {
		t.Errorf("steps: %q", got)
	}
}

// A process that is left over holds a pipe open; its end is the pipe's end.
func TestJob_endsWhatItsStepsLeftRunning(t *testing.T) {
	pipe := newPipe(t)
	ended := make(chan error, 1)
	go func() {
		f, err := os.Open(pipe)
		if err == nil {
			_, err = io.ReadAll(f)
		}
		ended <- err
	}()
	p := stage{text: oneJob(`
      - run: tail -f /dev/null > ` + pipe + ` 2>&1 &
      - run: echo
`)}.play(t)
	if p.conclusion != "success" {
		t.Errorf("the run is a %s", p.conclusion)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestRunner_killsWhatItStartedWhenTheHostIsGone(t *testing.T) {
	pipe := newPipe(t)
	order := `{"run":{"path":"x.yml","text":"on: issues\njobs: {a: {runs-on: x, steps: [{run: \"echo > ` + pipe + `; exec tail -f /dev/null > ` + pipe + `\"}]}}",` +
		`"github":{"event_name":"issues","event":{}},"dir":"` + t.TempDir() + `","minute":60000}}` + "\n" +
		`{"answer":{"job":"a","env":{"PATH":"` + os.Getenv("PATH") + `"}}}` + "\n"
	in, out := io.Pipe()
	failed := make(chan error, 1)
	go func() { failed <- serve(in, io.Discard) }()
	if _, err := io.WriteString(out, order); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(pipe) // waits for the step
	if err != nil {
		t.Fatal(err)
	}
	out.Close()
	if _, err := io.ReadAll(f); err != nil {
		t.Fatal(err)
	}
	if err := <-failed; err == nil || !strings.Contains(err.Error(), "the host is gone") {
		t.Errorf("serve = %v", err)
	}
}
