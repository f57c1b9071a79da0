package token

import (
	"context"
	"fmt"
	"slices"

	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/record"
)

// Rotation is what came of a rotation.
type Rotation struct {
	Changes []Change
	Receipt string // its URL; empty: none could be left
}

// Rotate replaces the tokens of a plan, and leaves a receipt of what came of it,
// also when it is stopped on the way. The place for the receipt is made first:
// where there is none, nothing is changed. An error beside a rotation is that the
// receipt could not be left.
func (r *Rotator) Rotate(ctx context.Context, plan *Plan, tokens []Fresh) (*Rotation, error) {
	issue, err := r.rotations(ctx)
	if err != nil {
		return nil, fault.Wrap(err, "nothing was changed: there is no place for the receipt")
	}
	done := &Rotation{Changes: r.replace(ctx, plan, tokens)}
	if !slices.ContainsFunc(done.Changes, func(c Change) bool { return c.Fate != Untried }) {
		return done, nil
	}
	text, err := record.RenderRotation(receipt(plan, done.Changes))
	if err != nil {
		return done, err
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), farewell)
	defer cancel()
	comment, err := r.Hub.CreateComment(ctx, r.Repository, issue, text)
	if err != nil {
		return done, fault.Wrap(err, "no receipt could be left on %s#%d", r.Repository, issue)
	}
	done.Receipt = comment.URL
	return done, nil
}

// rotations finds the issue on which rotations are recorded, or opens it. Of
// several the oldest is the one, so that two people at once agree.
func (r *Rotator) rotations(ctx context.Context) (number int, err error) {
	issues, err := r.Hub.IssuesTitled(ctx, r.Repository, record.RotationsTitle)
	if err != nil {
		return 0, err
	}
	for _, issue := range issues {
		if issue.State == "OPEN" && record.IsRotations(issue.Title, issue.Body) && (number == 0 || issue.Number < number) {
			number = issue.Number
		}
	}
	if number != 0 {
		return number, nil
	}
	made, err := r.Hub.CreateIssue(ctx, r.Repository, record.RotationsTitle, record.RotationsBody())
	return made.Number, err
}

func receipt(plan *Plan, changes []Change) record.Rotation {
	rotation := record.Rotation{Policy: plan.Policy, At: plan.At}
	for _, c := range changes {
		last := len(rotation.Tokens) - 1
		if last < 0 || rotation.Tokens[last].Name != c.Secret {
			rotation.Tokens = append(rotation.Tokens, record.RotatedToken{Name: c.Secret, Verified: c.Verdict.Words()})
			last++
		}
		rotation.Tokens[last].Environments = append(rotation.Tokens[last].Environments, record.RotatedPlace{Name: c.Environment, Updated: c.At})
	}
	return rotation
}

// Words says in short what is known of a value.
func (v Verdict) Words() string {
	switch {
	case v.Outcome == "":
		return "not verified"
	case v.Account != "":
		return fmt.Sprintf("%s, as %s", v.Outcome, v.Account)
	}
	return string(v.Outcome)
}
