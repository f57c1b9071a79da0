package policy

import (
	"fmt"
	"slices"
	"testing"
)

func unblockedCases() []breakage {
	open := func(n int) func(*scene) {
		return func(s *scene) {
			var list []Blocker
			for i := range n {
				list = append(list, Blocker{Number: i + 1, URL: fmt.Sprintf("https://github.com/acme/sdk/issues/%d", i+1), Label: "sev1"})
			}
			s.facts.Blockers = Known(list)
		}
	}
	return []breakage{
		{claim: "refuses while a blocker is open", do: open(1), outcome: RefuseFor, reason: "blocker-open", says: "open: acme/sdk#1 (sev1)"},
		{claim: "names the first of many", do: open(7), outcome: RefuseFor, reason: "blocker-open", says: "acme/sdk#5 (sev1), and 2 more"},
		{claim: "needs no issues read where the policy names no blockers", do: func(s *scene) {
			s.rules.Blockers = nil
			s.facts.Blockers = Fact[[]Blocker]{}
		}, outcome: Pass, says: "names no blockers"},
		{claim: "refuses if the issues cannot be read", do: func(s *scene) {
			s.facts.Blockers = Withheld[[]Blocker]("the token may not read issues")
		}, outcome: RefuseFor, reason: "unknown", says: "the token may not read issues"},
	}
}

func TestUnblocked_linksToThem(t *testing.T) {
	s := passing()
	s.facts.Blockers = Known([]Blocker{{Number: 7, URL: "https://github.com/acme/sdk/issues/7", Label: "sev1"}})
	if links := s.evaluate().Finding(RuleUnblocked).Links; !slices.Equal(links, []string{"https://github.com/acme/sdk/issues/7"}) {
		t.Errorf("links %q", links)
	}
}

func TestUnblocked(t *testing.T) { prove(t, RuleUnblocked, unblockedCases()) }
