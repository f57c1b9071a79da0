package policy

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/release-request/gh-release-request/internal/release"
)

// allOut makes every target published.
func (s *scene) allOut() {
	for _, name := range s.request.Targets {
		s.target(name, TargetFact{State: TargetPublished})
	}
}

// over closes the issue, with everything published and done.
func (s *scene) over() {
	s.allOut()
	s.issue(func(i *Issue) { i.Open = false })
	s.facts.Landed = Known(Landed{Tagged: true, Merged: true, Deleted: true})
}

func targetsLeftCases() []breakage {
	closed := []string{"request-open"}
	target := func(t TargetFact) func(*scene) {
		return func(s *scene) { s.target("github", t) }
	}
	return []breakage{
		{claim: "names what is left", do: target(TargetFact{State: TargetPublished}), outcome: Pass, says: "left to publish: npm"},
		{claim: "refuses while a target is unsettled", do: target(TargetFact{State: TargetUnknown, Why: "its run was cancelled"}),
			outcome: RefuseFor, reason: "target-unsettled", says: "its run was cancelled"},
		{claim: "passes once an approver has settled it", do: func(s *scene) {
			target(TargetFact{State: TargetUnknown, At: at(80), Why: "its run was cancelled"})(s)
			s.then(command(201, carol, 81, "missing", "github"))
		}, outcome: Pass, says: "left to publish: npm, github"},
		{claim: "leaves to the gate whether who settled it may", do: func(s *scene) {
			target(TargetFact{State: TargetUnknown, At: at(80), Why: "its run was cancelled"})(s)
			s.then(command(201, carol, 81, "missing", "github"))
			s.facts.Preview = true
			change(&s.facts.Roles, func(r *Roles) { delete(r.Central, carol.ID) })
		}, outcome: Unknown, reason: "unknown", says: "whether carol may settle it"},
		{claim: "refuses a target that was not read", do: target(TargetFact{}), outcome: RefuseFor, reason: "unknown", says: "github"},
		{claim: "is not finished without a target", do: func(s *scene) { s.request.Targets = nil },
			outcome: RefuseFor, reason: "unknown", also: []string{"project-known"}},
		{claim: "refuses when everything is done", do: (*scene).over, outcome: RefuseFor, reason: "nothing-left", also: closed},
		{claim: "refuses when a receipt says that it is done but for the merge", do: func(s *scene) {
			s.over()
			s.facts.Landed = Known(Landed{Tagged: true})
			s.then(receipt(1, Receipt{Kind: ReceiptClosed, State: release.MergeByHand}))
		}, outcome: RefuseFor, reason: "nothing-left", also: closed},
		{claim: "refuses when a rehearsal is over, which leaves no tag", do: func(s *scene) {
			s.over()
			s.request.Rehearsal = true
			s.facts.Landed = Known(Landed{})
		}, outcome: RefuseFor, reason: "nothing-left", also: closed},
		{claim: "refuses when it is not known whether anything is left", do: func(s *scene) {
			s.over()
			s.facts.Landed = Fact[Landed]{}
		}, outcome: RefuseFor, reason: "unknown", says: "tag, merge and branch", also: closed},
	}
}

func TestTargetsLeft(t *testing.T) { prove(t, RuleTargetsLeft, targetsLeftCases()) }

func TestTargetsLeft_listsThemInOrder(t *testing.T) {
	s := passing()
	s.request.Targets = []string{"npm", "docker", "github"}
	s.target("docker", TargetFact{State: TargetPublished})
	change(&s.facts.Environments, func(m *map[string]Environment) { (*m)["docker"] = Environment{Branches: []string{"trunk"}} })
	if diff := cmp.Diff([]string{"npm", "github"}, s.evaluate().Left); diff != "" {
		t.Errorf("left (-want +got):\n%s", diff)
	}
}

func TestEvaluate_finishesWhatOnlyReportHasLeft(t *testing.T) {
	landed := func(l Landed) func(*scene) {
		return func(s *scene) {
			s.over()
			s.facts.Landed = Known(l)
		}
	}
	for _, c := range []struct {
		name string
		do   func(*scene)
	}{
		{"the closing", (*scene).allOut},
		{"the closing of a rehearsal", func(s *scene) {
			s.allOut()
			s.request.Rehearsal = true
		}},
		{"the closing, and what else is not known", func(s *scene) {
			s.allOut()
			s.facts.Landed = Fact[Landed]{}
		}},
		{"what a retraction left when all was out already", func(s *scene) {
			s.over()
			s.facts.Landed = Known(Landed{Merged: true})
			s.ended(release.Retracted)
		}},
		{"the tag", landed(Landed{Merged: true, Deleted: true})},
		{"the merge", landed(Landed{Tagged: true, Deleted: true})},
		{"the branch", landed(Landed{Tagged: true, Merged: true})},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := passing()
			c.do(s)
			// Approvals, checks, branch: none of them is asked for any more.
			s.facts.Roles, s.facts.Checks, s.facts.Compare = Fact[Roles]{}, Fact[Checks]{}, Fact[Compare]{}
			s.source(func(o *Source) { o.BranchHead = "" })
			v := s.evaluate()
			var asked []string
			for _, f := range v.Findings {
				asked = append(asked, f.Rule)
			}
			want := []string{RuleRequestWellformed, RuleRequestUnchanged, RuleProjectKnown, RuleTargetsLeft}
			if v.Decision != Finish || !slices.Equal(asked, want) || len(v.Left) > 0 {
				t.Errorf("decision %s, left %v, asked %v; want finish, nothing left, asked %v", v.Decision, v.Left, asked, want)
			}
		})
	}
}

func TestEvaluate_finishesOnlyWhatStillHolds(t *testing.T) {
	for rule, do := range map[string]func(*scene){
		RuleRequestUnchanged: func(s *scene) { s.facts.Edits = Known([]Edit{{By: alice}}) },
		RuleProjectKnown:     func(s *scene) { s.request.Base = "dev" },
	} {
		s := passing()
		s.allOut()
		do(s)
		if v := s.evaluate(); v.Decision != Refuse || v.Finding(rule).Outcome != RefuseFor {
			t.Errorf("%s: decision %s, %+v; want a refusal", rule, v.Decision, v.Finding(rule))
		}
	}
	s := passing()
	s.allOut()
	s.facts.Record.Problems = []string{"the text was cut"}
	if v := s.evaluate(); v.Decision != Refuse {
		t.Errorf("malformed: decision %s, want refuse", v.Decision)
	}
}
