package graphql

import (
	"context"
	"slices"
	"strconv"

	"github.com/release-request/gh-release-request/internal/sandbox/graphql/engine"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// issue is an Issue.
type issue struct {
	s *session
	i hub.Issue
}

func (issue) TypeName() string { return "Issue" }

func (o issue) Field(ctx context.Context, name string, a engine.Args) (any, error) {
	switch name {
	case "id":
		return o.i.NodeID(), nil
	case "databaseId":
		return o.i.ID, nil
	case "fullDatabaseId":
		return strconv.FormatInt(o.i.ID, 10), nil
	case "number":
		return o.i.Number, nil
	case "title":
		return o.i.Title, nil
	case "state":
		return enum(string(o.i.State)), nil
	case "stateReason":
		return o.stateReason(a), nil
	case "closed":
		return o.i.State == hub.ClosedState, nil
	case "closedAt":
		if o.i.ClosedAt.IsZero() {
			return nil, nil
		}
		return o.i.ClosedAt, nil
	case "repository":
		return o.s.repository(o.i.Repo)
	case "url", "resourcePath":
		return o.address(name)
	case "labels":
		return o.s.labelConnection(slices.Clone(o.i.Labels), a), nil
	case "assignees":
		return connection("User", list(o.i.Assignees, o.s.person), a), nil
	case "participants":
		return o.participants(a)
	case "comments":
		return o.comments(a)
	case "timelineItems":
		return o.timeline(ctx, a)
	case "projectCards":
		return none("ProjectCard", a), nil
	case "projectItems":
		return none("ProjectV2Item", a), nil
	}
	if v, ok := plainIssue[name]; ok {
		return v, nil
	}
	t := text{o.s, o, o.i.Repo, o.i.Author, o.i.Body, o.i.CreatedAt, o.i.UpdatedAt, o.i.Edits}
	if v, ok, err := t.field(ctx, name, a); ok {
		return v, err
	}
	return nil, engine.NotServed(o, name)
}

// plainIssue are the values of features that no issue of the sandbox uses.
var plainIssue = map[string]any{
	"milestone": nil, "parent": nil, "activeLockReason": nil, "locked": false, "isPinned": false,
	"viewerSubscription": "UNSUBSCRIBED", "viewerCanSubscribe": true,
}

// stateReason hides what older clients do not know: a duplicate reads as not planned unless they ask for it.
func (o issue) stateReason(a engine.Args) any {
	if o.i.StateReason == hub.Duplicate && !a.Bool("enableDuplicate") {
		return enum(string(hub.NotPlanned))
	}
	return orNull(enum(string(o.i.StateReason)))
}

func (o issue) address(name string) (any, error) {
	r, err := o.s.hub.RepoByID(o.s.caller, o.i.Repo)
	if err != nil {
		return nil, err
	}
	path := "/" + r.FullName() + "/issues/" + strconv.Itoa(o.i.Number)
	if name == "url" {
		return web("%s", path), nil
	}
	return path, nil
}

// participants are the people who wrote in the issue, the author first.
func (o issue) participants(a engine.Args) (any, error) {
	comments, err := o.s.hub.Comments(o.s.caller, o.i.ID)
	if err != nil {
		return nil, err
	}
	writers := []hub.User{o.i.Author}
	for _, c := range comments {
		writers = append(writers, c.Author)
	}
	var people []engine.Object
	for _, u := range writers {
		if o := o.s.person(u); u.Type == hub.Person && !slices.Contains(people, o) {
			people = append(people, o)
		}
	}
	return connection("User", people, a), nil
}

// person is a User object.
func (s *session) person(u hub.User) engine.Object { return user{s, u, u.ID == s.caller.User.ID} }
