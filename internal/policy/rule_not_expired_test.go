package policy

import (
	"testing"
	"time"
)

func notExpiredCases() []breakage {
	fortnight := filed.Add(14 * 24 * time.Hour)
	// The approval is made young again, so that the request's age alone stands
	// in the way.
	aged := func(now time.Time, do ...func(*scene)) func(*scene) {
		return func(s *scene) {
			s.facts.Now = now
			s.rules.Freezes, s.rules.Approval.ValidFor = nil, 0
			for _, f := range do {
				f(s)
			}
		}
	}
	target := func(state TargetState) func(*scene) {
		return func(s *scene) { s.target("npm", TargetFact{State: state, Why: "it was cancelled"}) }
	}
	return []breakage{
		{claim: "passes while it is younger", do: aged(fortnight.Add(-time.Second)), outcome: Pass},
		{claim: "refuses what is as old as expire-after", do: aged(fortnight), outcome: RefuseFor, reason: "expired", says: "14 days"},
		{claim: "measures from the creation, not from the approval", do: aged(fortnight, func(s *scene) { s.ledger(accepted(101, bob, 20159)) }),
			outcome: RefuseFor, reason: "expired"},
		{claim: "passes at any age where the policy says never", do: aged(fortnight.Add(time.Hour), func(s *scene) { s.rules.Requests.ExpireAfter = 0 }), outcome: Pass},
		{claim: "lets a release that is out in part be finished", do: aged(fortnight, target(TargetPublished)), outcome: Pass, says: "in part"},
		{claim: "lets a release that may be out in part be settled", do: aged(fortnight, target(TargetUnknown)), outcome: Pass, also: []string{"targets-left"}},
		{claim: "refuses if it is not known what is out", do: aged(fortnight, func(s *scene) { s.facts.Targets = Fact[map[string]TargetFact]{} }),
			outcome: RefuseFor, reason: "unknown", says: "which targets are published", also: []string{"targets-left"}},
		{claim: "needs no targets read while it is younger", do: func(s *scene) { s.facts.Targets = Fact[map[string]TargetFact]{} },
			outcome: Pass, also: []string{"targets-left"}},
	}
}

func TestNotExpired(t *testing.T) { prove(t, RuleNotExpired, notExpiredCases()) }

// Without a time every approval would be young, and no freeze would hold.
func TestEvaluate_withoutATimeRefuses(t *testing.T) {
	s := passing()
	s.facts.Now = time.Time{}
	v := s.evaluate()
	for _, rule := range []string{RuleApproved, RuleFourEyes, RuleUnfrozen, RuleNotExpired} {
		if f := v.Finding(rule); f.Outcome != RefuseFor || f.Reason != ReasonUnknown {
			t.Errorf("%s is %s (%s), want a refusal for an unknown time", rule, f.Outcome, f.Reason)
		}
	}
	if v.Decision != Refuse {
		t.Errorf("decision %s, want refuse", v.Decision)
	}
}
