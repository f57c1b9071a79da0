package policy

import (
	"slices"
	"strings"
)

// RuleFourEyes passes when the approval does not hang on people who approve
// their own doing.
const RuleFourEyes = "four-eyes"

// The reasons of RuleFourEyes.
const (
	ReasonOwnApproval = "own-approval"
	ReasonHandUnnamed = "author-unknown"
)

var fourEyes = rule{
	code:   RuleFourEyes,
	passes: "the required approvals do not depend on the requester, nor on authors, committers and pushers of the release-only commits, unless the policy lets them approve; and GitHub can name all of these",
	asked:  ofAProject,
	yields: true,
	find:   findFourEyes,
	reasons: []Reason{
		{Code: ReasonHandUnnamed, Means: "GitHub cannot tell who wrote, committed or pushed a release-only commit, so that person could be the approver.", Remedy: "Prepare the release again with an e-mail address that GitHub knows as somebody's, and ask again; or the owners set `approval.committer-approval`."},
		{Code: ReasonOwnApproval, Means: "The approvals would be enough only with those of people who asked for the release, wrote it or pushed it.", Remedy: "Somebody else approves."},
	},
}

func findFourEyes(q *question) (o opinion) {
	b, required := q.ballot, q.required()
	for _, gap := range slices.Concat(b.missing, b.parties.missing) {
		o.unknown(gap)
	}
	if len(b.parties.unnamed) > 0 {
		o.refuse(ReasonHandUnnamed, "GitHub cannot name the account that %s", strings.Join(slices.Compact(b.parties.unnamed), ", nor the one that "))
	}
	left := b.leftOut()
	switch {
	case len(left) == 0, len(b.remain) >= required, len(b.counting)+len(b.unsure) < required:
		o.pass("no approval is needed of anyone with a hand in the request")
	case len(b.remain)+len(b.hoped) >= required || len(b.counting) < required:
		o.unknown("whose approvals count: " + b.doubts())
	default:
		o.refuse(ReasonOwnApproval, "left out: %s; with them there would be %d of %d approvals, and somebody else has to approve", strings.Join(left, ", "), len(b.counting), required)
	}
	return o
}

// leftOut names those whose approvals are left out, and why.
func (b ballot) leftOut() []string {
	var left []string
	for _, a := range slices.Concat(b.counting, b.unsure) {
		if hand := b.parties.hand[a.By.ID]; hand != "" {
			left = append(left, name(a.By)+" "+hand)
		}
	}
	return left
}
