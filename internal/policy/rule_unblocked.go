package policy

import (
	"fmt"
	"strings"
)

// RuleUnblocked passes while no blocker is open.
const RuleUnblocked = "unblocked"

// ReasonBlocked is the reason of RuleUnblocked.
const ReasonBlocked = "blocker-open"

var unblocked = rule{
	code:   RuleUnblocked,
	passes: "no open issue of the source repository bears a label of `blockers`",
	asked:  ofAProject,
	yields: true,
	find:   findUnblocked,
	reasons: []Reason{
		{Code: ReasonBlocked, Means: "An open issue of the source repository bears a label of `blockers`.", Remedy: "Settle that issue. See whether the release commit holds what settled it: if so, approve again; else ask again with a commit that does."},
	},
}

// findUnblocked refuses rather than waits: what settles a blocker is mostly a
// commit that this release does not hold, so a person has to look again.
func findUnblocked(q *question) (o opinion) {
	if len(q.rules.Blockers) == 0 {
		o.pass("the policy names no blockers")
		return o
	}
	blockers, _ := read(&o, "the open blockers", q.facts.Blockers)
	if len(blockers) > 0 {
		o.refuse(ReasonBlocked, "open: %s", q.listBlockers(&o, blockers))
	}
	o.pass("no open issue bears %s", strings.Join(q.rules.Blockers, ", "))
	return o
}

// listBlockers names them by number and link, not by title: whoever reads the
// request need not be able to read the source repository's issues.
func (q *question) listBlockers(o *opinion, blockers []Blocker) string {
	const shown = 5
	var list []string
	for _, b := range blockers[:min(shown, len(blockers))] {
		list = append(list, fmt.Sprintf("%s#%d (%s)", q.request.Project, b.Number, b.Label))
		o.links = append(o.links, b.URL)
	}
	if more := len(blockers) - shown; more > 0 {
		list = append(list, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(list, ", ")
}
