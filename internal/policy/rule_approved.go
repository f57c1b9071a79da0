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
	ReasonEmergencyVoid        = "emergency-not-counted"
)

var approved = rule{
	code:   RuleApproved,
	passes: "enough distinct people have set the label `accepted`, each of whose approval counts and none of whom has a hand in the request; or the policy's `auto-approve` needs nobody",
	asked:  ofAProject,
	yields: true,
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
		{Code: ReasonEmergencyVoid, Means: "Somebody set the label `emergency`, and that does not count; the sentence says why.", Remedy: "Somebody among `approval.emergency` runs `gh release-request approve N --emergency REASON`; or approve as usual."},
	},
}

func findApproved(q *question) (o opinion) {
	for _, gap := range q.ballot.missing {
		o.unknown(gap)
	}
	b, required := q.ballot, q.required()
	auto, why := q.automatic()
	tally := b.tally(required)
	if why != "" {
		tally += "; not approved automatically: " + why
	}
	switch miss := q.lastMiss(); {
	case len(b.missing) > 0:
	case len(b.remain) >= required:
		o.pass("approved by %s", by(b.remain))
	case auto:
		o.pass("approved automatically: %s", why)
	case len(b.remain)+len(b.hoped) >= required:
		o.unknown("whether " + by(b.hoped) + " may approve: " + b.doubts())
	case miss != nil:
		o.wait(miss.reason, "%s: %s does not count, %s", tally, miss.title(), miss.sentence)
	default:
		o.wait(ReasonNotApproved, "%s", tally)
	}
	return o
}

// lastMiss is the last press of either label, if it does not count.
func (q *question) lastMiss() *miss {
	last, alarm := q.ballot.last, q.glass.last
	if last == nil || alarm != nil && alarm.position > last.position {
		return alarm
	}
	return last
}

// title names a press in a sentence.
func (m miss) title() string {
	if m.Label == LabelEmergency {
		return "the emergency of " + name(m.Actor)
	}
	return "the approval of " + name(m.Actor)
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
