package gitwrite

import (
	"context"
	"slices"

	"github.com/release-request/gh-release-request/internal/sandbox/gitstore"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// MayPush reports why the caller may not push to a repository at all.
func (d *Door) MayPush(c hub.Caller, repoID int64) error { return d.mayWrite(c, repoID) }

// Rules says which of the refs that a git push wants to move it may not: Before and After of the updates are what the
// client claims, since the objects have not arrived yet.
func (d *Door) Rules(c hub.Caller, repoID int64, updates []gitstore.RefUpdate) gitstore.PushRules {
	var rules gitstore.PushRules
	for _, u := range updates {
		u := hub.RefUpdate{Ref: u.Name, Before: u.Before, After: u.After}
		switch {
		case !gitstore.ValidRef(u.Ref):
			// git refuses these itself.
		case !writable(u.Ref) || d.hub.CheckPush(c, repoID, u) != nil:
			rules.Refused = append(rules.Refused, u.Ref)
		case d.checkForced(c, repoID, u) != nil:
			rules.FastForward = append(rules.FastForward, u.Ref)
		}
	}
	rules.NoWorkflows = !mayWriteWorkflows(c)
	return rules
}

func (d *Door) checkForced(c hub.Caller, repoID int64, u hub.RefUpdate) error {
	u.Forced = true
	return d.hub.CheckPush(c, repoID, u)
}

// mayWriteWorkflows reports whether the token may push changes of workflow files: classic tokens by scope, others by
// permission, a job's token never.
// Source: docs.github.com, "Scopes for OAuth apps" (workflow) and "Permissions required for GitHub Apps" (Workflows).
func mayWriteWorkflows(c hub.Caller) bool {
	switch {
	case c.Token == nil:
		return true
	case c.Token.Kind == hub.Classic:
		return slices.Contains(c.Token.Scopes, "workflow")
	case c.ByJob():
		return false
	}
	return c.Token.Permissions["workflows"] == hub.WriteAccess
}

// Pushed tells the hub of the refs that a git push has moved.
func (d *Door) Pushed(ctx context.Context, c hub.Caller, repoID int64, moved []gitstore.RefUpdate) error {
	if len(moved) == 0 {
		return nil
	}
	return d.moved(ctx, c, repoID, moved)
}
