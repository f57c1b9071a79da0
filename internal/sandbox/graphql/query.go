package graphql

import (
	"context"
	"strings"

	"github.com/release-request/gh-release-request/internal/sandbox/graphql/engine"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// query is where queries begin.
type query struct{ s *session }

func (query) TypeName() string { return "Query" }

func (q query) Field(ctx context.Context, name string, a engine.Args) (any, error) {
	s := q.s
	switch name {
	case "viewer":
		return user{s, s.caller.User, true}, nil
	case "user", "organization", "repositoryOwner":
		return s.accountNamed(name, a.String("login"))
	case "repository":
		return s.repositoryNamed(a.String("owner")+"/"+a.String("name"), a.Bool("followRenames"))
	case "node":
		return s.node(ctx, a.String("id"))
	case "nodes":
		var nodes []any
		for _, id := range a.Strings("ids") {
			n, err := s.node(ctx, id)
			if err != nil {
				nodes = append(nodes, err)
				continue
			}
			nodes = append(nodes, n)
		}
		return nodes, nil
	case "search":
		return s.search(a)
	case "relay":
		return q, nil
	case "rateLimit":
		return engine.Fields{Type: "RateLimit", Values: map[string]any{
			"cost": s.usage.Cost, "nodeCount": s.usage.Nodes, "limit": s.rate.Limit, "used": s.rate.Used,
			"remaining": s.rate.Remaining(), "resetAt": s.rate.Reset,
		}}, nil
	}
	return nil, engine.NotServed(q, name)
}

// accountNamed finds an account of the type that a field of Query wants.
func (s *session) accountNamed(field, login string) (any, error) {
	u, err := s.hub.User(login)
	switch {
	case err == nil && field != "organization" && u.Type == hub.Person:
		return user{s, u, false}, nil
	case err == nil && field != "user" && u.Type == hub.Organization:
		return organization{s, u}, nil
	}
	kind := map[string]string{"user": "a User", "organization": "an Organization", "repositoryOwner": "a RepositoryOwner"}[field]
	return nil, unresolved("%s with the login of '%s'.", kind, login)
}

func (s *session) repositoryNamed(name string, followRenames bool) (any, error) {
	r, err := s.hub.Repo(s.caller, name)
	if err != nil || !followRenames && !strings.EqualFold(r.FullName(), name) {
		return nil, unresolved("a Repository with the name '%s'.", name)
	}
	return repository{s, r}, nil
}
