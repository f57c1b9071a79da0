package publish

import (
	"context"
	"errors"
	"slices"

	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/record"
)

// announce says a verdict on the issue. A verdict that starts something, or
// that asks for another press of the button, leaves a receipt; one that only
// waits is told in the comment that is updated, and leaves the label.
func (c *Case) announce(ctx context.Context, reading *facts.Reading, verdict policy.Verdict) error {
	switch {
	case overtaken(reading.Facts):
		return nil // how it ended stands on the issue
	case verdict.Decision == policy.Refuse, verdict.WantsPress():
		return c.sendBack(ctx, reading, verdict)
	case verdict.Decision == policy.Wait:
		return c.hold(ctx, reading, verdict)
	}
	return c.letGo(ctx, reading, verdict)
}

// overtaken reports whether the request had ended, with a receipt that says so,
// when nobody had asked since: the question was there before the end.
func overtaken(f policy.Facts) bool {
	issue, _ := f.Issue.Get()
	ledger, _ := f.Ledger.Get()
	ended := false
	for _, e := range ledger {
		switch {
		case e.Receipt != nil && e.Receipt.Kind == policy.ReceiptClosed:
			ended = true
		case e.Kind == "labeled" && (e.Label == policy.LabelAccepted || e.Label == policy.LabelEmergency):
			ended = false
		}
	}
	return ended && !issue.Open
}

// sendBack leaves a receipt and takes off the labels that were pressed.
func (c *Case) sendBack(ctx context.Context, reading *facts.Reading, verdict policy.Verdict) error {
	off := buttons(reading.Labels)
	if err := c.leaveVerdict(ctx, reading, verdict, off); err != nil {
		return err
	}
	var err error
	if !reading.Facts.Record.Form { // of a form it says what is being done, and goes on to
		err = c.correct(ctx, reading, "**The gate has answered.** Its verdict stands below.")
	}
	for _, label := range off {
		err = errors.Join(err, c.Issues.RemoveLabel(ctx, c.Runtime.Repository, c.Number, label))
	}
	return err
}

// hold says what a request waits for. If it was asked for by other means than
// the label, since an earlier run failed, the receipt keeps that: sweep goes by
// it.
func (c *Case) hold(ctx context.Context, reading *facts.Reading, verdict policy.Verdict) error {
	if policy.Asked(reading.Facts) {
		return c.show(ctx, reading, record.VerdictText(verdict, c.Number))
	}
	return c.leaveVerdict(ctx, reading, verdict, nil)
}

// letGo leaves the receipt that starts something, and takes away what is no
// longer so.
func (c *Case) letGo(ctx context.Context, reading *facts.Reading, verdict policy.Verdict) error {
	if err := c.leaveVerdict(ctx, reading, verdict, nil); err != nil {
		return err
	}
	err := c.correct(ctx, reading, "**The gate has let it go.** What becomes of it stands below.")
	if slices.Contains(reading.Labels, labelFailed) {
		err = errors.Join(err, c.Issues.RemoveLabel(ctx, c.Runtime.Repository, c.Number, labelFailed))
	}
	return err
}

func (c *Case) leaveVerdict(ctx context.Context, reading *facts.Reading, verdict policy.Verdict, off []string) error {
	return c.leave(ctx, reading, policy.ReceiptVerdict, func(r *record.Receipt) {
		r.Verdict = &verdict
		r.Unlabelled = off
		r.Next = record.Advice(verdict, c.Number)
	})
}
