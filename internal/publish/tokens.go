package publish

import (
	"context"
	"fmt"
	"strings"

	"github.com/release-request/gh-release-request/internal/actions"
	"github.com/release-request/gh-release-request/internal/config"
	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/record"
)

// Tokens reminds of tokens that are due, in one issue that is opened, kept up to
// date, and closed when none is.
type Tokens struct {
	// Due lists those that are due, as far as that is known; the error says why
	// more may be.
	Due     func(context.Context) ([]record.DueToken, error)
	Issues  reminders
	Runtime *actions.Runtime
}

// reminders is what that issue takes.
type reminders interface {
	CreateIssue(ctx context.Context, repo, title, body string) (github.Issue, error)
	UpdateIssue(ctx context.Context, repo string, number int, title, body string) error
	CloseIssue(ctx context.Context, repo string, number int, reason string) error
}

// remind does that, given the open issues; more says that there are others. What
// is not known closes nothing.
func (t *Tokens) remind(ctx context.Context, open []facts.Opened, more bool) error {
	if t == nil {
		return nil
	}
	due, unknown := t.Due(ctx)
	if unknown != nil {
		t.Runtime.Warning("tokens due", strings.TrimSuffix(fmt.Sprintf("Whether all tokens were rotated in time is not known: %v; %s", unknown, fault.HintOf(unknown)), "; "))
	}
	there := reminderIn(open)
	body := record.DueBody(due)
	var err error
	switch {
	case len(due) == 0 && there != nil && unknown == nil:
		err = t.Issues.CloseIssue(ctx, t.Runtime.Repository, there.Number, "completed")
	case len(due) == 0, there == nil && more:
	case there == nil:
		_, err = t.Issues.CreateIssue(ctx, t.Runtime.Repository, record.DueTitle, body)
	case strings.TrimSpace(strings.ReplaceAll(there.Body, "\r\n", "\n")) != strings.TrimSpace(body):
		err = t.Issues.UpdateIssue(ctx, t.Runtime.Repository, there.Number, record.DueTitle, body)
	}
	if err != nil {
		return fmt.Errorf("reminding of tokens that are due: %w", err)
	}
	return nil
}

// reminderIn finds the issue. Anybody can open one that looks like it, so it must
// be the workflow's own.
func reminderIn(open []facts.Opened) *github.RequestIssue {
	for _, o := range open {
		if record.IsDue(o.Issue.Title, o.Issue.Body) && o.Issue.Author.Person().Login == facts.WorkflowAccount {
			return &o.Issue
		}
	}
	return nil
}

// forAges is what it takes to read when the secrets of environments were set.
// https://docs.github.com/en/rest/authentication/permissions-required-for-github-apps#repository-permissions-for-environments
var forAges = github.Permissions{"environments": "read"}

// Environments opens the central repository for reading when the secrets of its
// environments were set, which no job's own token may.
func (k *Keys) Environments(ctx context.Context, p *config.Policy) (*github.Client, error) {
	if err := k.choose(p); err != nil {
		return nil, err
	}
	if k.app == nil {
		return k.token, nil
	}
	c, _, err := k.door(ctx, k.Repository, forAges)
	return c, err
}
