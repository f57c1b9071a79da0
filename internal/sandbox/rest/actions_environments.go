package rest

import (
	"net/http"
	"net/url"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

const environmentBase = "/repos/{owner}/{repo}/environments"

// Source: docs.github.com/rest/deployments/environments.
func environmentRoutes() []Route {
	return []Route{
		{Method: "GET", Path: environmentBase, Handle: listEnvironments},
		{Method: "GET", Path: environmentBase + "/{environment_name}", Handle: getEnvironment},
		{Method: "PUT", Path: environmentBase + "/{environment_name}", Handle: putEnvironment},
		{Method: "DELETE", Path: environmentBase + "/{environment_name}", Handle: deleteEnvironment},
	}
}

func listEnvironments(c *Call) (int, any, error) {
	list, err := c.Hub.Environments(c.Caller, c.Repo.ID)
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, counted(c, "environments", list, c.environment), nil
}

func getEnvironment(c *Call) (int, any, error) {
	e, err := c.Hub.Environment(c.Caller, c.Repo.ID, c.Param("environment_name"))
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, c.environment(e), nil
}

// putEnvironment refuses what the sandbox has not: reviewers and wait timers.
func putEnvironment(c *Call) (int, any, error) {
	var body struct {
		WaitTimer         int   `json:"wait_timer"`
		PreventSelfReview bool  `json:"prevent_self_review"`
		Reviewers         []any `json:"reviewers"`
		Policy            *struct {
			Protected bool `json:"protected_branches"`
			Custom    bool `json:"custom_branch_policies"`
		} `json:"deployment_branch_policy"`
	}
	if err := c.Decode(&body); err != nil {
		return 0, nil, err
	}
	if body.WaitTimer > 0 || body.PreventSelfReview || len(body.Reviewers) > 0 {
		return 0, nil, Unprocessable("The sandbox has no reviewers and wait timers of environments")
	}
	protected, custom := false, false
	if p := body.Policy; p != nil {
		if p.Protected == p.Custom {
			return 0, nil, Unprocessable("protected_branches and custom_branch_policies cannot have the same value")
		}
		protected, custom = p.Protected, p.Custom
	}
	e, err := c.Hub.PutEnvironment(c.Caller, c.Repo.ID, c.Param("environment_name"), protected, custom)
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, c.environment(e), nil
}

func deleteEnvironment(c *Call) (int, any, error) {
	return http.StatusNoContent, nil, c.Hub.DeleteEnvironment(c.Caller, c.Repo.ID, c.Param("environment_name"))
}

func (c *Call) environment(e hub.Environment) Object {
	rules, policy := []Object{}, any(nil)
	if e.Protected || e.Custom {
		rules = append(rules, Object{"id": e.ID, "node_id": e.NodeID(), "type": "branch_policy"})
		policy = Object{"protected_branches": e.Protected, "custom_branch_policies": e.Custom}
	}
	return Object{
		"id": e.ID, "node_id": e.NodeID(), "name": e.Name, "protection_rules": rules, "deployment_branch_policy": policy,
		"created_at": stamp(e.CreatedAt), "updated_at": stamp(e.UpdatedAt),
		"url":      repoAPI(c.Repo, "/environments/%s", url.PathEscape(e.Name)),
		"html_url": repoWeb(c.Repo, "/deployments/activity_log?environments_filter=%s", url.QueryEscape(e.Name)),
	}
}
