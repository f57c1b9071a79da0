package publish

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/actions"
	"github.com/release-request/gh-release-request/internal/facts/factstest"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/release"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// rehearsed is a rehearsal whose gate let both targets go, and whose jobs ended
// as their publish steps say.
func rehearsed(t *testing.T, w *factstest.World, npm, docs string) *trial {
	t.Helper()
	request := w.Request("1.2.3", w.Commit)
	request.Rehearsal = true
	number := w.FileAs("erin", request)
	w.Press("adam", number)
	c := try(t, w, number)
	if verdict := c.gate(); verdict.Decision != policy.Publish || !verdict.Rehearsal {
		t.Fatalf("%s: %+v", verdict.Decision, verdict.Against())
	}
	_, outputs := c.outputs()
	for target, conclusion := range map[string]string{"npm": npm, "docs": docs} {
		c.run.Job("publish "+target+" "+outputs[actions.OutputShortDigest], conclusion, factstest.Publishing(conclusion)...)
	}
	return c
}

func TestReport_rehearsalLeavesNoTraceInTheSource(t *testing.T) {
	w := factstest.New(t, "dress")
	before := refs(w)
	c := rehearsed(t, w, "success", "success")
	if state, err := c.report(nil); err != nil || state != release.Rehearsed {
		t.Fatalf("%s, %v", state, err)
	}
	if after := refs(w); !slices.Equal(before, after) {
		t.Errorf("the source repository went from %v to %v", before, after)
	}
	if issue := c.issue(); issue.State != hub.ClosedState || issue.StateReason != hub.NotPlanned {
		t.Errorf("the request is %s, %s", issue.State, issue.StateReason)
	}
	reading := w.Read(c.number, nil)
	last := reading.Comments[len(reading.Comments)-1]
	if !strings.HasPrefix(last.Body, "**Done: rehearsed, nothing was published.**") || last.Receipt == nil || !last.Receipt.Receipt.Rehearsal() {
		t.Errorf("its last words are %q", last.Body)
	}
	if state, detail := policy.StateOf(reading.Verdict(), reading.Parsed.Request, reading.Facts); state != release.Rehearsed || detail != "" {
		t.Errorf("it is %s (%s)", state, detail)
	}
	if _, err := c.report(nil); err != nil || len(w.Read(c.number, nil).Comments) != len(reading.Comments) {
		t.Errorf("a second report says more: %v", err)
	}
}

func TestReport_failedRehearsalStaysOpenAndIsTriedAgain(t *testing.T) {
	w := factstest.New(t, "flop")
	c := rehearsed(t, w, "success", "failure")
	if state, err := c.report(nil); err != nil || state != release.Failed {
		t.Fatalf("%s, %v", state, err)
	}
	c.run.End("failure")
	reading := w.Read(c.number, nil)
	state, detail := policy.StateOf(reading.Verdict(), reading.Parsed.Request, reading.Facts)
	if reading.Central.Issue.State != "OPEN" || state != release.Failed || !strings.HasPrefix(detail, "rehearsal; at docs") {
		t.Errorf("it is %s: %s (%s)", reading.Central.Issue.State, state, detail)
	}
	if left := reading.Verdict().Left; !slices.Equal(left, []string{"docs"}) {
		t.Errorf("left is %v", left)
	}
}

// An ending that broke off is finished by the sweep, and as what it was: a
// rehearsal closed as completed would read as a release.
func TestSweep_finishesTheEndingOfARehearsal(t *testing.T) {
	s := newStage(t, "encore")
	c := rehearsed(t, s.World, "success", "success")
	_, err := c.report(func(what string) error {
		if what == "close" {
			return errors.New("no")
		}
		return nil
	})
	if err == nil || c.issue().State == hub.ClosedState {
		t.Fatalf("it is %s, %v", c.issue().State, err)
	}
	c.run.End("failure")
	s.sweep()
	if issue := c.issue(); issue.State != hub.ClosedState || issue.StateReason != hub.NotPlanned {
		t.Errorf("it is %s, %s", issue.State, issue.StateReason)
	}
}

// After a rehearsal the release itself has everything still to do.
func TestGate_takesNoRehearsalForAPublication(t *testing.T) {
	w := factstest.New(t, "premiere")
	c := rehearsed(t, w, "success", "success")
	if _, err := c.report(nil); err != nil {
		t.Fatal(err)
	}
	c.run.End("success")
	number := w.File()
	w.Press("adam", number)
	verdict := try(t, w, number).gate()
	if verdict.Decision != policy.Publish || !slices.Equal(verdict.Left, []string{"npm", "docs"}) || verdict.Rehearsal {
		t.Errorf("%s, left %v: %+v", verdict.Decision, verdict.Left, verdict.Against())
	}
}
