package graphql

import (
	"context"

	"github.com/release-request/gh-release-request/internal/sandbox/gitstore"
	"github.com/release-request/gh-release-request/internal/sandbox/graphql/engine"
)

// patchStatus is GraphQL's word for what became of a file, by REST's.
var patchStatus = map[string]string{
	"added": "ADDED", "removed": "DELETED", "modified": "MODIFIED", "renamed": "RENAMED", "copied": "COPIED", "changed": "CHANGED",
}

// changes serves what a pull request would bring: what its head has since it parted from the base. It reports false for other
// fields.
func (o pull) changes(ctx context.Context, name string, a engine.Args) (any, bool, error) {
	switch name {
	case "additions", "deletions", "changedFiles", "files", "commits", "statusCheckRollup":
	default:
		return nil, false, nil
	}
	r, err := o.s.hub.RepoByID(o.s.caller, o.i.Repo)
	if err != nil {
		return nil, true, err
	}
	repo := repository{o.s, r}
	g, err := repo.store()
	if err != nil {
		return nil, true, err
	}
	d, err := g.Compare(ctx, o.i.Pull.BaseSHA, o.i.Pull.HeadSHA)
	if err != nil {
		return nil, true, err
	}
	counts := map[string]int{"changedFiles": len(d.Files)}
	for _, f := range d.Files {
		counts["additions"] += f.Additions
		counts["deletions"] += f.Deletions
	}
	switch name {
	case "files":
		return connection("PullRequestChangedFile", list(d.Files, func(f gitstore.File) engine.Object {
			return engine.Fields{Type: "PullRequestChangedFile", Values: map[string]any{
				"path": f.Path, "additions": f.Additions, "deletions": f.Deletions, "changeType": patchStatus[f.Status], "viewerViewedState": "UNVIEWED",
			}}
		}), a), true, nil
	case "commits":
		return connection("PullRequestCommit", list(d.Commits, func(c *gitstore.Commit) engine.Object {
			return engine.Fields{Type: "PullRequestCommit", Values: map[string]any{"commit": commit{repo, c}, "pullRequest": o}}
		}), a), true, nil
	case "statusCheckRollup":
		v, err := commit{repo, d.Head}.rollup()
		return v, true, err
	}
	return counts[name], true, nil
}
