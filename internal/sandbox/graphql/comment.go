package graphql

import (
	"context"
	"slices"
	"strconv"

	"github.com/release-request/gh-release-request/internal/sandbox/graphql/engine"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// comment is an IssueComment.
type comment struct {
	s *session
	c hub.Comment
}

func (comment) TypeName() string { return "IssueComment" }

func (o comment) Field(ctx context.Context, name string, a engine.Args) (any, error) {
	switch name {
	case "id":
		return o.c.NodeID(), nil
	case "databaseId":
		return o.c.ID, nil
	case "fullDatabaseId":
		return strconv.FormatInt(o.c.ID, 10), nil
	case "issue":
		i, err := o.s.hub.IssueByID(o.s.caller, o.c.Issue)
		if err != nil {
			return nil, err
		}
		return issue{o.s, i}, nil
	case "repository":
		return o.s.repository(o.c.Repo)
	case "url", "resourcePath":
		r, err := o.s.hub.RepoByID(o.s.caller, o.c.Repo)
		if err != nil {
			return nil, err
		}
		path := "/" + r.FullName() + "/issues/" + strconv.Itoa(o.c.Number) + "#issuecomment-" + strconv.FormatInt(o.c.ID, 10)
		if name == "url" {
			return web("%s", path), nil
		}
		return path, nil
	case "isMinimized":
		return false, nil
	case "minimizedReason", "pullRequest":
		return nil, nil
	}
	t := text{o.s, o, o.c.Repo, o.c.Author, o.c.Body, o.c.CreatedAt, o.c.UpdatedAt, o.c.Edits}
	if v, ok, err := t.field(ctx, name, a); ok {
		return v, err
	}
	return nil, engine.NotServed(o, name)
}

// comments serves an issue's comments, oldest first unless asked otherwise.
func (o issue) comments(a engine.Args) (any, error) {
	all, err := o.s.hub.Comments(o.s.caller, o.i.ID)
	if err != nil {
		return nil, err
	}
	order := a.Object("orderBy")
	slices.SortStableFunc(all, func(x, y hub.Comment) int {
		if order.String("field") == "UPDATED_AT" {
			return x.UpdatedAt.Compare(y.UpdatedAt)
		}
		return 0
	})
	if order.String("direction") == "DESC" {
		slices.Reverse(all)
	}
	return connection("IssueComment", list(all, func(c hub.Comment) engine.Object { return comment{o.s, c} }), a), nil
}
