package approve

import (
	"context"
	"errors"
	"fmt"

	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/record"
)

// refuse says why the workflow would not obey the viewer's command; nil where
// it would, or where only it can tell.
func refuse(reading *facts.Reading, c policy.Command) error {
	if outcome, why := reading.Allows(c); outcome == policy.RefuseFor {
		return fault.New(fault.Refused, "%s", why)
	}
	return nil
}

// tell leaves a command for the workflow, as the viewer.
func (a *Approver) tell(ctx context.Context, number int, c policy.Command) error {
	text, err := record.RenderCommand(c)
	if err != nil {
		return err
	}
	_, err = a.Hub.CreateComment(ctx, a.Repository, number, text)
	if github.IsForbidden(err) || github.IsNotFound(err) {
		return fault.Wrap(err, "you may not comment on %s#%d", a.Repository, number).
			WithHint("ask the owners of %s for access", a.Repository)
	}
	if err != nil {
		return fmt.Errorf("commenting on %s#%d: %w", a.Repository, number, err)
	}
	return nil
}

// CheckReason says what is wrong with the reason of a rejection.
func CheckReason(reason string) error {
	_, err := record.RenderCommand(policy.Command{Verb: policy.CommandReject, Argument: reason})
	return err
}

// CheckReject says why the viewer may not reject the request.
func CheckReject(reading *facts.Reading) error {
	return refuse(reading, policy.Command{Verb: policy.CommandReject})
}

// Reject ends the request for a reason, as the viewer. Where the workflow obeys
// comments it closes the request, and byWorkflow is true; elsewhere the viewer
// does, and no receipt is left.
func (a *Approver) Reject(ctx context.Context, reading *facts.Reading, reason string) (byWorkflow bool, err error) {
	if err := errors.Join(CheckReason(reason), CheckReject(reading)); err != nil {
		return false, err
	}
	byWorkflow, err = a.Obeyed(ctx)
	if err != nil {
		return false, err
	}
	number := reading.Central.Issue.Number
	if err := a.tell(ctx, number, policy.Command{Verb: policy.CommandReject, Argument: reason}); err != nil || byWorkflow {
		return byWorkflow, err
	}
	if err := a.Hub.CloseIssue(ctx, a.Repository, number, "not_planned"); err != nil {
		return false, fault.Wrap(err, "the reason stands on %s#%d, and it could not be closed", a.Repository, number)
	}
	return false, nil
}
