package graphql

import (
	"cmp"
	"context"
	"strings"

	"github.com/release-request/gh-release-request/internal/sandbox/graphql/engine"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// people serves who has a role in the repository. Everyone is told who can be assigned or mentioned, but who has which role
// only those who may push.
func (o repository) people(_ context.Context, name string, a engine.Args) (any, bool, error) {
	caller := o.s.caller
	switch name {
	case "watchers":
		return none("User", a), true, nil
	case "assignableUsers", "mentionableUsers":
		caller = hub.Caller{User: o.r.Owner}
	case "collaborators":
	default:
		return nil, false, nil
	}
	how := cmp.Or(hub.Affiliation(strings.ToLower(a.String("affiliation"))), hub.AnyWay)
	all, err := o.s.hub.Collaborators(caller, o.r.ID, how)
	if err != nil {
		return nil, true, orUnresolved(err, "the collaborators.")
	}
	var found []engine.Object
	roles := map[engine.Object]hub.Role{}
	for _, c := range all {
		login := strings.ToLower(c.User.Login)
		if !strings.Contains(login, strings.ToLower(a.String("query"))) || a.Has("login") && !strings.EqualFold(login, a.String("login")) {
			continue
		}
		u := user{o.s, c.User, c.User.ID == o.s.caller.User.ID}
		found, roles[u] = append(found, u), c.Role
	}
	if name != "collaborators" {
		return connection("User", found, a), true, nil
	}
	return engine.Connection{
		Name: "RepositoryCollaboratorConnection", Edge: "RepositoryCollaboratorEdge", Items: found, Args: a,
		EdgeExtra: func(u engine.Object) map[string]any { return map[string]any{"permission": enum(roles[u].String())} },
	}, true, nil
}
