package rest

import (
	"net/http"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

func teamRoutes() []Route {
	const path = "/orgs/{org}/teams/{team_slug}"
	return []Route{
		{Method: "GET", Path: path, Handle: getTeam},
		{Method: "GET", Path: path + "/members", Handle: listTeamMembers},
		{Method: "GET", Path: path + "/memberships/{username}", Handle: getTeamMembership},
	}
}

func getTeam(c *Call) (int, any, error) {
	t, err := c.Hub.Team(c.Caller, c.Param("org"), c.Param("team_slug"))
	if err != nil {
		return 0, nil, err
	}
	privacy := "closed"
	if t.Secret {
		privacy = "secret"
	}
	self := teamAPI(t)
	return http.StatusOK, Object{
		"id": t.ID, "node_id": t.NodeID(), "name": t.Slug, "slug": t.Slug, "description": nil, "privacy": privacy, "type": "organization",
		"notification_setting": "notifications_enabled", "permission": "pull", "parent": nil, "url": self,
		"html_url": web("/orgs/%s/teams/%s", t.Org.Login, t.Slug), "members_url": self + "/members{/member}", "repositories_url": self + "/repos",
		"members_count": t.Members, "repos_count": 0, "organization": teamOrganization(t.Org), "created_at": stamp(t.CreatedAt), "updated_at": stamp(t.CreatedAt),
	}, nil
}

func listTeamMembers(c *Call) (int, any, error) {
	people, err := c.Hub.TeamMembers(c.Caller, c.Param("org"), c.Param("team_slug"))
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, PageOf(c, people, func(m hub.Membership) Object { return simpleUser(m.User) }), nil
}

func getTeamMembership(c *Call) (int, any, error) {
	t, err := c.Hub.Team(c.Caller, c.Param("org"), c.Param("team_slug"))
	if err != nil {
		return 0, nil, err
	}
	m, err := c.Hub.TeamMembership(c.Caller, c.Param("org"), c.Param("team_slug"), c.Param("username"))
	if err != nil {
		return 0, nil, err
	}
	state, role := "active", "member"
	if m.Pending {
		state = "pending"
	}
	if m.Maintainer {
		role = "maintainer"
	}
	return http.StatusOK, Object{"url": teamAPI(t) + "/memberships/" + m.User.Login, "state": state, "role": role}, nil
}

// teamAPI is a team's address by ids, as GitHub's answers have it.
func teamAPI(t hub.Team) string { return api("/organizations/%d/team/%d", t.Org.ID, t.ID) }

// teamOrganization is the organisation as it stands in a team.
func teamOrganization(u hub.User) Object {
	self := api("/orgs/%s", u.Login)
	return Object{
		"login": u.Login, "id": u.ID, "node_id": u.NodeID(), "type": string(u.Type), "description": nil, "url": self, "html_url": web("/%s", u.Login),
		"repos_url": self + "/repos", "events_url": self + "/events", "hooks_url": self + "/hooks", "issues_url": self + "/issues",
		"members_url": self + "/members{/member}", "public_members_url": self + "/public_members{/member}",
		"avatar_url": "https://avatars.githubusercontent.com/u/" + itoa(u.ID) + "?v=4", "has_organization_projects": true, "has_repository_projects": true,
		"public_repos": 0, "public_gists": 0, "followers": 0, "following": 0,
		"created_at": stamp(u.CreatedAt), "updated_at": stamp(u.CreatedAt), "archived_at": nil,
	}
}
