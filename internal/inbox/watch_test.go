package inbox_test

import (
	"context"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/facts/factstest"
	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/inbox"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/record"
	"github.com/release-request/gh-release-request/internal/release"
)

func TestMain(m *testing.M) { os.Exit(factstest.Main(m)) }

// story is what happens while somebody watches: one thing in each wait.
type story struct {
	*inbox.Watcher
	shown    []string // states
	troubles int
	now      time.Time
	waits    []time.Duration
}

// watch is erin's, who asked. Time passes only while she waits.
func watch(t *testing.T, w *factstest.World, events ...func()) *story {
	t.Helper()
	client := w.Client("erin")
	s := &story{now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	s.Watcher = &inbox.Watcher{
		Inbox: &inbox.Inbox{Repository: w.Repository(), Reader: w.Reader("erin", true)},
		Pulse: client,
		Wait: func(_ context.Context, d time.Duration) error {
			s.waits = append(s.waits, d)
			s.now = s.now.Add(d)
			if len(events) > 0 {
				events[0]()
				events = events[1:]
			}
			if len(s.waits) > 100 {
				return errors.New("nothing happens any more")
			}
			return nil
		},
		Now:     func() time.Time { return s.now },
		Show:    func(i inbox.Item) { s.shown = append(s.shown, string(i.State)) },
		Trouble: func(error) { s.troubles++ },
	}
	return s
}

func nothing() {}

func approve(t *testing.T, w *factstest.World, number int) {
	t.Helper()
	if err := w.Client("adam").AddLabel(t.Context(), w.Repository(), number, "accepted"); err != nil {
		t.Fatal(err)
	}
}

// say leaves a receipt of the workflow.
func say(t *testing.T, w *factstest.World, number int, run *factstest.Run, fill func(*record.Receipt)) {
	t.Helper()
	reading := read(t, w, number)
	found := facts.Receipts(reading.Comments)
	r := record.Receipt{
		Number: number, Request: reading.Parsed.Digest, Policy: reading.Central.Head,
		Run: release.Run{ID: run.ID, Attempt: 1}.String(), URL: "https://github.com/x", At: reading.Facts.Now,
	}
	if len(found) > 0 {
		r.Previous = found[len(found)-1].Digest
	}
	fill(&r)
	text, err := record.RenderReceipt(r)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.JobClient().CreateComment(t.Context(), w.Repository(), number, text); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, w *factstest.World, number int) *facts.Reading {
	t.Helper()
	reading, err := w.Reader("olivia", true).Read(t.Context(), number)
	if err != nil {
		t.Fatal(err)
	}
	return reading
}

func TestFollow_tellsEachChangeOnce(t *testing.T) {
	w := factstest.New(t, "follow")
	number := w.File()
	digest := read(t, w, number).Parsed.Digest
	var run *factstest.Run
	s := watch(t, w,
		nothing,
		func() { approve(t, w, number) },
		nothing,
		func() {
			run = w.StartRun(number, nil)
			say(t, w, number, run, func(r *record.Receipt) {
				verdict := read(t, w, number).Verdict()
				verdict.Decision = policy.Publish
				r.Kind, r.Verdict = policy.ReceiptVerdict, &verdict
			})
		},
		nothing,
		func() { run.Job(facts.JobName("npm", digest), "success", factstest.Publishing("success")...) },
		func() {
			run.Job(facts.JobName("docs", digest), "success", factstest.Publishing("success")...)
			say(t, w, number, run, func(r *record.Receipt) {
				r.Kind, r.Closed = policy.ReceiptClosed, &record.Closed{State: release.Published}
			})
			if err := w.JobClient().CloseIssue(t.Context(), w.Repository(), number, "completed"); err != nil {
				t.Fatal(err)
			}
			run.End("success")
		},
	)
	item, over, err := s.Follow(t.Context(), number)
	if err != nil || !over || item.Ending() != nil {
		t.Fatalf("it ended as %+v, %v, %v", item, over, err)
	}
	// publishing is told twice: first npm, then docs is next
	want := []string{"pending", "waiting", "publishing", "publishing", "published"}
	if diff := cmp.Diff(want, s.shown); diff != "" {
		t.Error(diff)
	}
}

func TestFollow_readsWholeRequestsOnlyWhenSomethingHappened(t *testing.T) {
	w := factstest.New(t, "polite")
	number := w.File()
	s := watch(t, w)
	s.Timeout = 10 * time.Minute
	before := len(w.Calls())
	if _, over, err := s.Follow(t.Context(), number); over || err != nil {
		t.Fatalf("got %v, %v", over, err)
	}
	once := len(w.Calls())
	read(t, w, number)
	whole := len(w.Calls()) - once
	// One call a look, and a whole reading every two minutes.
	if calls := once - before; calls > len(s.waits)+1+6*whole {
		t.Errorf("%d calls for %d looks, and a whole reading has %d", calls, len(s.waits), whole)
	}
	if !slices.IsSorted(s.waits[:len(s.waits)-1]) || s.waits[0] > 5*time.Second || slices.Max(s.waits) > time.Minute {
		t.Errorf("it waited %v", s.waits)
	}
	if total := s.now.Sub(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)); total != s.Timeout {
		t.Errorf("it watched for %s", total)
	}
}

