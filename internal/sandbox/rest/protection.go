package rest

import (
	"net/http"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

func protectionRoutes() []Route {
	need := hub.Need{Permission: "administration", Access: hub.ReadAccess, Role: hub.Admin, Hidden: true}
	return []Route{{Method: "GET", Path: "/repos/{owner}/{repo}/branches/{branch}/protection", Need: need, Handle: getProtection}}
}

func getProtection(c *Call) (int, any, error) {
	branch := c.Param("branch")
	p, ok := c.Hub.ProtectionOf(c.Repo.ID, branch)
	if !ok {
		return 0, nil, &Error{Status: http.StatusNotFound, Message: "Branch not protected"}
	}
	self := repoAPI(c.Repo, "/branches/%s/protection", branch)
	o := Object{
		"url": self, "enforce_admins": Object{"url": self + "/enforce_admins", "enabled": p.EnforceAdmins},
		"allow_force_pushes": Object{"enabled": p.AllowForce}, "allow_deletions": Object{"enabled": p.AllowDeletion},
	}
	if p.Reviews > 0 {
		o["required_pull_request_reviews"] = Object{
			"url": self + "/required_pull_request_reviews", "dismiss_stale_reviews": false, "require_code_owner_reviews": p.CodeOwners,
			"required_approving_review_count": p.Reviews, "bypass_pull_request_allowances": c.allowances(p.Bypass),
		}
	}
	return http.StatusOK, o, nil
}

// allowances are those who may push without the pull request that others need.
func (c *Call) allowances(b hub.Bypass) Object {
	users, teams, apps := []Object{}, []Object{}, []Object{}
	for _, login := range b.Users {
		if u, err := c.Hub.User(login); err == nil {
			users = append(users, simpleUser(u))
		}
	}
	for _, slug := range b.Teams {
		if t, err := c.Hub.RepoTeam(c.Repo.ID, slug); err == nil {
			teams = append(teams, repoTeam(t))
		}
	}
	for _, slug := range b.Apps {
		if a, err := c.Hub.App(slug); err == nil {
			apps = append(apps, integration(a))
		}
	}
	return Object{"users": users, "teams": teams, "apps": apps}
}
