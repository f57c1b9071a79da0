package gitwrite

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/release-request/gh-release-request/internal/sandbox/gitstore"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// CreatePull opens a pull request between two branches of a repository; the
// head may be given as OWNER:BRANCH.
// Source: docs.github.com/rest/pulls/pulls#create-a-pull-request.
func (d *Door) CreatePull(ctx context.Context, c hub.Caller, repoID int64, n hub.NewPull) (hub.Issue, error) {
	repository, err := d.hub.RepoByID(c, repoID)
	if err != nil {
		return hub.Issue{}, err
	}
	if owner, branch, ok := strings.Cut(n.Pull.Head, ":"); ok && strings.EqualFold(owner, repository.Owner.Login) {
		n.Pull.Head = branch
	}
	if n.Pull.HeadSHA, err = d.end(ctx, repoID, "head", n.Pull.Head); err != nil {
		return hub.Issue{}, err
	}
	if n.Pull.BaseSHA, err = d.end(ctx, repoID, "base", n.Pull.Base); err != nil {
		return hub.Issue{}, err
	}
	merged, err := d.Repo(repoID).Contains(ctx, n.Pull.BaseSHA, n.Pull.HeadSHA)
	if err != nil {
		return hub.Issue{}, err
	}
	if merged {
		return hub.Issue{}, &hub.Error{Kind: hub.Invalid, Message: "Validation Failed", Fields: []hub.FieldError{{
			Resource: "PullRequest", Code: "custom", Message: fmt.Sprintf("No commits between %s and %s", n.Pull.Base, n.Pull.Head),
		}}}
	}
	return d.hub.CreatePull(c, repoID, n)
}

// end is the commit at one end of a pull request.
func (d *Door) end(ctx context.Context, repoID int64, field, branch string) (string, error) {
	ref, err := d.Repo(repoID).Branch(ctx, branch)
	if errors.Is(err, gitstore.ErrNotFound) || errors.Is(err, gitstore.ErrName) {
		return "", &hub.Error{Kind: hub.Invalid, Message: "Validation Failed", Fields: []hub.FieldError{{Resource: "PullRequest", Field: field, Code: "invalid"}}}
	}
	return ref.SHA, err
}
