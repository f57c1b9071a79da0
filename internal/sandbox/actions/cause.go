package actions

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// cause is an event on its way to becoming runs: what happened, and at which
// commit workflow files are read for it.
type cause struct {
	event    string
	repo     hub.Repository
	sender   hub.User
	ref, sha string
	payload  map[string]any
	only     string // the path of the only workflow meant; empty: every one
	title    string // of a run whose workflow has no run-name; empty: the workflow's name
}

// handled are the events that start workflows here. Those of pull requests,
// which GitHub runs on a merge of its own, are not among them.
var handled = []string{"issues", "issue_comment", "label", "push", "workflow_dispatch"}

// newCause finds the commit for an event. It reports false for events that
// start nothing whatever the files say.
// https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows
func (e *Engine) newCause(ctx context.Context, event hub.Event) (cause, bool, error) {
	isDispatch := event.Name == "workflow_dispatch"
	if event.ByJob && !isDispatch || !slices.Contains(handled, event.Name) {
		return cause{}, false, nil
	}
	c := cause{
		event: event.Name, repo: event.Repo, sender: event.Sender,
		ref: "refs/heads/" + event.Repo.DefaultBranch, payload: payload(event),
	}
	if event.Issue != nil {
		c.title = event.Issue.Title
	}
	var err error
	switch {
	case event.Push != nil && event.Push.Deleted():
		return cause{}, false, nil
	case event.Push != nil:
		c.ref, c.sha = event.Push.Ref, event.Push.After
		c.title, err = e.subject(ctx, event.Repo.ID, c.sha)
		return c, err == nil, err
	case isDispatch:
		c.ref, c.only = event.Dispatch.Ref, event.Dispatch.Workflow
	}
	c.sha, err = e.head(ctx, event.Repo.ID, c.ref)
	return c, c.sha != "", err
}

// subject is the first line of a commit's message.
func (e *Engine) subject(ctx context.Context, repoID int64, sha string) (string, error) {
	commit, err := e.gitRepo(repoID).Commit(ctx, sha)
	if err != nil {
		return "", err
	}
	subject, _, _ := strings.Cut(commit.Message, "\n")
	return subject, nil
}

// context is the github context of a run.
// https://docs.github.com/en/actions/reference/workflows-and-actions/contexts#github-context
func (c cause) context(f file, name string, runID int64, number int) map[string]any {
	refType, short := "branch", strings.TrimPrefix(c.ref, "refs/heads/")
	if tag, ok := strings.CutPrefix(c.ref, "refs/tags/"); ok {
		refType, short = "tag", tag
	}
	id := func(n int64) string { return strconv.FormatInt(n, 10) }
	return map[string]any{
		"event_name": c.event, "event": c.payload, "workflow": name,
		"workflow_ref": c.repo.FullName() + "/" + f.path + "@" + c.ref, "workflow_sha": c.sha,
		"repository": c.repo.FullName(), "repository_id": id(c.repo.ID),
		"repository_owner": c.repo.Owner.Login, "repository_owner_id": id(c.repo.Owner.ID),
		"actor": c.sender.Login, "actor_id": id(c.sender.ID), "triggering_actor": c.sender.Login,
		"ref": c.ref, "ref_name": short, "ref_type": refType, "sha": c.sha, "head_ref": "", "base_ref": "",
		"run_id": id(runID), "run_number": strconv.Itoa(number), "run_attempt": "1", "retention_days": "90",
	}
}

// again is the context of another attempt.
func again(github map[string]any, run hub.Run) map[string]any {
	next := maps.Clone(github)
	next["run_attempt"], next["triggering_actor"] = strconv.Itoa(run.Attempt), run.Triggering.Login
	return next
}
