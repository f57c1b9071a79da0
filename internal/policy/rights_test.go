package policy

import (
	"testing"

	"github.com/release-request/gh-release-request/internal/release"
)

func TestMayBreakGlass_aListedPersonWithTriage(t *testing.T) {
	for _, c := range []struct {
		claim string
		who   release.Person
		do    func(*scene)
		may   Fact[bool]
	}{
		{"a listed person", carol, nil, Known(true)},
		{"an approver who is not listed", bob, nil, Known(false)},
		{"a listed person without triage", dave, nil, Known(false)},
		{"a listed bot", robot, nil, Known(false)},
		{"anyone where the policy names nobody", carol, func(s *scene) { s.rules.Approval.Emergency = nil }, Known(false)},
		{"a listed person whose role is withheld", carol, (*scene).preview, Withheld[bool]("the role of carol in the central repository (GitHub tells it only to those with push access)")},
	} {
		s := passing()
		s.rules.Approval.Emergency = []string{"carol", "dave", "robot[bot]"}
		change(&s.facts.Roles, func(r *Roles) { r.Central[robot.ID] = Role{Triage: true} })
		if c.do != nil {
			c.do(s)
		}
		if got := MayBreakGlass(s.rules, s.facts, c.who); got != c.may {
			t.Errorf("%s: %+v, want %+v", c.claim, got, c.may)
		}
	}
}
