package policy

import (
	"fmt"
	"slices"
	"strings"
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

func TestUnblocked_linksToThoseThatItNames(t *testing.T) {
	s := passing()
	s.facts.Blockers = Known([]Blocker{{Number: 7, URL: "https://github.com/acme/sdk/issues/7", Label: "sev1"}})
	f := s.evaluate().Finding(RuleUnblocked)
	if !slices.Equal(f.Links, []string{"https://github.com/acme/sdk/issues/7"}) || f.Sentence != "open: acme/sdk#7 (sev1)" {
		t.Errorf("%q with the links %q", f.Sentence, f.Links)
	}
}

func TestUnblocked_namesAllOfFive(t *testing.T) {
	s := passing()
	s.facts.Blockers = Known(make([]Blocker, 5))
	if f := s.evaluate().Finding(RuleUnblocked); len(f.Links) != 5 || strings.Contains(f.Sentence, "more") {
		t.Errorf("%q with %d links", f.Sentence, len(f.Links))
	}
}

func TestUnblocked(t *testing.T) { prove(t, RuleUnblocked, unblockedCases()) }
