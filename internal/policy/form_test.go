package policy

import (
	"testing"

	"github.com/release-request/gh-release-request/internal/release"
)

// byForm has the workflow put the request, minutes after Alice opened the form,
// into it: for run 77/1, which the App of the keys started for it.
func (s *scene) byForm(minutes int) {
	s.request.Run = "77/1"
	s.facts.Edits = Known([]Edit{{By: workflow, At: at(minutes)}})
	s.facts.SourceRun = Known(SourceRun{Attests: true, Requester: robot, Starters: []release.Person{robot}, Issue: 42, ByKey: Known(true), Began: at(2)})
}

// editsOfForm are those of a form that the workflow filled after ten minutes.
func editsOfForm(more ...Edit) func(*scene) {
	return func(s *scene) {
		s.byForm(10)
		change(&s.facts.Edits, func(all *[]Edit) { *all = append(*all, more...) })
	}
}

func formAllowedCases() []breakage {
	run := func(edit func(*SourceRun)) func(*scene) {
		return func(s *scene) {
			s.byForm(10)
			change(&s.facts.SourceRun, edit)
		}
	}
	refuses := func(claim, reason, says string, do func(*scene)) breakage {
		return breakage{claim: "of a form " + claim, do: do, outcome: RefuseFor, reason: reason, says: says}
	}
	return []breakage{
		{claim: "takes what the workflow put into a form", do: func(s *scene) { s.byForm(10) }, outcome: Pass, says: "alice asked"},
		{claim: "takes it where a run is needed", do: func(s *scene) {
			s.byForm(10)
			s.rules.Requests.Local = false
		}, outcome: Pass},
		{claim: "takes a form that its author changed before the run began", do: editsOfForm(Edit{By: alice, At: at(1)}), outcome: Pass},
		refuses("refuses a run that began before its author last changed it", "run-attests-not", "began before alice last changed", editsOfForm(Edit{By: alice, At: at(3)})),
		refuses("refuses a run that began in the second in which its author last changed it", "run-attests-not", "", editsOfForm(Edit{By: alice, At: at(2)})),
		refuses("refuses a run that began before the form was there", "run-attests-not", "", run(func(r *SourceRun) { r.Began = at(-1) })),
		refuses("refuses a run that was started for another form", "run-attests-not", "was not started for this form", run(func(r *SourceRun) { r.Issue = 41 })),
		refuses("refuses a run that somebody started in the place of the workflow", "run-attests-not", "was not started by the central repository's workflow", run(func(r *SourceRun) { r.ByKey = Known(false) })),
		{claim: "of a form refuses a run of which it is not known who started it", do: run(func(r *SourceRun) { r.ByKey = Withheld[bool]("nobody knows the key") }),
			outcome: RefuseFor, reason: "unknown", says: "nobody knows the key"},
		refuses("refuses a run that was started for none", "run-attests-not", "", run(func(r *SourceRun) { r.Issue = 0 })),
		refuses("refuses a run that a schedule started", "run-attests-not", "a schedule", run(func(r *SourceRun) { r.Scheduled = true })),
		refuses("refuses a run that attests something else", "run-attests-not", "another record", run(func(r *SourceRun) { *r = SourceRun{Why: "it attests another record"} })),
		refuses("refuses a record that names another than its author", "requester-mismatch", `alice filed it, the record says "erin"`, func(s *scene) {
			s.byForm(10)
			s.request.Requester = "erin"
		}),
		refuses("refuses one that an App opened", "requester-by-app", `"helper"`, func(s *scene) {
			s.byForm(10)
			s.issue(func(i *Issue) { i.App = "helper" })
		}),
		refuses("refuses an author without write", "requester-without-write", "alice", func(s *scene) {
			s.byForm(10)
			change(&s.facts.Roles, func(r *Roles) { r.Source[alice.ID] = Role{} })
		}),
		refuses("refuses an author who is not listed", "requester-not-listed", "alice", func(s *scene) {
			s.byForm(10)
			s.rules.Requests.Requesters = []string{"erin"}
		}),
		{claim: "of a form refuses if its edits are not known", do: func(s *scene) {
			s.byForm(10)
			s.facts.Edits = Withheld[[]Edit]("GitHub lists 100 of 101 edits")
		}, outcome: RefuseFor, reason: "unknown", says: "the edits of the issue", also: []string{"request-unchanged"}},
		refuses("refuses a record that its author put there", "run-by-hand", "alice filed it", func(s *scene) {
			s.byForm(10)
			s.facts.Edits = Known([]Edit(nil))
		}),
		{claim: "of a bot's issue refuses what the workflow put into it", do: func(s *scene) {
			s.byForm(10)
			s.issue(func(i *Issue) { i.Author = robot })
		}, outcome: RefuseFor, reason: "run-by-hand"},
		refuses("refuses what the workflow filed in an issue of its own", "run-attests-not", "for the form #41", func(s *scene) {
			s.byRun(alice, alice)
			change(&s.facts.SourceRun, func(r *SourceRun) { r.Issue = 41 })
		}),
	}
}

