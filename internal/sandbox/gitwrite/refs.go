package gitwrite

import (
	"context"
	"errors"
	"strings"

	"github.com/release-request/gh-release-request/internal/sandbox/gitstore"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// Update is a wish to move a ref.
type Update struct {
	Ref    string // in full
	Before string // where the caller believes it to be: gitstore.Zero for "not there", empty for no belief
	After  string // gitstore.Zero to delete it
	Force  bool   // also to a commit that does not descend from the present one
}

// UpdateRefs moves all the refs or none, as GraphQL's updateRefs does it. Refusals are *hub.Error.
func (d *Door) UpdateRefs(ctx context.Context, c hub.Caller, repoID int64, wishes ...Update) error {
	updates := make([]gitstore.RefUpdate, 0, len(wishes))
	for _, w := range wishes {
		u, err := d.check(ctx, c, repoID, w)
		if err != nil {
			return err
		}
		if u.Before != u.After {
			updates = append(updates, u)
		}
	}
	if len(updates) == 0 {
		return nil
	}
	if err := d.Repo(repoID).UpdateRefs(ctx, updates...); err != nil {
		return refusal(err)
	}
	return d.moved(ctx, c, repoID, updates)
}

// CreateRef makes a ref that must not be there yet.
func (d *Door) CreateRef(ctx context.Context, c hub.Caller, repoID int64, ref, sha string) error {
	return d.UpdateRefs(ctx, c, repoID, Update{Ref: ref, Before: gitstore.Zero, After: sha})
}

// MoveRef moves a ref that must be there.
func (d *Door) MoveRef(ctx context.Context, c hub.Caller, repoID int64, ref, sha string, force bool) error {
	before, err := d.existing(ctx, c, repoID, ref)
	if err != nil {
		return err
	}
	return d.UpdateRefs(ctx, c, repoID, Update{Ref: ref, Before: before, After: sha, Force: force})
}

// DeleteRef deletes a ref that must be there.
func (d *Door) DeleteRef(ctx context.Context, c hub.Caller, repoID int64, ref string) error {
	before, err := d.existing(ctx, c, repoID, ref)
	if err != nil {
		return err
	}
	return d.UpdateRefs(ctx, c, repoID, Update{Ref: ref, Before: before, After: gitstore.Zero})
}

// existing returns where a ref is, to one who may write.
func (d *Door) existing(ctx context.Context, c hub.Caller, repoID int64, name string) (string, error) {
	if err := d.mayWrite(c, repoID); err != nil {
		return "", err
	}
	ref, err := d.Repo(repoID).Ref(ctx, name)
	if errors.Is(err, gitstore.ErrNotFound) {
		return "", invalid("Reference does not exist")
	}
	return ref.SHA, err
}

func (d *Door) mayWrite(c hub.Caller, repoID int64) error {
	return d.hub.Check(c, repoID, hub.Need{Permission: "contents", Access: hub.WriteAccess, Role: hub.Write})
}

// check turns a wish into an update that holds only if the ref stays where it is now.
func (d *Door) check(ctx context.Context, c hub.Caller, repoID int64, w Update) (gitstore.RefUpdate, error) {
	u := gitstore.RefUpdate{Name: w.Ref, After: w.After}
	if err := d.mayWrite(c, repoID); err != nil {
		return u, err
	}
	if !gitstore.ValidRef(w.Ref) || !writable(w.Ref) {
		return u, invalid("Reference name is invalid")
	}
	r := d.Repo(repoID)
	now := gitstore.Ref{SHA: gitstore.Zero}
	if found, err := r.Ref(ctx, w.Ref); err == nil {
		now = found
	} else if !errors.Is(err, gitstore.ErrNotFound) {
		return u, err
	}
	u.Before = now.SHA
	if w.Before != "" && w.Before != now.SHA {
		if w.Before == gitstore.Zero {
			return u, invalid("Reference already exists")
		}
		return u, invalid("Reference cannot be updated: %s is at %s, not at %s", w.Ref, now.SHA, w.Before)
	}
	if w.After == gitstore.Zero {
		return u, d.checkDelete(c, repoID, u)
	}
	if err := d.checkObject(ctx, r, w.Ref, w.After); err != nil {
		return u, err
	}
	forced, err := d.forced(ctx, repoID, u)
	if err != nil {
		return u, err
	}
	if forced && !w.Force {
		return u, invalid("Update is not a fast forward")
	}
	return u, d.hub.CheckPush(c, repoID, hub.RefUpdate{Ref: u.Name, Before: u.Before, After: u.After, Forced: forced})
}

func (d *Door) checkDelete(c hub.Caller, repoID int64, u gitstore.RefUpdate) error {
	if u.Before == gitstore.Zero {
		return invalid("Reference does not exist")
	}
	repo, err := d.hub.RepoByID(c, repoID)
	if err != nil {
		return err
	}
	if u.Name == "refs/heads/"+repo.DefaultBranch {
		return invalid("Cannot delete the default branch")
	}
	return d.hub.CheckPush(c, repoID, hub.RefUpdate{Ref: u.Name, Before: u.Before, After: u.After})
}

// checkObject makes sure that the object is there, and that a branch gets a commit.
func (d *Door) checkObject(ctx context.Context, r *gitstore.Repo, ref, sha string) error {
	if !gitstore.ValidSHA(sha) {
		return invalid("The sha parameter must be exactly 40 characters and contain only [0-9a-f].")
	}
	o, err := r.Stat(ctx, sha)
	if err != nil {
		return refusal(err)
	}
	if _, branch := hub.BranchName(ref); branch && o.Type != "commit" {
		return invalid("Object is not a commit")
	}
	return nil
}

// writable reports whether a ref is one that people may make: GitHub keeps refs/pull for itself.
// Source: docs.github.com, "Checking out pull requests locally".
func writable(ref string) bool {
	return !strings.HasPrefix(ref, "refs/pull/") && !strings.HasPrefix(ref, "refs/sandbox/")
}
