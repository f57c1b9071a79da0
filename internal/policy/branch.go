package policy

import (
	"slices"
	"strings"

	"github.com/release-request/gh-release-request/internal/release"
)

// SpareBranch reports whether the release branch of a request that is taken
// back may be deleted: it is certainly one of this program's, nobody moved it,
// nothing of it is out or may be, and no other request needs it. What is not
// known speaks for keeping it.
func SpareBranch(rules Rules, request release.Request, facts Facts) bool {
	q := &question{rules: rules, request: request, facts: facts}
	source, sourceKnown := facts.Source.Get()
	targets, targetsKnown := facts.Targets.Get()
	others, othersKnown := facts.SameTitle.Get()
	if !sourceKnown || !targetsKnown || !othersKnown || !rules.covers(request.Source()) {
		return false
	}
	var names opinion
	q.checkNames(&names)
	needed := slices.ContainsFunc(others, func(o Sibling) bool {
		return (o.Commit == request.Commit || o.Commit == "") && (o.Open || o.Publishing || out(o.Targets))
	})
	return len(names.remarks) == 0 && source.BranchHead == request.Commit && !out(targets) && !needed
}

// UsualBase is the branch that a release is merged into where nobody names one:
// the first that the policy allows, if that is one branch, else the default
// branch.
func (r Rules) UsualBase(defaultBranch string) string {
	if first := r.Bases[0]; first != DefaultBranch && !strings.Contains(first, "*") {
		return first
	}
	return defaultBranch
}
