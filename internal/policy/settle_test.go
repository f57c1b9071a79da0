package policy

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/release-request/gh-release-request/internal/release"
)

// command is a comment that tells the workflow something.
func command(id int64, by release.Person, minutes int, verb, argument string) Event {
	return Event{ID: id, Kind: "commented", Actor: by, At: at(minutes), Command: &Command{Verb: verb, Argument: argument}}
}

// lost is a request whose target npm got lost in a run that ended at minute 80.
func lost(events ...Event) *scene {
	s := passing()
	s.target("npm", TargetFact{State: TargetUnknown, Run: 400, URL: "https://github.com/acme/publish/actions/runs/400", At: at(80), Why: "its run was cancelled"})
	s.then(events...)
	return s
}

func TestSettled_byAnApproverLaterThanTheRun(t *testing.T) {
	edit := func(e Event, change func(*Event)) Event {
		change(&e)
		return e
	}
	published := func(by release.Person) Event { return command(201, by, 81, "published", "npm") }
	for _, c := range []struct {
		claim  string
		events []Event
		do     func(*scene)
		want   TargetState
	}{
		{"nobody said anything", nil, nil, TargetUnknown},
		{"an approver says published", []Event{published(bob)}, nil, TargetPublished},
		{"an approver says missing", []Event{command(201, carol, 81, "missing", "npm")}, nil, TargetLeft},
		{"an approver says something of another target", []Event{command(201, bob, 81, "published", "github")}, nil, TargetUnknown},
		{"an approver names the target in capitals", []Event{command(201, bob, 81, "published", "NPM")}, nil, TargetUnknown},
		{"an approver says something else", []Event{command(201, bob, 81, "reject", "npm")}, nil, TargetUnknown},
		{"no command", []Event{{ID: 201, Kind: "commented", Actor: bob, At: at(81)}}, nil, TargetUnknown},
		{"no comment", []Event{edit(published(bob), func(e *Event) { e.Kind = "renamed" })}, nil, TargetUnknown},
		{"the last word counts", []Event{command(201, bob, 81, "missing", "npm"), command(202, carol, 82, "published", "npm")}, nil, TargetPublished},
		{"the last word that counts", []Event{published(bob), command(202, dave, 82, "missing", "npm")}, nil, TargetPublished},
		{"at the time when the run ended", []Event{command(201, bob, 80, "published", "npm")}, nil, TargetUnknown},
		{"before the run ended", []Event{command(201, bob, 79, "published", "npm")}, nil, TargetUnknown},
		{"while the run has not ended", []Event{published(bob)}, func(s *scene) {
			s.target("npm", TargetFact{State: TargetUnknown, Why: "it is running"})
		}, TargetUnknown},
		{"one without triage", []Event{published(dave)}, nil, TargetUnknown},
		{"one with triage who is not listed", []Event{published(bob)}, func(s *scene) { s.rules.Approval.Approvers = []string{"carol"} }, TargetUnknown},
		{"a bot", []Event{published(robot)}, nil, TargetUnknown},
		{"a ghost", []Event{published(ghost)}, nil, TargetUnknown},
		{"an App in an approver's name", []Event{edit(published(bob), func(e *Event) { e.App = "helper" })}, nil, TargetUnknown},
		{"an App through which approvals may come", []Event{edit(published(bob), func(e *Event) { e.App = "helper" })}, func(s *scene) { s.rules.Approval.Via = []string{"helper"} }, TargetUnknown},
		{"the requester, though an approver", []Event{published(alice)}, nil, TargetUnknown},
		{"the requester where they may approve", []Event{published(alice)}, func(s *scene) {
			s.rules.Approval.SelfApproval, s.rules.Approval.CommitterApproval = true, true
		}, TargetPublished},
		{"the requester who wrote the commit, where only the first is let", []Event{published(alice)}, func(s *scene) { s.rules.Approval.SelfApproval = true }, TargetUnknown},
		{"somebody, while the requester is not known", []Event{published(bob)}, func(s *scene) { s.facts.Issue = Fact[Issue]{} }, TargetUnknown},
		{"who pushed the release branch", []Event{published(bob)}, func(s *scene) { s.facts.Pushers = Known([]release.Person{bob}) }, TargetUnknown},
		{"who wrote a release-only commit", []Event{published(bob)}, func(s *scene) {
			change(&s.facts.Compare, func(c *Compare) { c.Commits[0].Authors = []release.Person{alice, bob} })
		}, TargetUnknown},
		{"who committed a release-only commit", []Event{published(bob)}, func(s *scene) {
			change(&s.facts.Compare, func(c *Compare) { c.Commits[0].Committer = bob })
		}, TargetUnknown},
		{"a committer where they may approve", []Event{published(bob)}, func(s *scene) {
			s.facts.Pushers = Known([]release.Person{bob})
			s.rules.Approval.CommitterApproval = true
		}, TargetPublished},
		{"somebody, while the pushers are not known", []Event{published(bob)}, func(s *scene) { s.facts.Pushers = Fact[[]release.Person]{} }, TargetUnknown},
		{"somebody, while GitHub cannot name who pushed", []Event{published(bob)}, func(s *scene) { s.facts.Pushers = Known([]release.Person{ghost}) }, TargetUnknown},
		{"the timeline was not read", []Event{published(bob)}, func(s *scene) { s.facts.Ledger = Fact[[]Event]{} }, TargetUnknown},
	} {
		t.Run(c.claim, func(t *testing.T) {
			s := lost(c.events...)
			if c.do != nil {
				c.do(s)
			}
			targets, _ := Settled(s.rules, s.request, s.facts).Get()
			got := targets["npm"]
			if got.State != c.want || (got.Settled != nil) != (c.want != TargetUnknown) {
				t.Errorf("npm is %s, settled %+v; want %s", got.State, got.Settled, c.want)
			}
			v := s.evaluate()
			if f := v.Finding(RuleTargetsLeft); c.want == TargetUnknown && f.Outcome != RefuseFor {
				t.Errorf("targets-left is %s: %s", f.Outcome, f.Sentence)
			}
			// Whoever reads settled facts comes to the same verdict.
			s.facts.Targets = Known(targets)
			if diff := cmp.Diff(v, s.evaluate()); diff != "" {
				t.Errorf("over settled facts (-raw +settled):\n%s", diff)
			}
		})
	}
}

