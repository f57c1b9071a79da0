// Package publish is what the central repository's workflow does with a
// request: the gate decides, a publish job checks out the approved commit and
// publishes one target, the report says what happened and closes the request.
// It stands on the work floor. It never trusts what an earlier job or the
// issue's text claims where GitHub can be asked, and it never holds a target's
// secret longer than the one step that needs it.
package publish

import (
	"context"

	"github.com/release-request/gh-release-request/internal/actions"
	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/record"
)

// reader reads the facts of a request.
type reader interface {
	Read(ctx context.Context, number int) (*facts.Reading, error)
}

// issues is what the workflow writes to a request.
type issues interface {
	Comments(ctx context.Context, repo string, number int) ([]github.Comment, error)
	CreateComment(ctx context.Context, repo string, number int, body string) (github.Comment, error)
	UpdateComment(ctx context.Context, repo string, id int64, body string) error
	AddLabel(ctx context.Context, repo string, number int, label string) error
	RemoveLabel(ctx context.Context, repo string, number int, label string) error
	UpdateIssue(ctx context.Context, repo string, number int, title, body string) error
	CloseIssue(ctx context.Context, repo string, number int, reason string) error
}

// labelFailed marks a request whose last run did not end well.
const labelFailed = "failed"

// Case is one request in one run of the workflow.
type Case struct {
	Reader  reader
	Issues  issues
	Minter  minter // nil in a job that does not hold the gate's key
	CI      *Watch // of the gate; nil: it does not wait
	Runtime *actions.Runtime
	Number  int
}

// leave writes a receipt, chained to the one before it. fill adds the part
// that its kind names.
func (c *Case) leave(ctx context.Context, reading *facts.Reading, kind string, fill func(*record.Receipt)) error {
	receipt := record.Receipt{
		Kind: kind, Number: c.Number, Request: reading.Parsed.Digest, Policy: reading.Central.Head,
		Run: c.Runtime.Run.String(), URL: c.Runtime.RunURL(), At: reading.Facts.Now,
	}
	if !reading.Parsed.Digest.IsZero() {
		receipt.Release = record.ReleaseOf(reading.Parsed.Request)
	}
	if found := facts.Receipts(reading.Comments); len(found) > 0 {
		receipt.Previous = found[len(found)-1].Digest
	}
	fill(&receipt)
	text, err := record.RenderReceipt(receipt)
	if err != nil {
		return err
	}
	comment, err := c.Issues.CreateComment(ctx, c.Runtime.Repository, c.Number, text)
	if err != nil {
		return err
	}
	// The next receipt of this job names this one.
	found, err := record.ParseReceipt(text)
	if err != nil {
		return err
	}
	reading.Comments = append(reading.Comments, facts.Comment{ID: comment.ID, By: comment.User.Person(), Body: text, URL: comment.URL, Receipt: &found})
	return nil
}
