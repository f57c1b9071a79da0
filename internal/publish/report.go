package publish

import (
	"context"
	"errors"
	"fmt"
	"reflect"

	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/record"
	"github.com/release-request/gh-release-request/internal/release"
)

// Report says on the issue what happened, as GitHub reports the run's jobs, and
// finishes what is fully published: tag, merge, release branch, closing.
type Report struct {
	Case
	Source  source
	Remarks remarks
	Digest  string // output of the gate
}

// Run returns how publishing ended. Whatever it left undone, the next run does:
// every step looks first whether it is done, and what is done with is left
// alone.
func (r *Report) Run(ctx context.Context) (release.State, error) {
	reading, err := r.Reader.Read(ctx, r.Number)
	if err != nil {
		return "", r.unfinished(ctx, err)
	}
	if reading.Parsed.Digest.String() != r.Digest {
		err := fault.New(fault.Refused, "the request was changed after the gate let digest %.12s go", r.Digest)
		return release.Changed, r.unfinished(ctx, err)
	}
	closed := closing(reading)
	if closed != "" && reading.Central.Issue.State == "CLOSED" {
		return closed, nil
	}
	result := resultOf(reading)
	if err := r.exceptions(ctx, reading, &result); err != nil {
		return "", r.unfinished(ctx, err)
	}
	if result.State == release.Published {
		if err := r.finish(ctx, reading, &result); err != nil {
			return "", r.unfinished(ctx, err)
		}
	}
	if closed == "" {
		if err := r.tell(ctx, reading, result); err != nil {
			return result.State, err
		}
	}
	if result.State == release.Failed || result.State == release.Unknown {
		if reading.Central.Issue.State == "CLOSED" {
			return result.State, nil // it was ended meanwhile: nobody is to try again
		}
		return result.State, r.Issues.AddLabel(ctx, r.Runtime.Repository, r.Number, labelFailed)
	}
	err = r.close(ctx, reading, result.State, closed)
	if result.Rehearsal {
		return release.Rehearsed, err
	}
	return result.State, err
}

// closing returns how the request ended by its last receipt; empty if that is
// no closing of a completed release.
func closing(reading *facts.Reading) release.State {
	found := facts.Receipts(reading.Comments)
	if len(found) == 0 {
		return ""
	}
	last := found[len(found)-1].Receipt
	if last.Closed == nil || last.Request != reading.Parsed.Digest || last.Closed.State != release.Published && last.Closed.State != release.MergeByHand {
		return ""
	}
	return last.Closed.State
}

// finish does what comes after publishing, if the rules that guard it hold.
// Since the gate decided the request may have been edited, and the repository
// moved.
func (r *Report) finish(ctx context.Context, reading *facts.Reading, result *record.Result) error {
	if verdict := reading.Verdict(); verdict.Decision != policy.Finish {
		var problems []error
		for _, f := range verdict.Against() {
			problems = append(problems, fmt.Errorf("%s: %s", f.Reason, f.Sentence))
		}
		return fault.Wrap(fault.All("everything is published, and tag, merge and closing may not be done", problems), "the verdict is %s", verdict.Decision).WithKind(fault.Refused)
	}
	if result.Rehearsal {
		return nil // it ends without a trace in the source repository
	}
	if err := r.land(ctx, reading, result); err != nil {
		return fmt.Errorf("everything is published, and what comes after is not done: %w", err)
	}
	return nil
}

// tell leaves the receipt of the result, unless it is what was said last.
func (r *Report) tell(ctx context.Context, reading *facts.Reading, result record.Result) error {
	found := facts.Receipts(reading.Comments)
	if len(found) > 0 && reflect.DeepEqual(found[len(found)-1].Receipt.Result, &result) {
		return nil
	}
	return r.leave(ctx, reading, policy.ReceiptResult, func(receipt *record.Receipt) { receipt.Result = &result })
}

// resultOf puts together what became of each target.
func resultOf(reading *facts.Reading) record.Result {
	request := reading.Parsed.Request
	states, _ := reading.Facts.Targets.Get()
	result := record.Result{State: release.Published, Rehearsal: request.Rehearsal, Exceptions: []string{}, Merge: record.Merge{Base: request.Base}}
	for _, name := range request.Targets {
		t := states[name]
		why := t.Why
		switch t.State {
		case policy.TargetPublished:
		case policy.TargetLeft:
			if why == "" {
				why = "it was not started"
			}
			if result.State == release.Published {
				result.State = release.Failed
			}
		default:
			t.State, result.State = policy.TargetUnknown, release.Unknown
		}
		result.Targets = append(result.Targets, record.TargetResult{Name: name, State: t.State, Run: t.Run, URL: t.URL, Why: why})
	}
	return result
}

// close leaves the last receipt, unless a run that died left it, and closes the
// issue with it.
func (r *Report) close(ctx context.Context, reading *facts.Reading, state, closed release.State) error {
	rehearsal := reading.Parsed.Request.Rehearsal
	if closed == "" {
		err := r.leave(ctx, reading, policy.ReceiptClosed, func(receipt *record.Receipt) {
			receipt.Closed = &record.Closed{State: state, Rehearsal: rehearsal}
		})
		if err != nil {
			return err
		}
	}
	if err := r.Issues.RemoveLabel(ctx, r.Runtime.Repository, r.Number, labelFailed); err != nil {
		return err
	}
	reason := "completed"
	if rehearsal {
		reason = "not_planned" // nothing was published, and the version is still to come
	}
	return r.Issues.CloseIssue(ctx, r.Runtime.Repository, r.Number, reason)
}

// unfinished says on the issue that the report itself failed, and leaves the
// request open and marked, so that retry finishes it.
func (r *Report) unfinished(ctx context.Context, cause error) error {
	advice := "To finish it: `gh release-request retry %d`."
	if fault.KindOf(cause) == fault.Refused {
		advice = "How things stand: `gh release-request view %d`."
	}
	text := fmt.Sprintf("**The report could not be finished.** %s\n\n"+advice+" [Run %d](%s)",
		record.Quote(cause.Error()), r.Number, r.Runtime.Run.ID, r.Runtime.RunURL())
	return errors.Join(cause, r.say(ctx, text), r.Issues.AddLabel(ctx, r.Runtime.Repository, r.Number, labelFailed))
}
