package publish

import (
	"context"
	"errors"
	"fmt"

	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/record"
	"github.com/release-request/gh-release-request/internal/release"
)

// finishEnding closes an issue whose receipt already says how it ended: the job
// that wrote it did not come further.
func (t *tending) finishEnding(ctx context.Context) (done bool, err error) {
	last := t.last()
	if !t.open() || last == nil || last.Closed == nil || t.reopened() {
		return false, nil
	}
	return true, t.finish(ctx, last.Closed.State)
}

// reopened reports whether the issue was reopened after its last receipt.
func (t *tending) reopened() bool {
	ledger, _ := t.reading.Facts.Ledger.Get()
	again := false
	for _, e := range ledger {
		switch {
		case e.Receipt != nil:
			again = false
		case e.Kind == "reopened":
			again = true
		}
	}
	return again
}

// close ends what another request has taken the place of, and what has grown
// too old.
func (t *tending) close(ctx context.Context) (done bool, err error) {
	switch t.state {
	case release.Superseded, release.Expired:
		return true, t.end(ctx, record.Closed{State: t.state, Reason: t.words})
	}
	return false, nil
}

// end says how a request ended, closes its issue, and takes away its release
// branch where nobody needs it any more. The closing does not wait for the
// branch: it is what keeps the request from being published.
func (t *tending) end(ctx context.Context, closed record.Closed) error {
	err := t.leave(ctx, t.reading, policy.ReceiptClosed, func(r *record.Receipt) { r.Closed = &closed })
	if err != nil {
		return err
	}
	return t.finish(ctx, closed.State)
}

func (t *tending) finish(ctx context.Context, state release.State) error {
	reason := "not_planned"
	if (state == release.Published || state == release.MergeByHand) && !t.reading.Parsed.Request.Rehearsal {
		reason = "completed"
	}
	var deleted error
	if state == release.Retracted || state == release.Expired {
		deleted = t.deleteBranch(ctx)
	}
	return errors.Join(
		t.correct(ctx, t.reading, "**It is over.** How it ended stands below."),
		t.Issues.CloseIssue(ctx, t.Runtime.Repository, t.Number, reason),
		deleted,
	)
}

// deleteBranch deletes the release branch if nobody needs it. The record is its
// requester's word, and the workflow's key reaches further than theirs may: so
// nobody may have changed the request, and it must be one that they may make.
func (t *tending) deleteBranch(ctx context.Context) error {
	request := t.reading.Parsed.Request
	if t.running() || !policy.SpareBranch(t.reading.Rules, request, t.reading.Facts) {
		return nil
	}
	for _, rule := range []string{policy.RuleRequestWellformed, policy.RuleRequestUnchanged, policy.RuleRequesterAllowed} {
		if t.verdict.Finding(rule).Outcome != policy.Pass {
			return nil
		}
	}
	err := t.keeper.Source.DeleteBranchAt(ctx, t.reading.Source.NodeID, request.Branch, request.Commit)
	switch {
	case github.IsConflict(err), github.IsForbidden(err), github.IsNotFound(err):
		return nil // somebody was faster, or it is protected after all
	case err != nil:
		return fmt.Errorf("deleting the branch %s: %w", request.Branch, err)
	}
	return nil
}
