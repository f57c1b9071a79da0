package graphql

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strings"

	"github.com/release-request/gh-release-request/internal/sandbox/graphql/engine"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// label is a Label.
type label struct {
	s *session
	l hub.Label
}

func (label) TypeName() string { return "Label" }

func (o label) Field(_ context.Context, name string, a engine.Args) (any, error) {
	switch name {
	case "id":
		return o.l.NodeID(), nil
	case "name":
		return o.l.Name, nil
	case "color":
		return o.l.Color, nil
	case "description":
		return orNull(o.l.Description), nil
	case "createdAt":
		return o.l.CreatedAt, nil
	case "updatedAt":
		return o.l.UpdatedAt, nil
	case "isDefault":
		return false, nil
	case "repository":
		return o.s.repository(o.l.Repo)
	case "resourcePath", "url":
		r, err := o.s.hub.RepoByID(o.s.caller, o.l.Repo)
		if err != nil {
			return nil, err
		}
		path := "/" + r.FullName() + "/labels/" + url.PathEscape(o.l.Name)
		if name == "url" {
			return web("%s", path), nil
		}
		return path, nil
	case "issues":
		all, err := o.s.hub.Issues(o.s.caller, o.l.Repo)
		if err != nil {
			return nil, err
		}
		all = slices.DeleteFunc(all, func(i hub.Issue) bool { return !i.HasLabel(o.l.Name) })
		return o.s.issueConnection(all, a), nil
	}
	return nil, engine.NotServed(o, name)
}

// labelConnection orders labels as asked.
func (s *session) labelConnection(labels []hub.Label, a engine.Args) engine.Object {
	order := a.Object("orderBy")
	slices.SortStableFunc(labels, func(x, y hub.Label) int {
		if order.String("field") == "NAME" {
			return strings.Compare(strings.ToLower(x.Name), strings.ToLower(y.Name))
		}
		return cmp.Or(x.CreatedAt.Compare(y.CreatedAt), cmp.Compare(x.ID, y.ID))
	})
	if order.String("direction") == "DESC" {
		slices.Reverse(labels)
	}
	return connection("Label", list(labels, func(l hub.Label) engine.Object { return label{s, l} }), a)
}

// repository is the repository that something belongs to.
func (s *session) repository(id int64) (any, error) {
	r, err := s.hub.RepoByID(s.caller, id)
	if err != nil {
		return nil, err
	}
	return repository{s, r}, nil
}
