package policy

import (
	"fmt"
	"slices"
	"strings"
)

// RuleApproved passes when enough people agree.
const RuleApproved = "approved"

// The reasons of RuleApproved: the first where too few presses count and the
// last of them does, the others why the last one does not.
const (
	ReasonNotApproved          = "not-approved"
	ReasonApprovalByBot        = "approval-by-bot"
	ReasonApprovalByApp        = "approval-by-app"
	ReasonApprovalSuggested    = "approval-suggested"
	ReasonApprovalRemoved      = "approval-removed"
	ReasonApprovalReopened     = "approval-before-reopening"
	ReasonApprovalSpent        = "approval-spent"
	ReasonApprovalTooEarly     = "approval-too-early"
	ReasonApprovalTooOld       = "approval-too-old"
	ReasonApprovalLabelChanged = "approval-label-changed"
	ReasonApprovalNoTriage     = "approval-without-triage"
	ReasonApprovalNotListed    = "approval-not-listed"
)

var approved = rule{
	code:   RuleApproved,
	passes: "enough distinct people have set the label `accepted`, each of whose approval counts and none of whom has a hand in the request",
	asked:  ofAProject,
	find:   findApproved,
	reasons: []Reason{
		{Code: ReasonNotApproved, Means: "Fewer approvals count than the policy requires.", Remedy: "An approver runs `gh release-request approve N`, or sets the label `accepted` in the browser."},
		{Code: ReasonApprovalByBot, Means: "The label was set by a bot, or by an account that is gone.", Remedy: "A person sets it."},
		{Code: ReasonApprovalByApp, Means: "An App set the label in a person's name.", Remedy: "The person sets it by hand; or the owners list the App under `approval.via`."},
		{Code: ReasonApprovalSuggested, Means: "The label came from an accepted suggestion.", Remedy: "The person sets it by hand."},
		{Code: ReasonApprovalRemoved, Means: "Somebody took the label off after the approval.", Remedy: "Find out why, then approve again."},
		{Code: ReasonApprovalReopened, Means: "The request was closed and reopened after the approval.", Remedy: "Approve again."},
		{Code: ReasonApprovalSpent, Means: "The gate refused the request after the approval.", Remedy: "Clear what it refused for, then approve again."},
		{Code: ReasonApprovalTooEarly, Means: "The label was set no later than the request was filed.", Remedy: "Approve again."},
		{Code: ReasonApprovalTooOld, Means: "The approval is older than `approval.valid-for`.", Remedy: "Approve again."},
		{Code: ReasonApprovalLabelChanged, Means: "The label itself was made, renamed or changed at the time of the approval or later, so that the event proves nothing.", Remedy: "Leave the label alone, then approve again."},
		{Code: ReasonApprovalNoTriage, Means: "Who set the label has no triage on the central repository now.", Remedy: "An approver with triage approves."},
		{Code: ReasonApprovalNotListed, Means: "Who set the label is not among `approval.approvers`.", Remedy: "Somebody on that list approves."},
	},
}

func findApproved(q *question) (o opinion) {
	for _, gap := range q.ballot.missing {
		o.unknown(gap)
	}
	b, required := q.ballot, q.required()
	switch {
	case len(b.missing) > 0:
	case len(b.remain) >= required:
		o.pass("approved by %s", by(b.remain))
	case len(b.remain)+len(b.hoped) >= required:
		o.unknown("whether " + by(b.hoped) + " may approve: " + b.doubts())
	case b.last != nil:
		o.wait(b.last.reason, "%s: the approval of %s does not count, %s", b.tally(required), name(b.last.by), b.last.sentence)
	default:
		o.wait(ReasonNotApproved, "%s", b.tally(required))
	}
	return o
}

// required is at least one person, whatever the rules were made from.
func (q *question) required() int { return max(1, q.rules.Approval.Required) }

// doubts is everything withheld that approvals hang on.
func (b ballot) doubts() string {
	all := slices.Concat(b.withheld, b.parties.missing)
	slices.Sort(all)
	return strings.Join(slices.Compact(all), ", ")
}

// tally says how far the count is.
func (b ballot) tally(required int) string {
	said := fmt.Sprintf("%d of %d approvals", len(b.remain), required)
	if len(b.remain) > 0 {
		said += " (" + by(b.remain) + ")"
	}
	if len(b.hoped) > 0 {
		said += ", and perhaps " + by(b.hoped)
	}
	return said
}
