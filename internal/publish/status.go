package publish

import (
	"context"
	"strings"

	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/record"
)

// say keeps the one comment up to date that tells people how things stand. It
// is written anew only when there is something else to say. It reads the
// comments itself, for where the request could not be read.
func (c *Case) say(ctx context.Context, text string) error {
	comments, err := c.Issues.Comments(ctx, c.Runtime.Repository, c.Number)
	if err != nil {
		return err
	}
	for _, comment := range comments {
		if comment.User != nil && comment.User.Login == facts.WorkflowAccount && record.IsStatus(comment.Body) {
			return c.rewrite(ctx, comment.ID, comment.Body, text)
		}
	}
	_, err = c.Issues.CreateComment(ctx, c.Runtime.Repository, c.Number, record.RenderStatus(text))
	return err
}

// show does as say, by what was read.
func (c *Case) show(ctx context.Context, reading *facts.Reading, text string) error {
	if status, found := statusOf(reading); found {
		return c.rewrite(ctx, status.ID, status.Body, text)
	}
	_, err := c.Issues.CreateComment(ctx, c.Runtime.Repository, c.Number, record.RenderStatus(text))
	return err
}

// correct does as show, but only if something was said before: what is said
// elsewhere needs no second comment.
func (c *Case) correct(ctx context.Context, reading *facts.Reading, text string) error {
	if status, found := statusOf(reading); found {
		return c.rewrite(ctx, status.ID, status.Body, text)
	}
	return nil
}

func (c *Case) rewrite(ctx context.Context, id int64, before, text string) error {
	body := record.RenderStatus(text)
	if strings.TrimSpace(strings.ReplaceAll(before, "\r\n", "\n")) == strings.TrimSpace(body) {
		return nil
	}
	return c.Issues.UpdateComment(ctx, c.Runtime.Repository, id, body)
}

// statusOf finds that comment. Anybody can write one that looks like it, so it
// must be the workflow's own.
func statusOf(reading *facts.Reading) (facts.Comment, bool) {
	issue, _ := reading.Facts.Issue.Get()
	for _, comment := range reading.Comments {
		if issue.Workflow.Same(comment.By) && record.IsStatus(comment.Body) {
			return comment, true
		}
	}
	return facts.Comment{}, false
}
