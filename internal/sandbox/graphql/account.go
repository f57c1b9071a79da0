package graphql

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/release-request/gh-release-request/internal/sandbox/graphql/engine"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// actor is who did something, as GraphQL shows it: a User, a Bot, an Organization, or null for a deleted account, where REST
// shows the ghost.
func (s *session) actor(u hub.User) any {
	switch {
	case u.ID == 0 || u.Login == hub.GhostLogin:
		return nil
	case u.Type == hub.Bot:
		return bot{u}
	case u.Type == hub.Organization:
		return organization{s, u}
	}
	return user{s, u, u.ID == s.caller.User.ID}
}

// common serves what all accounts have. The path is that of their page.
func common(u hub.User, path, name string) (any, bool) {
	switch name {
	case "id":
		return u.NodeID(), true
	case "databaseId":
		return u.ID, true
	case "createdAt", "updatedAt":
		return u.CreatedAt, true
	case "avatarUrl":
		return fmt.Sprintf("https://avatars.githubusercontent.com/u/%d?v=4", u.ID), true
	case "resourcePath":
		return path, true
	case "url":
		return web("%s", path), true
	}
	return nil, false
}

// user is a User. The viewer is one even if it is an App's bot: GitHub knows no other type for it.
type user struct {
	s        *session
	u        hub.User
	isViewer bool
}

func (user) TypeName() string { return "User" }

func (o user) Field(_ context.Context, name string, a engine.Args) (any, error) {
	if v, ok := common(o.u, "/"+o.u.Login, name); ok {
		return v, nil
	}
	switch name {
	case "login":
		return o.u.Login, nil
	case "name":
		return orNull(o.u.Name), nil
	case "email":
		return "", nil
	case "bio", "company", "location", "pronouns", "status", "twitterUsername", "websiteUrl":
		return nil, nil
	case "isViewer":
		return o.isViewer, nil
	case "isSiteAdmin", "isEmployee", "isBountyHunter", "isHireable":
		return false, nil
	case "repository":
		return o.s.repositoryNamed(o.u.Login+"/"+a.String("name"), a.Bool("followRenames"))
	case "repositories":
		return o.s.repositoriesOf(o.u, a), nil
	case "organization":
		return o.s.accountNamed("organization", a.String("login"))
	}
	return nil, engine.NotServed(o, name)
}

// bot is a Bot. GraphQL leaves out the "[bot]" that REST's logins of bots end in.
type bot struct{ u hub.User }

func (bot) TypeName() string { return "Bot" }

func (o bot) Field(_ context.Context, name string, _ engine.Args) (any, error) {
	login := strings.TrimSuffix(o.u.Login, "[bot]")
	if name == "login" {
		return login, nil
	}
	if v, ok := common(o.u, "/apps/"+login, name); ok {
		return v, nil
	}
	return nil, engine.NotServed(o, name)
}

// organization is an Organization.
type organization struct {
	s *session
	u hub.User
}

func (organization) TypeName() string { return "Organization" }

func (o organization) Field(_ context.Context, name string, a engine.Args) (any, error) {
	if v, ok := common(o.u, "/"+o.u.Login, name); ok {
		return v, nil
	}
	switch name {
	case "login":
		return o.u.Login, nil
	case "name":
		return orNull(o.u.Name), nil
	case "description", "email", "location", "websiteUrl":
		return nil, nil
	case "repository":
		return o.s.repositoryNamed(o.u.Login+"/"+a.String("name"), a.Bool("followRenames"))
	case "repositories":
		return o.s.repositoriesOf(o.u, a), nil
	case "membersWithRole":
		people, err := o.s.hub.Members(o.u.Login)
		if err != nil {
			return nil, err
		}
		return connection("OrganizationMember", list(people, func(u hub.User) engine.Object { return user{o.s, u, u.ID == o.s.caller.User.ID} }), a), nil
	}
	return nil, engine.NotServed(o, name)
}

// repositoriesOf lists the repositories of an account that the caller sees, oldest first.
func (s *session) repositoriesOf(u hub.User, a engine.Args) engine.Object {
	own := slices.DeleteFunc(s.hub.Repos(s.caller), func(r hub.Repository) bool {
		return r.Owner.ID != u.ID || a.Has("isArchived") && r.Archived != a.Bool("isArchived") || a.Bool("isFork") ||
			a.Has("privacy") && r.Private != (a.String("privacy") == "PRIVATE")
	})
	if a.Object("orderBy").String("direction") == "DESC" {
		slices.Reverse(own)
	}
	return engine.Connection{
		Name: "RepositoryConnection", Edge: "RepositoryEdge", Args: a, Extra: map[string]any{"totalDiskUsage": 0},
		Items: list(own, func(r hub.Repository) engine.Object { return repository{s, r} }),
	}
}
