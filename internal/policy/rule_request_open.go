package policy

import (
	"slices"
	"strings"
)

// RuleRequestOpen passes for a request that stands.
const RuleRequestOpen = "request-open"

// The reasons of RuleRequestOpen.
const (
	ReasonClosed     = "request-closed"
	ReasonElsewhere  = "request-not-made-here"
	ReasonDuplicate  = "duplicate"
	ReasonSuperseded = "superseded"
	ReasonRival      = "other-request-open"
	ReasonRivalRuns  = "other-request-publishing"
)

var requestOpen = rule{
	code:   RuleRequestOpen,
	passes: "the issue is open, was made here as an issue, and no other request takes its place",
	asked:  ofAnyIssue,
	find:   findRequestOpen,
	reasons: []Reason{
		{Code: ReasonClosed, Means: "The request's issue is closed.", Remedy: "Ask again: `gh release-request PROJECT VERSION`."},
		{Code: ReasonElsewhere, Means: "The issue was transferred from another repository, or converted; its history is not all here.", Remedy: "Ask again, and close this one."},
		{Code: ReasonDuplicate, Means: "The same request is open already under a lower number.", Remedy: "Use that one."},
		{Code: ReasonSuperseded, Means: "A newer request for this version, by the same person or by an approver, has taken this one's place.", Remedy: "Use the newer one; or close it."},
		{Code: ReasonRival, Means: "Somebody else's request for this version is open, or one that is published in part.", Remedy: "Settle that one first: its requester retracts it, or an approver rejects it."},
		{Code: ReasonRivalRuns, Means: "An older request for this version is being published at this moment.", Remedy: "Wait until its run has ended."},
	},
}

func findRequestOpen(q *question) (o opinion) {
	issue, ok := read(&o, "the issue", q.facts.Issue)
	if ok && !issue.Open {
		o.refuse(ReasonClosed, "the issue is closed")
	}
	ledger, _ := read(&o, "the issue's timeline", q.facts.Ledger)
	if slices.ContainsFunc(ledger, func(e Event) bool {
		return e.Kind == kindTransferred || strings.HasPrefix(e.Kind, kindConverted)
	}) {
		o.refuse(ReasonElsewhere, "the issue was transferred or converted, so its history is not all here; ask again")
	}
	if ok && q.stage == ofAProject {
		q.compareRivals(&o)
	}
	o.pass("open, and no other request takes its place")
	return o
}
