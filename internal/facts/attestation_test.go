package facts_test

import (
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/facts/factstest"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/record"
	"github.com/release-request/gh-release-request/internal/release"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

func TestSourceRun_attestsWhatItAskedFor(t *testing.T) {
	w := factstest.New(t, "attests")
	number := w.FileByWorkflow(w.Ask(nil))
	reading := w.Read(number, nil)
	run, known := reading.Facts.SourceRun.Get()
	if !known || !run.Attests || run.Scheduled || run.Requester.Login != "erin" {
		t.Errorf("the run is %+v, %s", run, reading.Facts.SourceRun.Why())
	}
	if f := reading.Verdict().Finding(policy.RuleRequesterAllowed); f.Outcome != policy.Pass || f.Sentence != "erin asked, and may" {
		t.Errorf("%s: %s", f.Outcome, f.Sentence)
	}
	w.Press("adam", number)
	if v := w.Read(number, nil).Verdict(); v.Decision != policy.Publish {
		t.Errorf("the gate decides %s: %+v", v.Decision, v.Against())
	}
}

func TestSourceRun_ofAScheduleIsNobodys(t *testing.T) {
	w := factstest.New(t, "scheduled")
	number := w.FileByWorkflow(w.Ask(func(a *factstest.Asking) {
		a.Run.Event, a.Request.Requester = "schedule", ""
		a.Notices[0].Message = w.Attest(a.Request, "")
	}))
	reading := w.Read(number, nil)
	run, _ := reading.Facts.SourceRun.Get()
	if !run.Attests || !run.Scheduled || run.Requester.Known() || len(run.Starters) > 0 {
		t.Errorf("the run is %+v", run)
	}
	if f := reading.Verdict().Finding(policy.RuleRequesterAllowed); f.Outcome != policy.Pass {
		t.Errorf("%s: %s", f.Outcome, f.Sentence)
	}
}

func TestSourceRun_ofAScheduleThatSomebodyStartedOnceMore(t *testing.T) {
	w := factstest.New(t, "rescheduled")
	scheduled := func(a *factstest.Asking) {
		a.Run.Event, a.Request.Requester = "schedule", ""
		a.Notices[0].Message = w.Attest(a.Request, "")
	}
	again := w.Ask(scheduled)
	id, err := release.ParseRun(again.Run)
	if err != nil {
		t.Fatal(err)
	}
	again.Run = release.Run{ID: id.ID, Attempt: 2}.String()
	w.AskAgain("erin", id.ID, factstest.Notice{Job: factstest.RecordJob, Level: "notice", Title: record.AttestationTitle, Message: w.Attest(again, "")})
	run, _ := w.Read(w.FileByWorkflow(again), nil).Facts.SourceRun.Get()
	if !run.Attests || !run.Scheduled || run.Requester.Known() || len(run.Starters) != 1 || run.Starters[0].Login != "erin" {
		t.Errorf("the run is %+v", run)
	}
}

// Neither who started a run nor who started it once more is an approver of what
// it asked for; and what they ask for is their own.
func TestSourceRun_startedOnceMoreByAnother(t *testing.T) {
	w := factstest.New(t, "oncemore")
	w.Source.SetRole("adam", hub.Write)
	first := w.Ask(nil)
	id, err := release.ParseRun(first.Run)
	if err != nil {
		t.Fatal(err)
	}
	second := first
	second.Run, second.Requester = release.Run{ID: id.ID, Attempt: 2}.String(), "adam"
	w.AskAgain("adam", id.ID, factstest.Notice{Job: factstest.RecordJob, Level: "notice", Title: record.AttestationTitle, Message: w.Attest(second, "")})
	number := w.FileByWorkflow(second)
	w.Press("adam", number)
	reading := w.Read(number, nil)
	run, _ := reading.Facts.SourceRun.Get()
	if !run.Attests || run.Requester.Login != "adam" || len(run.Starters) != 2 || run.Starters[0].Login != "erin" {
		t.Errorf("the run is %+v", run)
	}
	if f := reading.Verdict().Finding(policy.RuleFourEyes); f.Reason != policy.ReasonOwnApproval || !strings.Contains(f.Sentence, "adam asked for it") {
		t.Errorf("%s: %s", f.Reason, f.Sentence)
	}
	if run, _ := w.Read(w.FileByWorkflow(first), nil).Facts.SourceRun.Get(); !run.Attests || run.Requester.Login != "erin" {
		t.Errorf("the first attempt is %+v", run)
	}
}

// Each is one step away from a run that attests its record.
func TestSourceRun_attestsNothingElse(t *testing.T) {
	forged := func(job string) func(*factstest.World, *factstest.Asking) {
		return func(_ *factstest.World, a *factstest.Asking) {
			more := a.Notices[0]
			more.Job = job
			a.Notices = append(a.Notices, more)
		}
	}
	for name, c := range map[string]struct {
		change func(*factstest.World, *factstest.Asking)
		says   string
	}{
		"event": {func(_ *factstest.World, a *factstest.Asking) { a.Run.Event = "push" }, "the event push started it"},
		"file": {func(_ *factstest.World, a *factstest.Asking) {
			a.Run.Workflow.Path = ".github/workflows/other.yml"
		}, "it is of the workflow .github/workflows/other.yml"},
		"branch": {func(w *factstest.World, a *factstest.Asking) {
			a.Run.Ref, a.Run.SHA = "refs/heads/release/1.2.3", w.Commit
		}, `it is of "release/1.2.3", not of the default branch "main"`},
		"tag": {func(w *factstest.World, a *factstest.Asking) {
			w.Git("erin", w.Clone, "push", "-q", "origin", w.SourceHead()+":refs/tags/main")
			a.Run.Ref = "refs/tags/main"
		}, "a tag is called main, too"},
		"commit": {func(w *factstest.World, a *factstest.Asking) { a.Run.SHA = w.Commit }, "is not on main"},
		"none":   {func(_ *factstest.World, a *factstest.Asking) { a.Notices = nil }, "it left no record"},
		"twice":  {forged(factstest.RecordJob), "more than one"},
		"beside": {forged(factstest.PrepareJob), `the job "release / prepare" left a remark called release-request`},
		"instead": {func(_ *factstest.World, a *factstest.Asking) { a.Notices[0].Job = factstest.PrepareJob },
			`the job "release / prepare"`},
		"level": {func(_ *factstest.World, a *factstest.Asking) { a.Notices[0].Level = "warning" }, "only the job record may leave"},
		"another": {func(w *factstest.World, a *factstest.Asking) {
			other := a.Request
			other.Requester = "rita"
			a.Notices[0].Message = w.Attest(other, "")
		}, "it attests another record"},
		"foreign": {func(w *factstest.World, a *factstest.Asking) {
			other := a.Request
			other.Run = "77/1"
			a.Notices[0].Message = w.Attest(other, "")
		}, "its record names run 77/1"},
		"stranger": {func(w *factstest.World, a *factstest.Asking) {
			other := a.Request
			other.Project = "acme/other"
			a.Notices[0].Message = w.Attest(other, "")
		}, "its record is of acme/other"},
		"changelog": {func(_ *factstest.World, a *factstest.Asking) {
			a.Notices = append(a.Notices, factstest.Notice{Job: factstest.RecordJob, Level: "notice", Title: record.ChangelogTitle, Message: "- Something else"})
		}, "its changelog is not the one"},
		"failed": {func(w *factstest.World, a *factstest.Asking) { a.Failed = factstest.RecordJob }, "only the job record may leave"},
		"spoilt": {func(_ *factstest.World, a *factstest.Asking) { a.Notices[0].Message += " " }, "its record cannot be read"},
	} {
		t.Run(name, func(t *testing.T) {
			w := factstest.New(t, "no-"+name)
			number := w.FileByWorkflow(w.Ask(func(a *factstest.Asking) { c.change(w, a) }))
			reading := w.Read(number, nil)
			run, known := reading.Facts.SourceRun.Get()
			if !known || run.Attests || !strings.Contains(run.Why, c.says) {
				t.Errorf("the run is %+v %s; want it to say %q", run, reading.Facts.SourceRun.Why(), c.says)
			}
			if f := reading.Verdict().Finding(policy.RuleRequesterAllowed); f.Reason != policy.ReasonRunAttestsNot {
				t.Errorf("%s: %s", f.Reason, f.Sentence)
			}
		})
	}
}

// A fork's run, and one that GitHub tells half of, which the sandbox has not.
func TestSourceRun_countsNothingOfAnAnswerThatIsNotWhole(t *testing.T) {
	for name, c := range map[string]struct {
		call   string
		change func(*factstest.Answer)
		says   string
	}{
		"fork": {"GET /repos/acme/half-fork/actions/runs/", func(a *factstest.Answer) {
			a.Sub(`"head_repository":`, `"head_repository":{"full_name":"mallory/half-fork"},"was":`)
		}, "at a commit of"},
		"deleted":    {"GET /repos/acme/half-deleted/actions/runs/", func(a *factstest.Answer) { a.Sub(`"head_repository":`, `"head_gone":`) }, "at a commit of"},
		"unfinished": {"GET /repos/acme/half-unfinished/actions/runs/", func(a *factstest.Answer) { a.Sub(`"status":"completed"`, `"status":"in_progress"`) }, "it is not over"},
		"attempt":    {"GET /repos/acme/half-attempt/actions/runs/", func(a *factstest.Answer) { a.Sub(`"run_attempt":1`, `"run_attempt":2`) }, "another run"},
		"gone":       {"GET /repos/acme/half-gone/actions/runs/", func(a *factstest.Answer) { a.Refuse(404, "Not Found") }, "does not tell this reader run"},
		"withheld":   {"GET /repos/acme/half-withheld/check-runs/", func(a *factstest.Answer) { a.Refuse(403, "Resource not accessible") }, "does not tell this reader run"},
	} {
		t.Run(name, func(t *testing.T) {
			w := factstest.New(t, "half-"+name)
			number := w.FileByWorkflow(w.Ask(nil))
			reading := w.Read(number, factstest.On(c.call, c.change))
			run, _ := reading.Facts.SourceRun.Get()
			if said := run.Why + reading.Facts.SourceRun.Why(); run.Attests || !strings.Contains(said, c.says) {
				t.Errorf("it attests %t: %s", run.Attests, said)
			}
			if v := reading.Verdict(); v.Decision != policy.Refuse {
				t.Errorf("the gate decides %s", v.Decision)
			}
		})
	}
}

// Whoever may not ask stands in nobody's way, also by a run.
func TestSiblings_ofARunAreWhoseTheirLoginIs(t *testing.T) {
	w := factstest.New(t, "askers")
	asked := w.Ask(nil)
	asked.Requester = "rita"
	w.FileByWorkflow(asked)
	gone := asked
	gone.Requester = "nobody-there"
	w.FileByWorkflow(gone)
	number := w.File()
	others, _ := w.Read(number, nil).Facts.SameTitle.Get()
	who := map[int]string{}
	for _, o := range others {
		who[o.Number] = o.Asker.Login
	}
	if len(who) != 2 || who[1] != "rita" || who[2] != "" {
		t.Errorf("who asked: %v", who)
	}
	if err := w.Client("olivia").CloseIssue(t.Context(), w.Repository(), 2, "not_planned"); err != nil {
		t.Fatal(err)
	}
	for role, want := range map[hub.Role]policy.Outcome{hub.Read: policy.Pass, hub.Write: policy.RefuseFor} {
		w.Source.SetRole("rita", role)
		if f := w.Read(number, nil).Verdict().Finding(policy.RuleRequestOpen); f.Outcome != want {
			t.Errorf("with %v: %s: %s", role, f.Reason, f.Sentence)
		}
	}
}
