package rest

import (
	"net/http"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// settingsRoutes are what a repository's administrators see of its settings:
// teams, deploy keys, releases.
func settingsRoutes() []Route {
	return []Route{
		{Method: "GET", Path: "/repos/{owner}/{repo}/teams", Handle: listRepoTeams},
		{Method: "GET", Path: "/repos/{owner}/{repo}/keys", Handle: listDeployKeys},
		{Method: "GET", Path: "/repos/{owner}/{repo}/immutable-releases", Handle: getImmutableReleases},
	}
}

func listRepoTeams(c *Call) (int, any, error) {
	teams, err := c.Hub.RepoTeams(c.Caller, c.Repo.ID)
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, PageOf(c, teams, repoTeam), nil
}

// repoTeam is a team with its role in a repository as JSON.
func repoTeam(t hub.RepoTeam) Object {
	privacy, self := "closed", teamAPI(t.Team)
	if t.Team.Secret {
		privacy = "secret"
	}
	return Object{
		"id": t.Team.ID, "node_id": t.Team.NodeID(), "name": t.Team.Slug, "slug": t.Team.Slug, "description": nil, "privacy": privacy,
		"notification_setting": "notifications_enabled", "permission": verb(t.Role), "permissions": permissions(t.Role), "parent": nil,
		"type": "organization", "organization_id": t.Team.Org.ID, "access_source": "direct", "url": self,
		"html_url": web("/orgs/%s/teams/%s", t.Team.Org.Login, t.Team.Slug), "members_url": self + "/members{/member}", "repositories_url": self + "/repos",
	}
}

// verb is the older word for a role, which says what it lets one do.
func verb(r hub.Role) string {
	switch r {
	case hub.Read, hub.NoRole:
		return "pull"
	case hub.Write:
		return "push"
	}
	return r.String()
}

func listDeployKeys(c *Call) (int, any, error) {
	keys, err := c.Hub.DeployKeys(c.Caller, c.Repo.ID)
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, PageOf(c, keys, func(k hub.DeployKey) Object {
		return Object{
			"id": k.ID, "key": k.Key, "url": repoAPI(c.Repo, "/keys/%d", k.ID), "title": k.Title, "verified": true, "created_at": stamp(k.CreatedAt),
			"read_only": k.ReadOnly, "added_by": k.AddedBy.Login, "last_used": nil, "enabled": true,
		}
	}), nil
}

// getImmutableReleases says 200 where they are not enabled, too, as GitHub was
// seen to (apache/infrastructure-asfyaml, 84); its documentation has 404.
func getImmutableReleases(c *Call) (int, any, error) {
	on, err := c.Hub.ImmutableReleases(c.Caller, c.Repo.ID)
	return http.StatusOK, Object{"enabled": on, "enforced_by_owner": false}, err
}
