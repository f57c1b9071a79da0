package publish

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/record"
	"github.com/release-request/gh-release-request/internal/release"
)

// inform keeps the comment up to date that says what stands in a request's way,
// before anybody asked the gate and while it waits.
func (t *tending) inform(ctx context.Context) (done bool, err error) {
	if last := t.last(); last != nil && last.Verdict != nil && last.Verdict.Decision == policy.Refuse {
		return false, nil // the gate has said it
	}
	findings := record.FindingsText(t.verdict, t.Number)
	switch {
	case t.state == release.Malformed:
		return true, t.show(ctx, t.reading, "**This is no request that can be published.** Ask with `gh release-request PROJECT VERSION`, and leave the issue as it is written.\n\n"+t.malformed())
	case t.state == release.Changed:
		return true, t.show(ctx, t.reading, "**It was changed after it was filed, so it is never published.**\n\n"+findings)
	case t.state == release.Failed, t.state == release.Unknown:
		return false, nil // a receipt says it
	case t.verdict.Decision == policy.Refuse:
		return false, t.show(ctx, t.reading, "**As it stands, the gate refuses this request.**\n\n"+findings)
	case t.verdict.Decision == policy.Wait && policy.Asked(t.reading.Facts):
		if _, told := statusOf(t.reading); !told && t.pressedSince(gateSpeaks) {
			return false, nil // two comments could not be made one again
		}
		return false, t.show(ctx, t.reading, record.VerdictText(t.verdict, t.Number))
	}
	return false, t.correct(ctx, t.reading, fmt.Sprintf("**Nothing else stands in its way any more.** To approve it: `gh release-request approve %d`.", t.Number))
}

// gateSpeaks is how long after a press the gate is left to say itself what a
// request waits for.
const gateSpeaks = 10 * time.Minute

// pressedSince reports whether a label that starts the gate was set so recently.
func (t *tending) pressedSince(d time.Duration) bool {
	ledger, _ := t.reading.Facts.Ledger.Get()
	return slices.ContainsFunc(ledger, func(e policy.Event) bool {
		return e.Kind == "labeled" && len(buttons([]string{e.Label})) == 1 && t.reading.Facts.Now.Sub(e.At) < d
	})
}

// malformed lists every problem of the text.
func (t *tending) malformed() string {
	text := ""
	for _, problem := range t.reading.Facts.Record.Problems {
		text += "- " + record.Quote(problem) + "\n"
	}
	return text
}
