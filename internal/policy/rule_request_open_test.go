package policy

import (
	"testing"
	"time"

	"github.com/release-request/gh-release-request/internal/release"
)

func requestOpenCases() []breakage {
	same := func(o *Sibling) { o.Digest = release.DigestOf([]byte("the record")) }
	mine := func(o *Sibling) { o.Requester = alice }
	newer := func(o *Sibling) { o.Number, o.CreatedAt = 43, at(30) }
	with := func(edits ...func(*Sibling)) func(*scene) {
		return func(s *scene) {
			s.sibling(func(o *Sibling) {
				for _, edit := range edits {
					edit(o)
				}
			})
		}
	}
	ran := func(asked string) func(*Sibling) {
		return func(o *Sibling) { o.Requester, o.Run, o.Asked = workflow, "78/1", asked }
	}
	begun := func(o *Sibling) {
		o.Commit, o.Targets = commit, map[string]TargetFact{"npm": {State: TargetPublished}}
	}
	onItsWay := func(created time.Time) func(*scene) {
		return func(s *scene) {
			change(&s.facts.Unfinished, func(l *[]Run) { (*l)[0].CreatedAt = created })
		}
	}
	stranger := func(s *scene) { // erin is one whom the gate did not look at
		change(&s.facts.Roles, func(r *Roles) {
			r.Central[alice.ID] = Role{}
			delete(r.Source, erin.ID)
			delete(r.Central, erin.ID)
		})
	}
	letGo := func(s *scene, d Decision) {
		s.ledger(accepted(101, bob, 60), receipt(900, Receipt{Kind: ReceiptVerdict, Decision: d, LastEvent: 101}))
	}
	return []breakage{
		{claim: "refuses a closed issue", do: func(s *scene) { s.issue(func(i *Issue) { i.Open = false }) },
			outcome: RefuseFor, reason: "request-closed"},
		{claim: "refuses a transferred issue", do: func(s *scene) { s.then(Event{Kind: "transferred", Actor: bob, At: at(1)}) },
			outcome: RefuseFor, reason: "request-not-made-here"},
		{claim: "refuses a converted issue", do: func(s *scene) { s.then(Event{Kind: "converted_note_to_issue", Actor: bob, At: at(1)}) },
			outcome: RefuseFor, reason: "request-not-made-here"},

		{claim: "refuses the copy of an older request", do: with(same, mine), outcome: RefuseFor, reason: "duplicate", says: "#41"},
		{claim: "keeps the older of two copies", do: with(same, mine, newer), outcome: Pass},
		{claim: "is not stopped by a copy that somebody else filed", do: with(same, func(o *Sibling) { o.Requester = dave }), outcome: Pass},

		{claim: "yields to a newer request of the same person", do: with(mine, newer), outcome: RefuseFor, reason: "superseded", says: "#43"},
		{claim: "yields to a newer request of an approver", do: with(newer, func(o *Sibling) { o.Requester = bob }), outcome: RefuseFor, reason: "superseded", says: "bob"},
		{claim: "does not yield to a newer request of anyone else", do: with(newer), outcome: Pass},
		{claim: "yields to what the same person had a newer run ask for", do: with(newer, ran("Alice")), outcome: RefuseFor, reason: "superseded", says: "#43 by Alice"},
		{claim: "does not yield to what anyone else had a run ask for", do: with(newer, ran("bob")), outcome: Pass},
		{claim: "of a run yields to the same person's newer one", do: func(s *scene) {
			s.byRun(alice, alice)
			with(mine, newer)(s)
		}, outcome: RefuseFor, reason: "superseded"},
		{claim: "of a run yields to what the same person had a newer run ask for", do: func(s *scene) {
			s.byRun(alice, alice)
			with(newer, ran("alice"))(s)
		}, outcome: RefuseFor, reason: "superseded"},
		{claim: "of a schedule yields to a newer one", do: func(s *scene) {
			s.bySchedule()
			with(newer, ran(""))(s)
		}, outcome: RefuseFor, reason: "superseded"},
		{claim: "of a schedule does not yield to a person's", do: func(s *scene) {
			s.bySchedule()
			with(newer, ran("alice"))(s)
		}, outcome: Pass},
		{claim: "waits for nobody's copy of what a run asked for", do: with(func(o *Sibling) { o.Run = "78/1" }), outcome: Pass},
		{claim: "yields to nobody's copy of what a run asked for", do: with(mine, newer, func(o *Sibling) { o.Run = "78/1" }), outcome: Pass},
		{claim: "refuses while what another's run asked for is open", do: func(s *scene) {
			change(&s.facts.Roles, func(r *Roles) { r.Central[alice.ID] = Role{} })
			with(ran("erin"))(s)
		}, outcome: RefuseFor, reason: "other-request-open", says: "#41 by erin"},
		{claim: "does not wait for what a run asked for in the name of one who may not ask", do: func(s *scene) {
			change(&s.facts.Roles, func(r *Roles) { r.Central[alice.ID] = Role{} })
			with(ran("dave"), func(o *Sibling) { o.Asker = dave })(s)
		}, outcome: Pass},
		{claim: "refuses while what another's run asked for is open, whose account is known", do: func(s *scene) {
			change(&s.facts.Roles, func(r *Roles) { r.Central[alice.ID] = Role{} })
			with(ran("erin"), func(o *Sibling) { o.Asker = erin })(s)
		}, outcome: RefuseFor, reason: "other-request-open", says: "#41 by erin"},
		{claim: "yields to what an approver had a newer run ask for, whose account is known",
			do: with(newer, ran("bob"), func(o *Sibling) { o.Asker = bob }), outcome: RefuseFor, reason: "superseded", says: "#43 by bob"},
		{claim: "replaces what the same person had a run ask for", do: with(ran("alice")), outcome: Pass},

		{claim: "does not yield to a rehearsal", do: with(mine, newer, func(o *Sibling) { o.Rehearsal = true }), outcome: Pass},
		{claim: "does not wait for a rehearsal", do: with(func(o *Sibling) { o.Rehearsal = true }), outcome: Pass},
		{claim: "as a rehearsal yields to a newer one of the same person", do: func(s *scene) {
			s.request.Rehearsal = true
			with(mine, newer, func(o *Sibling) { o.Rehearsal = true })(s)
		}, outcome: RefuseFor, reason: "superseded"},
		{claim: "as a rehearsal does not yield to a release", do: func(s *scene) {
			s.request.Rehearsal = true
			with(mine, newer)(s)
		}, outcome: Pass},
		{claim: "does not yield to a bot", do: with(newer, func(o *Sibling) { o.Requester = robot }), outcome: Pass},
		{claim: "does not yield to one whose account is gone", do: with(newer, func(o *Sibling) { o.Requester = ghost }), outcome: Pass},
		{claim: "does not yield to a newer request that is malformed", do: with(mine, newer, func(o *Sibling) { o.Digest = release.Digest{} }), outcome: Pass},
		{claim: "does not yield to a newer request that is closed", do: with(mine, newer, func(o *Sibling) { o.Open = false }), outcome: Pass},
		{claim: "does not yield while its own run was first", do: func(s *scene) {
			with(mine, newer)(s)
			onItsWay(at(29))(s)
		}, outcome: Pass},
		{claim: "yields if its run began at the time of the newer request", do: func(s *scene) {
			with(mine, newer)(s)
			onItsWay(at(30))(s)
		}, outcome: RefuseFor, reason: "superseded"},
		{claim: "does not yield once it is published in part", do: func(s *scene) {
			with(mine, newer)(s)
			s.target("npm", TargetFact{State: TargetPublished})
		}, outcome: Pass},
		{claim: "yields to the same person's newer request whatever their role", do: func(s *scene) {
			with(mine, newer)(s)
			change(&s.facts.Roles, func(r *Roles) { r.Central[alice.ID] = Role{} })
		}, outcome: RefuseFor, reason: "superseded"},
		{claim: "leaves to the gate whether it was published in part when a newer one came", do: func(s *scene) {
			with(mine, newer)(s)
			s.facts.Preview = true
			s.facts.Targets = Fact[map[string]TargetFact]{}
		}, outcome: Unknown, reason: "unknown", says: "which targets are published", also: []string{"targets-left"}},
		{claim: "leaves to the gate whether it was publishing when a newer one came", do: func(s *scene) {
			with(mine, newer)(s)
			s.facts.Preview = true
			s.facts.Unfinished = Fact[[]Run]{}
		}, outcome: Unknown, reason: "unknown", says: "the unfinished publish runs", also: []string{"alone"}},
		{claim: "compares nothing with an issue that was not read", do: func(s *scene) {
			with(newer, func(o *Sibling) { o.Requester = bob })(s)
			s.facts.Preview = true
			s.facts.Issue = Fact[Issue]{}
		}, outcome: Unknown, reason: "unknown", says: "the issue", also: []string{"request-unchanged", "requester-allowed", "approved", "four-eyes", "not-expired", "alone"}},
		{claim: "leaves to the gate whether a newer requester is an approver", do: func(s *scene) {
			with(newer)(s)
			s.facts.Preview = true
			change(&s.facts.Roles, func(r *Roles) { delete(r.Central, erin.ID) })
		}, outcome: Unknown, reason: "unknown", says: "erin", also: []string{"requester-allowed"}},

		{claim: "replaces an older request of the same person", do: with(mine), outcome: Pass},
		{claim: "replaces an older request if its requester is an approver", do: with(), outcome: Pass},
		{claim: "refuses while somebody else's older request is open", do: func(s *scene) {
			with()(s)
			change(&s.facts.Roles, func(r *Roles) { r.Central[alice.ID] = Role{} })
		}, outcome: RefuseFor, reason: "other-request-open", says: "erin"},
		{claim: "is not stopped by one who may not ask", do: func(s *scene) {
			with(func(o *Sibling) { o.Requester = dave })(s)
			change(&s.facts.Roles, func(r *Roles) { r.Central[alice.ID] = Role{} })
		}, outcome: Pass},
		{claim: "waits while an older request is publishing", do: with(mine, func(o *Sibling) { o.Publishing = true }),
			outcome: WaitFor, reason: "other-request-publishing"},
		{claim: "refuses while an older request is published in part", do: with(mine, begun),
			outcome: RefuseFor, reason: "other-request-open", says: "in part"},
		{claim: "refuses while somebody else's older request is publishing", do: func(s *scene) {
			with(func(o *Sibling) { o.Publishing = true })(s)
			change(&s.facts.Roles, func(r *Roles) { r.Central[alice.ID] = Role{} })
		}, outcome: RefuseFor, reason: "other-request-open"},
		{claim: "needs no role of one who has published in part", do: func(s *scene) {
			with(begun)(s)
			change(&s.facts.Roles, func(r *Roles) {
				r.Central[alice.ID] = Role{}
				delete(r.Source, erin.ID)
			})
		}, outcome: RefuseFor, reason: "other-request-open"},
		{claim: "refuses while one who may not ask has published in part", do: func(s *scene) {
			with(begun, func(o *Sibling) { o.Requester = dave })(s)
			change(&s.facts.Roles, func(r *Roles) { r.Central[alice.ID] = Role{} })
		}, outcome: RefuseFor, reason: "other-request-open"},
		{claim: "leaves to the gate whether the requester may replace an older one", do: func(s *scene) {
			with()(s)
			s.facts.Preview = true
			change(&s.facts.Roles, func(r *Roles) { delete(r.Central, alice.ID) })
		}, outcome: Unknown, reason: "unknown", says: "alice"},
		{claim: "leaves to the gate whether an older requester may ask", do: func(s *scene) {
			with()(s)
			s.facts.Preview = true
			change(&s.facts.Roles, func(r *Roles) {
				r.Central[alice.ID] = Role{}
				delete(r.Source, erin.ID)
			})
		}, outcome: Unknown, reason: "unknown", says: "erin"},

		{claim: "let go, is not stopped by an older request of somebody the gate did not see", do: func(s *scene) {
			with()(s)
			stranger(s)
			letGo(s, Publish)
		}, outcome: Pass},
		{claim: "let go, is not stopped by a newer request of somebody the gate did not see", do: func(s *scene) {
			with(newer)(s)
			onItsWay(at(60))(s)
			stranger(s)
			letGo(s, Publish)
		}, outcome: Pass},
		{claim: "let go, yields to a newer one of the same person all the same", do: func(s *scene) {
			with(mine, newer)(s)
			onItsWay(at(60))(s)
			letGo(s, Publish)
		}, outcome: RefuseFor, reason: "superseded"},
		{claim: "let go, is stopped by what is published in part by whomever", do: func(s *scene) {
			with(begun)(s)
			stranger(s)
			letGo(s, Publish)
		}, outcome: RefuseFor, reason: "other-request-open"},
		{claim: "not let go, refuses while nobody tells whether an older requester may ask", do: func(s *scene) {
			with()(s)
			stranger(s)
			letGo(s, Wait)
		}, outcome: RefuseFor, reason: "unknown", says: "erin"},
		{claim: "not let go, refuses while nobody tells whether a newer requester is an approver", do: func(s *scene) {
			with(newer)(s)
			onItsWay(at(60))(s)
			stranger(s)
			letGo(s, Wait)
		}, outcome: RefuseFor, reason: "unknown", says: "erin"},
	}
}

