package policy

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/release-request/gh-release-request/internal/release"
)

func TestFacts_PeopleAreThoseWhoseRolesAreAskedFor(t *testing.T) {
	s := passing()
	s.ledger(accepted(101, bob, 60), accepted(102, robot, 61), accepted(103, ghost, 62), takenOff(104, carol, 63),
		Event{ID: 105, Kind: "labeled", Label: "failed", Actor: carol}, accepted(106, bob, 64), accepted(107, alice, 65))
	s.sibling(func(*Sibling) {})
	s.sibling(func(o *Sibling) { o.Open, o.Requester = false, dave })
	s.sibling(func(o *Sibling) { o.Requester, o.Run, o.Asked, o.Asker = workflow, "78/1", "erin", erin })
	if diff := cmp.Diff([]release.Person{alice, bob, erin}, s.facts.People()); diff != "" {
		t.Errorf("people (-want +got):\n%s", diff)
	}
	s.then(emergency(108, carol, 66))
	if diff := cmp.Diff([]release.Person{alice, bob, carol, erin}, s.facts.People()); diff != "" {
		t.Errorf("with an emergency (-want +got):\n%s", diff)
	}
	s.then(command(109, dave, 81, "published", "npm"))
	if diff := cmp.Diff([]release.Person{alice, bob, carol, erin}, s.facts.People()); diff != "" {
		t.Errorf("with a settlement of nothing (-want +got):\n%s", diff)
	}
	s.sibling(func(o *Sibling) {
		o.Open, o.Requester, o.Targets = false, alice, map[string]TargetFact{"npm": {State: TargetUnknown}}
		o.Commands = []Event{command(110, dave, 81, "missing", "npm"), command(111, workflow, 82, "missing", "npm")}
	})
	if diff := cmp.Diff([]release.Person{alice, bob, carol, erin, dave}, s.facts.People()); diff != "" {
		t.Errorf("with a settlement of another request (-want +got):\n%s", diff)
	}
	s.target("npm", TargetFact{State: TargetUnknown})
	if diff := cmp.Diff([]release.Person{alice, bob, carol, dave, erin}, s.facts.People()); diff != "" {
		t.Errorf("with a settlement (-want +got):\n%s", diff)
	}
}

func TestFacts_PeopleAreWhoStartedAScheduledRunOnceMore(t *testing.T) {
	s := passing()
	s.bySchedule()
	change(&s.facts.SourceRun, func(r *SourceRun) { r.Starters = []release.Person{dave, robot} })
	if diff := cmp.Diff([]release.Person{dave, bob}, s.facts.People()); diff != "" {
		t.Errorf("people (-want +got):\n%s", diff)
	}
}

// Whoever Facts.People leaves out cannot change a verdict: with only their
// roles read, no scene is less known than with everybody's.
func TestFacts_PeopleAreEnough(t *testing.T) {
	for rule, cases := range allCases() {
		for _, c := range cases {
			s := passing()
			c.do(s)
			if _, ok := s.facts.Roles.Get(); !ok {
				continue
			}
			all := s.evaluate()
			change(&s.facts.Roles, func(r *Roles) {
				read := Roles{Central: map[int64]Role{}, Source: map[int64]Role{}}
				for _, p := range s.facts.People() {
					if role, ok := r.Central[p.ID]; ok {
						read.Central[p.ID] = role
					}
					if role, ok := r.Source[p.ID]; ok {
						read.Source[p.ID] = role
					}
				}
				*r = read
			})
			if diff := cmp.Diff(all, s.evaluate()); diff != "" {
				t.Errorf("%s %s: with the roles of People only (-all +people):\n%s", rule, c.claim, diff)
			}
		}
	}
}

func TestFact_zeroIsNotKnown(t *testing.T) {
	var f Fact[int]
	if _, known := f.Get(); known || f.Why() != "it was not read" {
		t.Errorf("known %t, why %q", known, f.Why())
	}
	if w := Withheld[int]("no right"); w.Why() != "no right" {
		t.Errorf("why %q, want no right", w.Why())
	}
	if k := Known(0); k.Why() != "" {
		t.Errorf("why %q, want none", k.Why())
	}
}
