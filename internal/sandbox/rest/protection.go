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
			"url": self + "/required_pull_request_reviews", "dismiss_stale_reviews": false, "require_code_owner_reviews": false, "required_approving_review_count": p.Reviews,
		}
	}
	return http.StatusOK, o, nil
}