func formUnchangedCases() []breakage {
	renamed := func(by release.Person, minutes int) func(*scene) {
		return func(s *scene) {
			s.byForm(10)
			s.ledger(Event{ID: 100, Kind: "renamed", Actor: by, At: at(minutes)}, accepted(101, bob, 60))
		}
	}
	refuses := func(claim, reason, says string, do func(*scene), also ...string) breakage {
		return breakage{claim: "of a form " + claim, do: do, outcome: RefuseFor, reason: reason, says: says, also: also}
	}
	return []breakage{
		{claim: "allows the author of a form to mend it before it was filled", do: editsOfForm(Edit{By: alice, At: at(1)}), outcome: Pass},
		{claim: "allows the author of a form to rename it before it was filled", do: renamed(alice, 9), outcome: Pass},
		{claim: "allows the workflow to rename a form", do: renamed(workflow, 10), outcome: Pass},
		refuses("refuses an edit by its author after it was filled", "edited", "alice", editsOfForm(Edit{By: alice, At: at(11)}), "requester-allowed"),
		refuses("refuses an edit by its author between two of the workflow", "edited", "alice", editsOfForm(Edit{By: alice, At: at(11)}, Edit{By: workflow, At: at(12)}), "requester-allowed"),
		refuses("refuses an edit by its author in the second in which it was filled", "edited", "alice", editsOfForm(Edit{By: alice, At: at(10)}), "requester-allowed"),
		refuses("refuses answers that a job wrote in the workflow's name", "edited", "edited the form", editsOfForm(Edit{By: workflow, At: at(1)})),
		refuses("refuses an edit by another before it was filled", "edited", "bob", editsOfForm(Edit{By: bob, At: at(1)})),
		refuses("refuses another title by its author after it was filled", "renamed", "alice", renamed(alice, 11)),
		refuses("refuses another title by another before it was filled", "renamed", "bob", renamed(bob, 1)),
		refuses("refuses an edit by the author of an issue that names no run", "edited", "alice", func(s *scene) {
			editsOfForm(Edit{By: alice, At: at(1)})(s)
			s.request.Run = ""
		}),
	}
}

func TestForm_approvedOnlyAfterItWasFilled(t *testing.T) {
	early := func(minutes int) func(*scene) {
		return func(s *scene) {
			s.byForm(10)
			s.ledger(accepted(101, bob, minutes))
		}
	}
	prove(t, RuleApproved, []breakage{
		{claim: "counts an approval after that", do: early(11), outcome: Pass},
		{claim: "counts none before that", do: early(9), outcome: WaitFor, reason: "approval-too-early"},
		{claim: "counts none of the same second", do: early(10), outcome: WaitFor, reason: "approval-too-early"},
	})
}

func TestForm_leavesOutWhoStartedItsRun(t *testing.T) {
	by := func(who release.Person) func(*scene) {
		return func(s *scene) {
			s.byForm(10)
			s.rules.Approval.CommitterApproval = true
			change(&s.facts.SourceRun, func(r *SourceRun) { r.Requester, r.Starters = who, []release.Person{who} })
		}
	}
	prove(t, RuleFourEyes, []breakage{
		{claim: "lets others approve", do: by(robot), outcome: Pass},
		{claim: "leaves out a person who started it in the place of the workflow", do: by(bob), outcome: RefuseFor, reason: "own-approval", says: "bob started run 77/1", also: []string{"approved"}},
		{claim: "leaves out its author", do: func(s *scene) {
			by(robot)(s)
			s.ledger(accepted(101, alice, 60))
		}, outcome: RefuseFor, reason: "own-approval", says: "alice asked for it", also: []string{"approved"}},
	})
}

func TestForm_standsInTheWayAsAnyRequest(t *testing.T) {
	form := func(filled bool) func(*Sibling) {
		return func(o *Sibling) { o.Run, o.Asked, o.Form = "78/1", "erin", filled }
	}
	rival := func(filled bool) func(*scene) {
		return func(s *scene) {
			change(&s.facts.Roles, func(r *Roles) { r.Central[alice.ID] = Role{} })
			s.sibling(form(filled))
		}
	}
	prove(t, RuleRequestOpen, []breakage{
		{claim: "refuses while another's is open", do: rival(true), outcome: RefuseFor, reason: "other-request-open", says: "#41 by erin"},
		{claim: "does not wait for a copy", do: rival(false), outcome: Pass},
		{claim: "does not wait for one whose author may not ask", do: func(s *scene) {
			rival(true)(s)
			change(&s.facts.Roles, func(r *Roles) { r.Source[erin.ID] = Role{} })
		}, outcome: Pass},
	})
}

func TestStateOf_form(t *testing.T) {
	for name, test := range map[string]struct {
		do    func(*scene)
		state release.State
		words string
	}{
		"open":     {func(*scene) {}, release.Waiting, "a form; the project's workflow has to prepare the release"},
		"not well": {func(s *scene) { s.facts.Record.Problems = []string{"not yet", "Version: none"} }, release.Waiting, "a form, whose author has to mend it; Version: none"},
		"closed by its author": {func(s *scene) {
			s.issue(func(i *Issue) { i.Open = false })
			s.then(Event{Kind: "closed", Actor: alice, At: at(70)})
		}, release.Retracted, "by alice"},
	} {
		s := passing()
		s.idle()
		s.request, s.facts.Record = release.Request{}, Record{Form: true, Problems: []string{"not yet"}}
		test.do(s)
		if state, words := StateOf(s.evaluate(), s.request, s.facts); state != test.state || words != test.words {
			t.Errorf("%s: %s, %q", name, state, words)
		}
	}
}
