package facts_test

import (
	"testing"
	"time"

	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/facts/factstest"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/record"
)

// say leaves a comment as a person.
func say(t *testing.T, w *factstest.World, who string, number int, text string) int64 {
	t.Helper()
	comment, err := w.Client(who).CreateComment(t.Context(), w.Repository(), number, text)
	must(t, err)
	return comment.ID
}

// lostNPM is a request whose target npm got lost in a run that was cancelled.
func lostNPM(t *testing.T, name string) (*factstest.World, int) {
	t.Helper()
	w := factstest.New(t, name)
	number := w.File()
	w.Press("adam", number)
	digest := w.Read(number, nil).Parsed.Digest
	w.StartRun(number, nil).Job(facts.JobName("npm", digest), "cancelled", factstest.Publishing("cancelled")...).End("cancelled")
	return w, number
}

// wantNPM wants the state of that target, in the facts and in the verdict's rule.
func wantNPM(t *testing.T, w *factstest.World, number int, want policy.TargetState) policy.TargetFact {
	t.Helper()
	reading := w.Read(number, nil)
	targets, _ := reading.Facts.Targets.Get()
	if got := targets["npm"]; got.State != want {
		t.Errorf("npm is %s (%s), want %s", got.State, got.Why, want)
	}
	lost := reading.Verdict().Finding(policy.RuleTargetsLeft).Reason == policy.ReasonTargetUnsettled
	if lost != (want == policy.TargetUnknown) {
		t.Errorf("targets-left: %+v", reading.Verdict().Finding(policy.RuleTargetsLeft))
	}
	return targets["npm"]
}

func TestRead_anApproverSettlesWhatGotLost(t *testing.T) {
	w, number := lostNPM(t, "lost")
	wantNPM(t, w, number, policy.TargetUnknown)
	say(t, w, "rita", number, "#published npm")
	wantNPM(t, w, number, policy.TargetUnknown)
	say(t, w, "adam", number, "I think #published npm")
	wantNPM(t, w, number, policy.TargetUnknown)
	say(t, w, "adam", number, "#missing npm")
	if got := wantNPM(t, w, number, policy.TargetLeft); got.Settled == nil || got.Settled.By.Login != "adam" || got.Why != "settled by adam" {
		t.Errorf("settled by %+v, why %q", got.Settled, got.Why)
	}
	say(t, w, "olivia", number, "#published npm\n")
	wantNPM(t, w, number, policy.TargetPublished)
	if v := w.Read(number, nil).Verdict(); v.Decision != policy.Publish || len(v.Left) != 1 || len(v.Settlements) != 1 {
		t.Errorf("decision %s, left %v, settlements %+v", v.Decision, v.Left, v.Settlements)
	}
}

// What was said before the next run that got lost says nothing of it.
func TestRead_aSettlementIsOfTheRunsBeforeIt(t *testing.T) {
	w, number := lostNPM(t, "again")
	say(t, w, "adam", number, "#missing npm")
	wantNPM(t, w, number, policy.TargetLeft)
	digest := w.Read(number, nil).Parsed.Digest
	again := w.StartRun(number, nil).Job(facts.JobName("npm", digest), "cancelled", factstest.Publishing("cancelled")...)
	wantNPM(t, w, number, policy.TargetUnknown)
	say(t, w, "adam", number, "#missing npm")
	wantNPM(t, w, number, policy.TargetUnknown) // the run goes on
	again.End("cancelled")
	say(t, w, "adam", number, "#missing npm")
	wantNPM(t, w, number, policy.TargetLeft)
}

func TestRead_anEditedCommentTellsNothing(t *testing.T) {
	w, number := lostNPM(t, "edited")
	id := say(t, w, "adam", number, "Let me look.")
	must(t, w.Client("adam").UpdateComment(t.Context(), w.Repository(), id, "#published npm"))
	wantNPM(t, w, number, policy.TargetUnknown)
	// Not even one that reads as it did.
	id = say(t, w, "adam", number, "#published npm")
	wantNPM(t, w, number, policy.TargetPublished)
	must(t, w.Client("olivia").UpdateComment(t.Context(), w.Repository(), id, "#missing npm"))
	wantNPM(t, w, number, policy.TargetUnknown)
	must(t, w.Client("adam").UpdateComment(t.Context(), w.Repository(), id, "#published npm"))
	wantNPM(t, w, number, policy.TargetUnknown)
}

// REST's times are whole seconds: an edit within the second of the comment shows
// in GraphQL alone.
func TestRead_anEditWithinTheSecondIsOne(t *testing.T) {
	w, number := lostNPM(t, "second")
	say(t, w, "adam", number, "#published npm")
	wantNPM(t, w, number, policy.TargetPublished)
	reading := w.Read(number, factstest.On("GraphQL CentralIssue", func(a *factstest.Answer) {
		a.Sub(`"lastEditedAt":null`, `"lastEditedAt":"`+w.Hub().Now().UTC().Format(time.RFC3339)+`"`)
	}))
	if targets, _ := reading.Facts.Targets.Get(); targets["npm"].State != policy.TargetUnknown {
		t.Errorf("npm is %s", targets["npm"].State)
	}
}

// Of a run that is gone only the receipt tells when it was.
func TestRead_settlesWhatARunThatIsGoneHasLeft(t *testing.T) {
	w := factstest.New(t, "forgotten")
	number := w.File()
	w.Press("adam", number)
	say(t, w, "adam", number, "#missing npm")
	reading := w.Read(number, nil)
	leave(t, w, reading, 999, func(r *record.Receipt) {
		verdict := reading.Verdict()
		verdict.Left = []string{"npm"}
		verdict.Decision, r.Kind, r.Verdict, r.At = policy.Publish, policy.ReceiptVerdict, &verdict, w.Hub().Now()
	})
	wantNPM(t, w, number, policy.TargetUnknown)
	say(t, w, "adam", number, "#missing npm")
	wantNPM(t, w, number, policy.TargetLeft)
}

// A version whose target got lost from another commit can be asked for again
// once somebody has looked.
func TestRead_whatWasSettledOnOneRequestCountsForTheNext(t *testing.T) {
	w, number := lostNPM(t, "next")
	w.Git("erin", w.Clone, "commit", "-q", "--amend", "-m", "release: 1.2.3, once more")
	w.Git("erin", w.Clone, "push", "-q", "--force", "origin", "HEAD")
	next := w.FileAs("erin", w.Request("1.2.3", w.Git("erin", w.Clone, "rev-parse", "HEAD")))
	versionNew := func(outcome policy.Outcome, reason string) {
		t.Helper()
		found(t, w.Read(next, nil), policy.RuleVersionNew, outcome, reason, "")
	}
	versionNew(policy.RefuseFor, policy.ReasonVersionBegun)
	say(t, w, "rita", number, "#missing npm")
	versionNew(policy.RefuseFor, policy.ReasonVersionBegun)
	id := say(t, w, "adam", number, "#missing npm")
	versionNew(policy.Pass, policy.RuleVersionNew)
	must(t, w.Client("olivia").UpdateComment(t.Context(), w.Repository(), id, "#missing npm, I think"))
	versionNew(policy.RefuseFor, policy.ReasonVersionBegun)
}
