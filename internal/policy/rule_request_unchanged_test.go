package policy

import (
	"testing"

	"github.com/release-request/gh-release-request/internal/release"
)

func requestUnchangedCases() []breakage {
	edited := func(by release.Person) func(*scene) {
		return func(s *scene) { s.facts.Edits = Known([]Edit{{By: by, At: at(5)}}) }
	}
	renamed := func(by release.Person) func(*scene) {
		return func(s *scene) {
			s.ledger(Event{ID: 100, Kind: "renamed", Actor: by, At: at(50)}, accepted(101, bob, 60))
		}
	}
	// reopened puts the press last, so that only this rule has an objection.
	reopened := func(closing Receipt) func(*scene) {
		return func(s *scene) {
			s.ledger(receipt(1, closing), Event{Kind: "closed", Actor: workflow}, Event{Kind: "reopened", Actor: alice}, accepted(101, bob, 95))
		}
	}
	deleted := func(whose release.Person) func(*scene) {
		return func(s *scene) { s.then(Event{Kind: "comment_deleted", Actor: erin, CommentBy: whose}) }
	}
	ended := func(state release.State) Receipt { return Receipt{Kind: ReceiptClosed, State: state} }
	return []breakage{
		{claim: "refuses an edit by the requester", do: edited(alice), outcome: RefuseFor, reason: "edited", says: "alice"},
		{claim: "refuses an edit by another bot", do: edited(robot), outcome: RefuseFor, reason: "edited"},
		{claim: "refuses an edit by an account that is gone", do: edited(ghost), outcome: RefuseFor, reason: "edited"},
		{claim: "allows the workflow to edit", do: edited(workflow), outcome: Pass},
		{claim: "refuses a new title", do: renamed(bob), outcome: RefuseFor, reason: "renamed", says: "bob"},
		{claim: "refuses a new title by an account that is gone", do: renamed(ghost), outcome: RefuseFor, reason: "renamed"},
		{claim: "allows the workflow to rename", do: renamed(workflow), outcome: Pass},
		{claim: "refuses reopening after it was published", do: reopened(ended(release.Published)), outcome: RefuseFor, reason: "reopened", says: "published"},
		{claim: "refuses reopening after it was published but for the merge", do: reopened(ended(release.MergeByHand)), outcome: RefuseFor, reason: "reopened"},
		{claim: "refuses reopening after it was rejected", do: reopened(ended(release.Rejected)), outcome: RefuseFor, reason: "reopened"},
		{claim: "refuses reopening after it was retracted", do: reopened(ended(release.Retracted)), outcome: RefuseFor, reason: "reopened"},
		{claim: "refuses reopening after an end that the receipt does not name", do: reopened(ended("")), outcome: RefuseFor, reason: "reopened"},
		{claim: "allows reopening after it expired", do: reopened(ended(release.Expired)), outcome: Pass},
		{claim: "allows reopening after it was closed without a receipt", do: reopened(Receipt{Kind: ReceiptResult}), outcome: Pass},
		{claim: "takes an end that nobody reopened", do: func(s *scene) { s.ended(release.Rejected) }, outcome: Pass, also: []string{"request-open"}},
		{claim: "refuses a deleted comment of the workflow", do: deleted(workflow), outcome: RefuseFor, reason: "receipt-missing", says: "erin"},
		{claim: "refuses a deleted comment of nobody knows whom", do: deleted(ghost), outcome: RefuseFor, reason: "receipt-missing"},
		{claim: "allows a deleted comment of a person", do: deleted(bob), outcome: Pass},
		{claim: "refuses another record than the workflow has decided about", do: func(s *scene) {
			s.then(receipt(1, Receipt{Kind: ReceiptVerdict, Decision: Publish, Digest: release.DigestOf([]byte("another record"))}))
		}, outcome: RefuseFor, reason: "edited", says: "held another record"},
		{claim: "allows a record where there was none", do: func(s *scene) { s.then(receipt(1, Receipt{Kind: ReceiptVerdict, Decision: Wait})) }, outcome: Pass},
		{claim: "allows a receipt of its own record", do: func(s *scene) {
			s.then(receipt(1, Receipt{Kind: ReceiptVerdict, Decision: Publish, Digest: s.facts.Record.Digest}))
		}, outcome: Pass},
		{claim: "refuses when a receipt names one that is not there", do: func(s *scene) {
			s.then(receipt(1, Receipt{Kind: ReceiptVerdict, Decision: Wait, Missing: true}))
		}, outcome: RefuseFor, reason: "receipt-missing"},
	}
}

func TestRequestUnchanged(t *testing.T) {
	prove(t, RuleRequestUnchanged, append(requestUnchangedCases(), formUnchangedCases()...))
}
