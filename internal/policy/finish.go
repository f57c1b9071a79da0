package policy

import (
	"slices"

	"github.com/release-request/gh-release-request/internal/release"
)

// left returns the targets that are still to be published, in the policy's
// order.
func (q *question) left() []string {
	targets, _ := q.facts.Targets.Get()
	var left []string
	for _, name := range q.request.Targets {
		if targets[name].State == TargetLeft {
			left = append(left, name)
		}
	}
	return left
}

// published reports whether every target is certainly out.
func published(request release.Request, facts Facts) bool {
	targets, _ := facts.Targets.Get()
	return len(request.Targets) > 0 && !slices.ContainsFunc(request.Targets, func(name string) bool {
		return targets[name].State != TargetPublished
	})
}

// workAfter is what report has to do once everything is published.
type workAfter int

const (
	workUnknown workAfter = iota
	workLeft
	workDone
)

// after says what is left once every target is published. An open issue is
// still to be closed. A closed one is done with if a receipt says that the
// release ended well; without that receipt somebody closed it by hand, and
// tag, merge and branch tell. A rehearsal leaves none of these.
func after(request release.Request, facts Facts) workAfter {
	issue, ok := facts.Issue.Get()
	landed, known := facts.Landed.Get()
	switch {
	case !ok:
		return workUnknown
	case issue.Open:
		return workLeft
	case request.Rehearsal || endedWell(facts):
		return workDone
	case !known:
		return workUnknown
	case landed.Tagged && landed.Merged && landed.Deleted:
		return workDone
	}
	return workLeft
}

// endedWell reports whether a receipt says that the release was completed.
func endedWell(facts Facts) bool {
	ended := lastClosing(facts)
	return ended != nil && (ended.State == release.Published || ended.State == release.MergeByHand)
}

// closingInForce returns the last receipt of a closing unless the issue was reopened
// after it.
func closingInForce(facts Facts) *Receipt {
	ledger, _ := facts.Ledger.Get()
	for _, e := range slices.Backward(ledger) {
		switch {
		case e.Kind == kindReopened:
			return nil
		case e.Receipt != nil && e.Receipt.Kind == ReceiptClosed:
			return e.Receipt
		}
	}
	return nil
}

// lastClosing returns the last receipt of a closing, nil for none.
func lastClosing(facts Facts) *Receipt {
	ledger, _ := facts.Ledger.Get()
	for _, e := range slices.Backward(ledger) {
		if e.Receipt != nil && e.Receipt.Kind == ReceiptClosed {
			return e.Receipt
		}
	}
	return nil
}
