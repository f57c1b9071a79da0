package graphql

import (
	"context"
	"slices"
	"strconv"

	"github.com/release-request/gh-release-request/internal/sandbox/graphql/engine"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// issueOrPull is the object of an issue, which on GitHub a pull request is too.
func (s *session) issueOrPull(i hub.Issue) engine.Object {
	if i.Pull != nil {
		return pull{s, i}
	}
	return issue{s, i}
}

// pull is a PullRequest. The sandbox has no forks, and nobody merges pull requests in it.
type pull struct {
	s *session
	i hub.Issue
}

func (pull) TypeName() string { return "PullRequest" }

func (o pull) Field(ctx context.Context, name string, a engine.Args) (any, error) {
	switch name {
	case "isDraft":
		return o.i.Pull.Draft, nil
	case "merged", "isCrossRepository", "isInMergeQueue", "isMergeQueueEnabled", "maintainerCanModify":
		return false, nil
	case "mergedAt", "mergedBy", "mergeCommit", "autoMergeRequest", "reviewDecision":
		return nil, nil
	case "baseRefName":
		return o.i.Pull.Base, nil
	case "headRefName":
		return o.i.Pull.Head, nil
	case "baseRefOid":
		return o.i.Pull.BaseSHA, nil
	case "headRefOid":
		return o.i.Pull.HeadSHA, nil
	case "baseRef":
		return o.branch(ctx, o.i.Pull.Base)
	case "headRef":
		return o.branch(ctx, o.i.Pull.Head)
	case "baseRepository", "headRepository", "headRepositoryOwner":
		r, err := o.s.hub.RepoByID(o.s.caller, o.i.Repo)
		if err != nil {
			return nil, err
		}
		if name == "headRepositoryOwner" {
			return o.s.actor(r.Owner), nil
		}
		return repository{o.s, r}, nil
	case "url", "resourcePath", "permalink":
		r, err := o.s.hub.RepoByID(o.s.caller, o.i.Repo)
		if err != nil {
			return nil, err
		}
		path := "/" + r.FullName() + "/pull/" + strconv.Itoa(o.i.Number)
		if name == "resourcePath" {
			return path, nil
		}
		return web("%s", path), nil
	case "mergeable", "mergeStateStatus":
		return "UNKNOWN", nil // as on GitHub until somebody has asked and waited
	case "reviews", "latestReviews", "latestOpinionatedReviews":
		return none("PullRequestReview", a), nil
	case "reviewRequests":
		return none("ReviewRequest", a), nil
	case "closingIssuesReferences":
		return none("Issue", a), nil
	case "timelineItems":
		return nil, engine.NotServed(o, name)
	}
	if v, ok, err := o.changes(ctx, name, a); ok {
		return v, err
	}
	v, err := issue(o).Field(ctx, name, a)
	if isNotServed(err) {
		return nil, engine.NotServed(o, name)
	}
	return v, err
}

// branch is one of the two branches; null once it is deleted.
func (o pull) branch(ctx context.Context, name string) (any, error) {
	r, err := o.s.hub.RepoByID(o.s.caller, o.i.Repo)
	if err != nil {
		return nil, err
	}
	return repository{o.s, r}.ref(ctx, "refs/heads/"+name)
}

// pullConnection filters and orders pull requests as asked.
func (s *session) pullConnection(all []hub.Issue, a engine.Args) engine.Object {
	all = slices.DeleteFunc(all, func(i hub.Issue) bool {
		states := a.Strings("states")
		return len(states) > 0 && !slices.Contains(states, enum(string(i.State))) ||
			a.Has("headRefName") && i.Pull.Head != a.String("headRefName") || a.Has("baseRefName") && i.Pull.Base != a.String("baseRefName")
	})
	if a.Object("orderBy").String("direction") == "DESC" {
		slices.Reverse(all)
	}
	return connection("PullRequest", list(all, s.issueOrPull), a)
}
