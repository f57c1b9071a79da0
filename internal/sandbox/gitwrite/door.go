// Package gitwrite changes repositories' git data on behalf of a caller: it asks the hub whether the caller may, has the
// git store do it, and tells the hub what moved, so that activity, push events and the workflows they start are the same
// through REST, GraphQL and git.
//
// Annex floor: of ours it imports the hub and the git store. It must never move a ref without asking the hub first and
// telling it afterwards, and never answer a refusal that is GitHub's with anything but a *hub.Error.
package gitwrite

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/release-request/gh-release-request/internal/sandbox/gitstore"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// A Door is the way to write git data.
type Door struct {
	hub   *hub.Hub
	store *gitstore.Store
}

// New returns the door between a hub and the store that holds its repositories.
func New(h *hub.Hub, s *gitstore.Store) *Door { return &Door{hub: h, store: s} }

// Repo is the git data of a repository, for reading. The caller has asked the hub whether it may be seen.
func (d *Door) Repo(repoID int64) *gitstore.Repo { return d.store.Repo(strconv.FormatInt(repoID, 10)) }

// moved tells the hub what has happened to refs.
func (d *Door) moved(ctx context.Context, c hub.Caller, repoID int64, updates []gitstore.RefUpdate) error {
	told := make([]hub.RefUpdate, len(updates))
	for i, u := range updates {
		forced, err := d.forced(ctx, repoID, u)
		if err != nil {
			return err
		}
		told[i] = hub.RefUpdate{Ref: u.Name, Before: u.Before, After: u.After, Forced: forced}
	}
	return d.hub.Pushed(c, repoID, told...)
}

// forced reports whether an update leaves behind what the ref pointed at.
func (d *Door) forced(ctx context.Context, repoID int64, u gitstore.RefUpdate) (bool, error) {
	if u.Before == gitstore.Zero || u.After == gitstore.Zero || u.Before == u.After {
		return false, nil
	}
	r := d.Repo(repoID)
	commits, err := r.Commits(ctx, u.Before, u.After)
	if err != nil {
		return false, err
	}
	if commits[0] == nil || commits[1] == nil {
		return true, nil // a tag of something else than a commit
	}
	descends, err := r.Contains(ctx, commits[1].SHA, commits[0].SHA)
	return !descends, err
}

// refusal turns what the store says into what GitHub says.
// Source of the sentences: answers quoted in public issue threads on the endpoints of docs.github.com/rest/git/refs.
func refusal(err error) error {
	switch {
	case errors.Is(err, gitstore.ErrNotFound):
		return invalid("Object does not exist")
	case errors.Is(err, gitstore.ErrStale), errors.Is(err, gitstore.ErrExists):
		return invalid("Reference cannot be updated")
	case errors.Is(err, gitstore.ErrName):
		return invalid("Reference name is invalid")
	}
	return err
}

func invalid(format string, a ...any) error {
	return &hub.Error{Kind: hub.Invalid, Message: fmt.Sprintf(format, a...)}
}
