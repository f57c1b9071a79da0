package facts_test

import (
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/facts/factstest"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/record"
	"github.com/release-request/gh-release-request/internal/release"
)

// fillForm has the workflow put what was asked for into a form, in a person's
// name.
func fillForm(t *testing.T, w *factstest.World, number int, asked release.Request, requester string) {
	t.Helper()
	request, _ := record.Filled(asked, requester)
	title, body := w.Render(request)
	if err := w.JobClient().UpdateIssue(t.Context(), w.Repository(), number, title, body); err != nil {
		t.Fatal(err)
	}
}

func TestForm_isARequestOfItsAuthorOnceItIsFilled(t *testing.T) {
	w := factstest.New(t, "form")
	number := w.OpenForm("erin", factstest.FormText("sdk", "1.2.3", "", ""))
	if reading := w.Read(number, nil); !reading.Facts.Record.Form || reading.Verdict().Finding(policy.RuleRequestWellformed).Reason != policy.ReasonNotFilled {
		t.Errorf("a form reads as %+v", reading.Facts.Record)
	}
	asked := w.AskFor(number, nil)
	fillForm(t, w, number, asked, "erin")
	w.Press("adam", number)
	reading := w.Read(number, nil)
	run, known := reading.Facts.SourceRun.Get()
	if !known || !run.Attests || run.Issue != number || run.Began.IsZero() || reading.Requester() != "erin" {
		t.Errorf("%s asked, through %+v %s", reading.Requester(), run, reading.Facts.SourceRun.Why())
	}
	if v := reading.Verdict(); v.Decision != policy.Publish {
		t.Errorf("the gate decides %s: %+v", v.Decision, v.Against())
	}
	// Whom the key acts as only the gate knows, and whoever it tells.
	for name, c := range map[string]struct {
		told *facts.Attested
		want policy.Outcome
	}{
		"a person":                {nil, policy.Unknown},
		"a job that was told":     {&facts.Attested{Key: "olivia"}, policy.Pass},
		"a job that was told not": {&facts.Attested{}, policy.Unknown},
		"a job of another key":    {&facts.Attested{Key: "adam"}, policy.RefuseFor},
	} {
		reader := w.Reader("olivia", true)
		reader.Attested = c.told
		seen, err := reader.Read(t.Context(), number)
		if err != nil {
			t.Fatal(err)
		}
		if f := seen.Verdict().Finding(policy.RuleRequesterAllowed); f.Outcome != c.want {
			t.Errorf("%s: %s: %s", name, f.Outcome, f.Sentence)
		}
	}
	// The run once more, by another: its attempt is a request of nobody's until
	// it is put into a form, and the first began when it did.
	id, err := release.ParseRun(asked.Run)
	if err != nil {
		t.Fatal(err)
	}
	again := asked
	again.Run = release.Run{ID: id.ID, Attempt: 2}.String()
	other := w.OpenForm("erin", factstest.FormText("sdk", "1.2.3", "", ""))
	w.AskAgain("erin", id.ID, factstest.Notice{Job: factstest.RecordJob, Level: "notice", Title: record.AttestationTitle, Message: w.Attest(again, "")},
		factstest.Notice{Job: factstest.RecordJob, Level: "notice", Title: record.IssueTitle, Message: record.AttestIssue(other)})
	fillForm(t, w, other, again, "erin")
	later := w.Read(other, nil)
	if second, _ := later.Facts.SourceRun.Get(); !second.Attests || !second.Began.Equal(run.Began) {
		t.Errorf("the second attempt is %+v", second)
	}
	if f := later.Verdict().Finding(policy.RuleRequesterAllowed); !strings.Contains(f.Sentence, "began before erin last changed the form") {
		t.Errorf("%s: %s", f.Reason, f.Sentence)
	}
	siblings, _ := later.Facts.SameTitle.Get()
	if len(siblings) != 1 || !siblings[0].Form {
		t.Errorf("the other requests are %+v", siblings)
	}
}

func TestForm_isNothingThatNobodyAttests(t *testing.T) {
	note := func(a *factstest.Asking, message string) { // AskFor leaves the true one
		a.Notices = append(a.Notices, factstest.Notice{Job: factstest.RecordJob, Level: "notice", Title: record.IssueTitle, Message: message})
	}
	for name, c := range map[string]struct {
		change func(*factstest.World, *factstest.Asking)
		says   string
	}{
		"twice":     {func(_ *factstest.World, a *factstest.Asking) { note(a, "7") }, "more than one"},
		"no-number": {func(_ *factstest.World, a *factstest.Asking) { note(a, "#7") }, `"#7" is no number`},
		"prepare": {func(_ *factstest.World, a *factstest.Asking) {
			note(a, "7")
			a.Notices[1].Job = factstest.PrepareJob
		}, "which only the job record may leave"},
		"somebody": {func(_ *factstest.World, a *factstest.Asking) { a.Request.Requester = "erin" }, "names nobody who asks, or somebody"},
		"schedule": {func(_ *factstest.World, a *factstest.Asking) { a.Run.Event = "schedule" }, ""},
		"another": {func(w *factstest.World, a *factstest.Asking) {
			a.Request.Rehearsal = true
		}, "it attests another record"},
	} {
		t.Run(name, func(t *testing.T) {
			w := factstest.New(t, "no-form-"+name)
			number := w.OpenForm("erin", factstest.FormText("sdk", "1.2.3", "", ""))
			asked := w.AskFor(number, func(a *factstest.Asking) { c.change(w, a) })
			asked.Rehearsal = false
			fillForm(t, w, number, asked, "erin")
			reading := w.Read(number, nil)
			if run, _ := reading.Facts.SourceRun.Get(); c.says != "" && (run.Attests || !strings.Contains(run.Why, c.says)) {
				t.Errorf("the run is %+v; want it to say %q", run, c.says)
			}
			if f := reading.Verdict().Finding(policy.RuleRequesterAllowed); f.Outcome != policy.RefuseFor {
				t.Errorf("%s: %s", f.Outcome, f.Sentence)
			}
		})
	}
}

// What its author puts there is no request, whatever a run attests.
func TestForm_isFilledByTheWorkflowAlone(t *testing.T) {
	w := factstest.New(t, "own-form")
	number := w.OpenForm("erin", factstest.FormText("sdk", "1.2.3", "", ""))
	request, _ := record.Filled(w.AskFor(number, nil), "erin")
	title, body := w.Render(request)
	if err := w.Client("erin").UpdateIssue(t.Context(), w.Repository(), number, title, body); err != nil {
		t.Fatal(err)
	}
	reading := w.Read(number, nil)
	if f := reading.Verdict().Finding(policy.RuleRequesterAllowed); f.Reason != policy.ReasonRunByHand || reading.Facts.SourceRun.Why() == "" {
		t.Errorf("%s: %s", f.Reason, f.Sentence)
	}
}