func TestSettled_touchesNothingThatIsCertain(t *testing.T) {
	for _, state := range []TargetState{TargetLeft, TargetPublished} {
		s := lost(command(201, bob, 81, "missing", "npm"), command(202, bob, 82, "published", "npm"))
		s.target("npm", TargetFact{State: state, At: at(80)})
		targets, _ := Settled(s.rules, s.request, s.facts).Get()
		if got := targets["npm"]; got.State != state || got.Settled != nil {
			t.Errorf("%s became %+v", state, got)
		}
	}
	s := passing()
	s.facts.Targets = Withheld[map[string]TargetFact]("no right")
	if got := Settled(s.rules, s.request, s.facts); got.Why() != "no right" {
		t.Errorf("targets that are not known became %+v", got)
	}
}

func TestEvaluate_publishesWhatWasSettledAsMissing(t *testing.T) {
	v := lost(command(201, carol, 81, "missing", "npm")).evaluate()
	if diff := cmp.Diff([]string{"npm", "github"}, v.Left); diff != "" || v.Decision != Publish {
		t.Errorf("decision %s, left (-want +got):\n%s", v.Decision, diff)
	}
	want := []Settlement{{Target: "npm", State: TargetLeft, By: carol, Event: 201, At: at(81)}}
	if diff := cmp.Diff(want, v.Settlements); diff != "" {
		t.Errorf("settlements (-want +got):\n%s", diff)
	}
}

func TestEvaluate_leavesOutWhatWasSettledAsPublished(t *testing.T) {
	v := lost(command(201, carol, 81, "published", "npm")).evaluate()
	if diff := cmp.Diff([]string{"github"}, v.Left); diff != "" || v.Decision != Publish {
		t.Errorf("decision %s, left (-want +got):\n%s", v.Decision, diff)
	}
}

func TestEvaluate_finishesWhatWasSettledAsPublished(t *testing.T) {
	s := lost(command(201, carol, 81, "published", "npm"))
	s.target("github", TargetFact{State: TargetPublished})
	if v := s.evaluate(); v.Decision != Finish {
		t.Errorf("decision %s: %+v", v.Decision, v.Against())
	}
}

func TestSettled_thatCannotBeJudgedIsLeftToTheGateWhichRefuses(t *testing.T) {
	for _, preview := range []bool{false, true} {
		// A word that certainly counts does not outweigh a later one that may.
		s := lost(command(200, carol, 81, "published", "npm"), command(201, bob, 82, "missing", "npm"))
		s.ledger(append([]Event{accepted(101, carol, 60)}, command(200, carol, 81, "published", "npm"), command(201, bob, 82, "missing", "npm"))...)
		s.facts.Preview = preview
		change(&s.facts.Roles, func(r *Roles) { delete(r.Central, bob.ID) })
		v := s.evaluate()
		want := map[bool]Outcome{false: RefuseFor, true: Unknown}[preview]
		if f := v.Finding(RuleTargetsLeft); f.Outcome != want || f.Reason != ReasonUnknown {
			t.Errorf("preview %t: targets-left is %s (%s), want %s: %s", preview, f.Outcome, f.Reason, want, f.Sentence)
		}
		if len(v.Settlements) > 0 {
			t.Errorf("preview %t: it is settled: %+v", preview, v.Settlements)
		}
	}
}