func TestFollow_howItStoodBeforeAPressIsNoEnd(t *testing.T) {
	w := factstest.New(t, "pressed")
	number := w.File()
	digest := read(t, w, number).Parsed.Digest
	failed := func() *factstest.Run {
		run := w.StartRun(number, nil).Job(facts.JobName("npm", digest), "failure", factstest.Publishing("failure")...).End("failure")
		say(t, w, number, run, func(r *record.Receipt) {
			r.Kind, r.Result = policy.ReceiptResult, &record.Result{State: release.Failed, Targets: []record.TargetResult{
				{Name: "npm", State: policy.TargetLeft, Run: run.ID}, {Name: "docs", State: policy.TargetLeft},
			}}
		})
		return run
	}
	failed()
	// Nobody pressed: it has failed.
	s := watch(t, w)
	item, over, err := s.Follow(t.Context(), number)
	if err != nil || !over || fault.KindOf(item.Ending()) != fault.Failed || len(s.waits) > 0 {
		t.Fatalf("got %v, %v after %d waits", over, err, len(s.waits))
	}
	// Somebody pressed: it goes on until the workflow has said something.
	w.Hub().Advance(time.Minute)
	approve(t, w, number)
	s = watch(t, w, nothing, nothing, func() { w.Hub().Advance(time.Second); failed() })
	s.Pressed = read(t, w, number).Facts.Now
	if _, over, err := s.Follow(t.Context(), number); err != nil || !over || len(s.waits) != 3 {
		t.Errorf("got %v, %v after %d waits", over, err, len(s.waits))
	}
}

func TestFollow_looksTwiceBeforeItTakesARunForDead(t *testing.T) {
	w := factstest.New(t, "lagging")
	number := w.File()
	approve(t, w, number)
	run := w.StartRun(number, nil)
	say(t, w, number, run, func(r *record.Receipt) {
		verdict := read(t, w, number).Verdict()
		verdict.Decision = policy.Publish
		r.Kind, r.Verdict = policy.ReceiptVerdict, &verdict
	})
	hidden := true
	reader := w.Reader("erin", true)
	reader.Central = w.ClientThrough("erin", func(call string, a *factstest.Answer) {
		if hidden && strings.Contains(call, "/actions/workflows/publish.yml/runs") {
			a.Body = `{"total_count":0,"workflow_runs":[]}`
		}
	})
	s := watch(t, w, func() { hidden = false }, func() { run.End("cancelled") }, nothing)
	s.Reader = reader
	item, over, err := s.Follow(t.Context(), number)
	if err != nil || !over || item.State != release.Failed {
		t.Errorf("it ended as %+v, %v, %v", item, over, err)
	}
	if diff := cmp.Diff([]string{"unknown", "publishing", "failed"}, s.shown); diff != "" {
		t.Error(diff)
	}
}

func TestFollow_goesOnAfterFewTroubles(t *testing.T) {
	w := factstest.New(t, "troubles")
	number := w.File()
	calls := 0
	failing := func(until int) *story {
		s := watch(t, w)
		s.Timeout = 10 * time.Minute
		calls = 0
		s.Pulse = w.ClientThrough("erin", func(_ string, a *factstest.Answer) {
			if calls++; calls > 1 && calls <= until {
				a.Refuse(403, "Resource not accessible")
			}
		})
		return s
	}
	s := failing(4)
	if _, _, err := s.Follow(t.Context(), number); err != nil || s.troubles != 3 {
		t.Errorf("after %d troubles: %v", s.troubles, err)
	}
	s = failing(1000)
	if _, _, err := s.Follow(t.Context(), number); err == nil || s.troubles != 5 {
		t.Errorf("after %d troubles: %v", s.troubles, err)
	}
}
