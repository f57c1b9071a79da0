package inbox

import (
	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/release"
)

// endedBy says who ended a request and why, as the receipt of its end has it;
// empty where that says no more than the state.
func endedBy(reading *facts.Reading, state release.State) string {
	words := ""
	for _, found := range facts.Receipts(reading.Comments) {
		r := found.Receipt
		if r.Kind != policy.ReceiptClosed || r.Closed == nil || r.Closed.State != state {
			continue
		}
		words = r.Closed.Reason
		if by := r.Closed.By.Login; by != "" {
			words = "by " + by
			if r.Closed.Reason != "" {
				words += ": " + r.Closed.Reason
			}
		}
	}
	return words
}
