package cli

import (
	"slices"

	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/inbox"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/record"
	"github.com/release-request/gh-release-request/internal/release"
)

// A request that is closed is told by its receipts: they hold the facts of then.
// People's roles have changed since, and are not told to every reader.

// approvalsOf returns the approvals that the request rests on.
func approvalsOf(i inbox.Item) []release.Approval {
	letGo := lastReceipt(i, func(r record.Receipt) bool { return r.Verdict != nil && r.Verdict.Decision == policy.Publish })
	if letGo == nil {
		return i.Verdict.Approvals
	}
	return letGo.Verdict.Approvals
}

// reported returns what the last report says of a target; nil if there is none.
func reported(i inbox.Item, name string) *record.TargetResult {
	report := lastReceipt(i, func(r record.Receipt) bool { return r.Result != nil })
	if report == nil {
		return nil
	}
	n := slices.IndexFunc(report.Result.Targets, func(t record.TargetResult) bool { return t.Name == name })
	if n < 0 {
		return nil
	}
	return &report.Result.Targets[n]
}

// lastReceipt returns the newest receipt of a kind on a closed request, for the
// record as it stands; nil for none.
func lastReceipt(i inbox.Item, is func(record.Receipt) bool) *record.Receipt {
	if i.Reading == nil || i.Issue.State == "OPEN" {
		return nil
	}
	for _, found := range slices.Backward(facts.Receipts(i.Reading.Comments)) {
		if found.Receipt.Request == i.Reading.Parsed.Digest && is(found.Receipt) {
			return &found.Receipt
		}
	}
	return nil
}
