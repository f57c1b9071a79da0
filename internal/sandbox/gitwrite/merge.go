package gitwrite

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/release-request/gh-release-request/internal/sandbox/gitstore"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// A Merge is a wish to merge a revision into a branch.
type Merge struct {
	Base    string // name of the branch
	Head    string // branch, tag or commit
	Message string // empty: GitHub's own words
}

// Merge makes a merge commit on the base branch and returns its id. An empty id says that there was nothing to merge.
// Refusals are *hub.Error: NotFound for a base or head that is not there, Conflict for changes that do not fit together
// and for a protected base.
// Source: docs.github.com/rest/branches/branches#merge-a-branch.
func (d *Door) Merge(ctx context.Context, c hub.Caller, repoID int64, m Merge) (string, error) {
	if err := d.mayWrite(c, repoID); err != nil {
		return "", err
	}
	r := d.Repo(repoID)
	base, err := r.Branch(ctx, m.Base)
	if err != nil {
		return "", missing(err, "Base does not exist")
	}
	head, err := r.Resolve(ctx, m.Head)
	if err != nil {
		return "", missing(err, "Head does not exist")
	}
	message := cmp.Or(m.Message, fmt.Sprintf("Merge %s into %s", m.Head, m.Base))
	sha, err := r.Merge(ctx, base.SHA, head, message, Author(c), GitHub)
	switch {
	case errors.Is(err, gitstore.ErrMerged):
		return "", nil
	case errors.Is(err, gitstore.ErrConflict):
		return "", &hub.Error{Kind: hub.Conflict, Message: "Merge conflict"}
	case err != nil:
		return "", err
	}
	err = d.UpdateRefs(ctx, c, repoID, Update{Ref: base.Name, Before: base.SHA, After: sha})
	if e, ok := errors.AsType[*hub.Error](err); ok && e.Kind == hub.Invalid {
		return "", &hub.Error{Kind: hub.Conflict, Message: e.Message}
	}
	return sha, err
}

func missing(err error, message string) error {
	if errors.Is(err, gitstore.ErrNotFound) {
		return &hub.Error{Kind: hub.NotFound, Message: message}
	}
	return err
}

// GitHub is the committer of what is merged or edited on github.com.
// Source: docs.github.com, "About commit signature verification".
var GitHub = gitstore.Signature{Name: "GitHub", Email: "noreply@github.com"}

// Author is the caller as the author of a commit.
func Author(c hub.Caller) gitstore.Signature {
	return gitstore.Signature{Name: cmp.Or(c.User.Name, c.User.Login), Email: c.User.Email()}
}
