package policy

import (
	"strings"

	"github.com/release-request/gh-release-request/internal/release"
)

// MayBreakGlass reports whether a person may declare an emergency.
func MayBreakGlass(rules Rules, facts Facts, p release.Person) Fact[bool] {
	reason, why := (&question{rules: rules, facts: facts}).mayBreakGlass(p)
	if reason == ReasonUnknown {
		return Withheld[bool](why)
	}
	return Known(reason == "")
}

// mayApprove says why a person is no approver, in the manner of judge.
func (q *question) mayApprove(p release.Person) (reason, why string) {
	list := q.rules.Approval.Approvers
	if len(list) == 0 {
		return q.mayPress(p, Known(true), "")
	}
	return q.mayPress(p, q.facts.listed(p, list), "they are not among "+strings.Join(list, ", "))
}

// mayBreakGlass says why a person may not declare an emergency, in the manner
// of judge.
func (q *question) mayBreakGlass(p release.Person) (reason, why string) {
	list := q.rules.Approval.Emergency
	if len(list) == 0 {
		return ReasonApprovalNotListed, "the policy names nobody who may declare one"
	}
	return q.mayPress(p, q.facts.listed(p, list), "they are not among "+strings.Join(list, ", "))
}

// mayPress says why a person's press does not count, who is listed or not.
func (q *question) mayPress(p release.Person, listed Fact[bool], unlisted string) (reason, why string) {
	role := q.facts.role(p, inCentral)
	may, roleKnown := role.Get()
	is, listKnown := listed.Get()
	switch {
	case !p.Human():
		return ReasonApprovalByBot, "only a person's counts"
	case roleKnown && !may.Triage:
		return ReasonApprovalNoTriage, "they need triage on the central repository"
	case listKnown && !is:
		return ReasonApprovalNotListed, unlisted
	case !roleKnown:
		return ReasonUnknown, gap("the role of "+name(p)+" in the central repository", role.Why())
	case !listKnown:
		return ReasonUnknown, listed.Why()
	}
	return "", ""
}
