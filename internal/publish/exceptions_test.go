package publish

import (
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/facts/factstest"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/release"
)

const moved = "after target npm was published: the checkout is at f00, not at the approved commit ba5"

// remarked is a trial whose job for npm left remarks, one of them an exception.
func remarked(t *testing.T, name string) *trial {
	t.Helper()
	w := factstest.New(t, name)
	c := published(t, w, "1.2.3", w.Commit, "", "success")
	digest := w.Read(c.number, nil).Parsed.Digest
	c.run.Job(facts.JobName("npm", digest), "success", factstest.Publishing("success")...).
		Remark("deprecated", "left-pad is deprecated").Remark(exceptionTitle, moved)
	return c
}

// told is all that the workflow said on the issue, but for what receipts hold.
func (t *trial) told() string {
	t.Helper()
	return strings.Join((&stage{World: t.w, t: t.T}).told(t.number), "\n")
}

func TestReport_tellsWhatAJobLeftForAnAuditor(t *testing.T) {
	c := remarked(t, "remarked")
	state, err := c.report(nil)
	if err != nil || state != release.Published {
		t.Fatalf("%s, %v", state, err)
	}
	for _, found := range facts.Receipts(c.w.Read(c.number, nil).Comments) {
		result := found.Receipt.Result
		if result == nil {
			continue
		}
		if len(result.Exceptions) != 1 || result.Exceptions[0] != moved {
			t.Errorf("exceptions %q", result.Exceptions)
		}
	}
	if said := c.told(); !strings.Contains(said, "**Exception:** "+moved) || strings.Contains(said, "left-pad") {
		t.Errorf("people read: %s", said)
	}
}

func TestReport_thatMayNotReadRemarksSaysSo(t *testing.T) {
	c := remarked(t, "unremarked")
	_, outputs := c.outputs()
	refused := c.w.ClientThrough("olivia", factstest.On("GET /repos/"+c.w.Repository()+"/check-runs/", func(a *factstest.Answer) { a.Refuse(403, "Resource not accessible by integration") }))
	r := &Report{Case: *c.Case, Source: c.w.Client("olivia"), Remarks: refused, Digest: outputs["digest"]}
	r.Reader = c.w.Reader("olivia", false)
	if state, err := r.Run(t.Context()); err != nil || state != release.Published {
		t.Fatalf("%s, %v", state, err)
	}
	if said := c.told(); strings.Count(said, "**Exception:** what the job of target") != 2 {
		t.Errorf("people read: %s", said)
	}
}

func TestReport_thatCannotReadRemarksForTheMomentComesAgain(t *testing.T) {
	c := remarked(t, "interrupted")
	_, outputs := c.outputs()
	broken := c.w.ClientThrough("olivia", factstest.On("GET /repos/"+c.w.Repository()+"/check-runs/", func(a *factstest.Answer) { a.Refuse(422, "no") }))
	r := &Report{Case: *c.Case, Source: c.w.Client("olivia"), Remarks: broken, Digest: outputs["digest"]}
	r.Reader = c.w.Reader("olivia", false)
	if _, err := r.Run(t.Context()); err == nil {
		t.Fatal("it was reported without them")
	}
	if state, err := c.report(nil); err != nil || state != release.Published {
		t.Errorf("%s, %v", state, err)
	}
	if said := c.told(); !strings.Contains(said, moved) {
		t.Errorf("people read: %s", said)
	}
}

// A rehearsal runs no publisher, which could have left something.
func TestReport_asksNothingOfARehearsal(t *testing.T) {
	r := &Report{}
	reading := &facts.Reading{}
	reading.Parsed.Request = release.Request{Targets: []string{"npm"}, Rehearsal: true}
	reading.Facts.Targets = policy.Known(map[string]policy.TargetFact{"npm": {State: policy.TargetPublished, Check: 1}})
	result := resultOf(reading)
	if err := r.exceptions(t.Context(), reading, &result); err != nil || len(result.Exceptions) > 0 {
		t.Errorf("%v, %v", result.Exceptions, err)
	}
}
