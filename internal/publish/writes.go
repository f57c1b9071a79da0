package publish

import (
	"context"
	"fmt"

	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/github"
)

// Keys changes source repositories, too: with an App by tokens that are made
// when they are needed, and hold what the one change takes.
var _ source = (*Keys)(nil)

// CreateTag is Client.CreateTag.
func (k *Keys) CreateTag(ctx context.Context, repo, name, commit string) error {
	c, err := k.writer(ctx, repo, forWrites)
	if err != nil {
		return err
	}
	return c.CreateTag(ctx, repo, name, commit)
}

// Merge is Client.Merge.
func (k *Keys) Merge(ctx context.Context, repo, base, commit, message string) (merged bool, err error) {
	c, err := k.writer(ctx, repo, forWrites)
	if err != nil {
		return false, err
	}
	return c.Merge(ctx, repo, base, commit, message)
}

// DeleteBranchAt is Client.DeleteBranchAt, in the repository that was opened.
func (k *Keys) DeleteBranchAt(ctx context.Context, repositoryID, branch, commit string) error {
	c, err := k.writer(ctx, k.opened, forWrites)
	if err != nil {
		return err
	}
	return c.DeleteBranchAt(ctx, repositoryID, branch, commit)
}

// StartRun starts a workflow of a source repository.
func (k *Keys) StartRun(ctx context.Context, start Start) error {
	c, err := k.writer(ctx, start.Repository, github.Permissions{"actions": "write"})
	if err != nil {
		return err
	}
	err = c.Dispatch(ctx, start.Repository, start.File, start.Branch, start.Inputs)
	what := fmt.Sprintf("the workflow %s of %s", start.File, start.Repository)
	again := fmt.Sprintf("in a clone of %s, gh release-request init source, and push what it writes", start.Repository)
	switch {
	case github.IsForbidden(err):
		return fault.Wrap(err, "the key of this repository may not start %s", what).
			WithHint("an owner gives it actions: write for %s", start.Repository)
	case github.IsNotFound(err):
		return fault.Wrap(err, "%s is not there, or the key of this repository may not see it", what).WithHint("%s", again)
	case github.IsConflict(err):
		return fault.Wrap(err, "%s cannot be started for a form", what).WithHint("%s", again)
	}
	return err
}

// KeyLogin is the login of the account that the key acts as in a source
// repository that was opened, or one like it.
func (k *Keys) KeyLogin(ctx context.Context, repository string) (string, error) {
	switch {
	case k.app != nil:
		return k.app.Login(ctx, repository)
	case k.token != nil:
		return k.token.Login(ctx)
	}
	return "", fault.New(fault.Failed, "%s was not opened", repository)
}

// OpenPulls is Client.OpenPulls.
func (k *Keys) OpenPulls(ctx context.Context, repo, owner, branch, base string) ([]github.PullRequest, error) {
	c, err := k.writer(ctx, repo, github.Permissions{"pull_requests": "read"})
	if err != nil {
		return nil, err
	}
	return c.OpenPulls(ctx, repo, owner, branch, base)
}

// CreatePull is Client.CreatePull.
func (k *Keys) CreatePull(ctx context.Context, repo, title, branch, base, body string) (github.PullRequest, error) {
	c, err := k.writer(ctx, repo, github.Permissions{"pull_requests": "write"})
	if err != nil {
		return github.PullRequest{}, err
	}
	return c.CreatePull(ctx, repo, title, branch, base, body)
}