func TestRequestOpen(t *testing.T) { prove(t, RuleRequestOpen, requestOpenCases()) }

// Two requests of one person for one version: whatever the order of events,
// at most one of them may be published.
func TestRequestOpen_ofTwoRequestsAtMostOneStands(t *testing.T) {
	for _, requester := range []release.Person{alice, bob, erin, dave} {
		for _, run := range []time.Time{at(10), at(60)} {
			for _, running := range []bool{false, true} {
				older := passing()
				older.sibling(func(o *Sibling) { o.Number, o.CreatedAt, o.Requester = 43, at(30), requester })
				newer := passing()
				newer.issue(func(i *Issue) { i.Number, i.Author, i.CreatedAt = 43, requester, at(30) })
				newer.request.Requester = requester.Login
				newer.facts.OwnRun = 501
				newer.sibling(func(o *Sibling) { o.Number, o.CreatedAt, o.Requester, o.Publishing = 42, filed, alice, running })
				runs := []Run{{ID: 501, Request: 43, Project: "acme/sdk", CreatedAt: at(70), StartedAt: at(70)}}
				if running {
					runs = append(runs, Run{ID: 500, Request: 42, Project: "acme/sdk", CreatedAt: run, StartedAt: run})
				} else {
					older.facts.OwnRun = 0
				}
				older.facts.Unfinished, newer.facts.Unfinished = Known(runs), Known(runs)
				first, second := older.evaluate(), newer.evaluate()
				if running && first.Decision == Publish && second.Decision == Publish {
					t.Errorf("requester %s, run at %s: both are published", requester.Login, run)
				}
				open := func(v Verdict) Outcome { return v.Finding(RuleRequestOpen).Outcome }
				if open(first) == Pass && open(second) == Pass {
					t.Errorf("requester %s, run at %s, running %t: both stand", requester.Login, run, running)
				}
			}
		}
	}
}
