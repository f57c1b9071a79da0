package publish

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/record"
	"github.com/release-request/gh-release-request/internal/release"
)

// hint says in the place of a run that ended without its report what came of
// it, as GitHub tells of its jobs, and how to go on. It starts nothing: why the
// run died is for people to look at.
func (t *tending) hint(ctx context.Context) (done bool, err error) {
	last := t.last()
	if last == nil || last.Verdict == nil || last.Verdict.Decision != policy.Publish && last.Verdict.Decision != policy.Finish {
		return false, nil
	}
	if slices.Contains(t.reading.Labels, labelFailed) {
		return true, nil // the report said that it could not be finished
	}
	run, err := release.ParseRun(last.Run)
	if err != nil {
		return false, err
	}
	over, err := t.over(ctx, run.ID)
	if err != nil || !over {
		return true, err
	}
	// Its receipt may have come between the reading and the answer about it.
	again, err := t.Reader.Read(ctx, t.Number)
	if err != nil {
		return false, err
	}
	if len(again.Comments) != len(t.reading.Comments) {
		return true, nil // somebody said something: the next sweep reads it
	}
	result := resultOf(again)
	if result.State == release.Published {
		text := fmt.Sprintf("**The run that published this ended without a report.** Every target is published; the tag, the merge and the closing of this issue are left.\n\n"+
			"To finish it: `gh release-request retry %d`. [Run %d](%s)", t.Number, run.ID, last.URL)
		err = t.show(ctx, t.reading, text)
	} else {
		result.Exceptions = append(result.Exceptions, fmt.Sprintf("run %d ended without a report; this is what GitHub tells of its jobs", run.ID))
		err = t.leave(ctx, t.reading, policy.ReceiptResult, func(r *record.Receipt) { r.Result = &result })
	}
	if err != nil {
		return false, err
	}
	return true, t.Issues.AddLabel(ctx, t.Runtime.Repository, t.Number, labelFailed)
}

// over reports whether nothing of a run will happen any more; one that was
// deleted is over, too.
func (t *tending) over(ctx context.Context, id int64) (bool, error) {
	run, err := t.keeper.Hub.Run(ctx, t.Runtime.Repository, id)
	switch {
	case github.IsNotFound(err):
		return true, nil
	case err != nil:
		return false, errors.Join(fmt.Errorf("looking at run %d", id), err)
	}
	return run.Finished(), nil
}
