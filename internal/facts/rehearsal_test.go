package facts_test

import (
	"testing"

	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/facts/factstest"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/record"
	"github.com/release-request/gh-release-request/internal/release"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// rehearsal files a request that differs from the world's only in that nothing
// is to be published.
func rehearsal(w *factstest.World) int {
	request := w.Request("1.2.3", w.Commit)
	request.Rehearsal = true
	return w.FileAs("erin", request)
}

// rehearse records that a run rehearsed npm.
func rehearse(w *factstest.World, number int, digest release.Digest, conclusion string) *factstest.Run {
	return w.StartRun(number, nil).Job("publish npm "+facts.JobSuffix(digest, true), conclusion, factstest.Publishing(conclusion)...).End(conclusion)
}

func TestRead_rehearsalIsNoPublication(t *testing.T) {
	w := factstest.New(t, "rehearsal")
	real, dry := w.File(), rehearsal(w)
	digest := w.Read(dry, nil).Parsed.Digest
	run := rehearse(w, dry, digest, "success")
	leave(t, w, w.Read(dry, nil), run.ID, func(r *record.Receipt) {
		r.Kind, r.Result = policy.ReceiptResult, &record.Result{State: release.Failed, Rehearsal: true, Targets: []record.TargetResult{
			{Name: "npm", State: policy.TargetPublished, Run: run.ID}, {Name: "docs", State: policy.TargetLeft},
		}}
	})
	if got := targetsIn(t, w.Read(dry, nil)); got["npm"].State != policy.TargetPublished || got["npm"].Run != run.ID || got["docs"].State != policy.TargetLeft {
		t.Errorf("the rehearsal reads %+v", got)
	}
	reading := w.Read(real, nil)
	if got := targetsIn(t, reading); got["npm"].State != policy.TargetLeft {
		t.Errorf("the release itself reads %+v", got)
	}
	others, _ := reading.Facts.SameTitle.Get()
	if len(others) != 1 || !others[0].Rehearsal || others[0].Targets["npm"].State != policy.TargetLeft || others[0].Commit != w.Commit {
		t.Errorf("the rehearsal, seen from the release: %+v", others)
	}
	if f := reading.Verdict().Finding(policy.RuleRequestOpen); f.Outcome != policy.Pass {
		t.Errorf("%+v", f)
	}
}

func TestRead_nothingGetsLostInARehearsal(t *testing.T) {
	w := factstest.New(t, "interrupted")
	number := rehearsal(w)
	reading := w.Read(number, nil)
	rehearse(w, number, reading.Parsed.Digest, "cancelled")
	if got := targetsIn(t, w.Read(number, nil))["npm"]; got.State != policy.TargetLeft || got.Why != "its rehearsal was interrupted" {
		t.Errorf("got %+v", got)
	}
}

// What was published stays published, whatever its record is made into.
func TestRead_releaseMadeIntoARehearsalStaysPublished(t *testing.T) {
	w := factstest.New(t, "disguise")
	published := w.File()
	digest := w.Read(published, nil).Parsed.Digest
	w.StartRun(published, nil).Job(facts.JobName("npm", digest), "success", factstest.Publishing("success")...).End("failure")
	dry := rehearsal(w)
	disguise := w.Read(dry, nil).Central.Issue.Body
	h := w.Hub()
	issue, err := h.Issue(h.As("erin"), w.Central.ID(), published)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.UpdateIssue(h.As("erin"), issue.ID, hub.IssueChange{Body: &disguise}); err != nil {
		t.Fatal(err)
	}

	reading := w.Read(dry, nil)
	others, _ := reading.Facts.SameTitle.Get()
	if len(others) != 1 || others[0].Targets["npm"].State != policy.TargetPublished || others[0].Commit != "" {
		t.Errorf("the disguised release reads %+v", others)
	}
	if got := targetsIn(t, w.Read(published, nil))["npm"]; got.State != policy.TargetLeft {
		t.Errorf("as a rehearsal it has rehearsed %+v", got)
	}
	if d := w.Read(published, nil).Verdict().Decision; d != policy.Refuse {
		t.Errorf("the decision is %s", d)
	}
}

func targetsIn(t *testing.T, reading *facts.Reading) map[string]policy.TargetFact {
	t.Helper()
	targets, known := reading.Facts.Targets.Get()
	if !known {
		t.Fatal(reading.Facts.Targets.Why())
	}
	return targets
}
