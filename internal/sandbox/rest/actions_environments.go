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

// putEnvironment takes back what the caller leaves out.
func putEnvironment(c *Call) (int, any, error) {
	var body struct {
		WaitTimer         int            `json:"wait_timer"`
		PreventSelfReview bool           `json:"prevent_self_review"`
		Reviewers         []hub.Reviewer `json:"reviewers"`
		Policy            *struct {
			Protected bool `json:"protected_branches"`
			Custom    bool `json:"custom_branch_policies"`
		} `json:"deployment_branch_policy"`
	}
	if err := c.Decode(&body); err != nil {
		return 0, nil, err
	}
	waits := hub.EnvironmentWaits{Minutes: body.WaitTimer, Reviewers: body.Reviewers, OthersReview: body.PreventSelfReview}
	protected, custom := false, false
	if p := body.Policy; p != nil {
		if p.Protected == p.Custom {
			return 0, nil, Unprocessable("protected_branches and custom_branch_policies cannot have the same value")
		}
		protected, custom = p.Protected, p.Custom
	}
	e, err := c.Hub.PutWaitingEnvironment(c.Caller, c.Repo.ID, c.Param("environment_name"), protected, custom, waits)
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, c.environment(e), nil
}

func deleteEnvironment(c *Call) (int, any, error) {
	return http.StatusNoContent, nil, c.Hub.DeleteEnvironment(c.Caller, c.Repo.ID, c.Param("environment_name"))
}

func (c *Call) environment(e hub.Environment) Object {
	rules, policy := c.waits(e), any(nil)
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

// waits are the rules of an environment that jobs wait for.
func (c *Call) waits(e hub.Environment) []Object {
	rules := []Object{}
	if e.Waits.Minutes > 0 {
		rules = append(rules, Object{"id": e.ID, "node_id": e.NodeID(), "type": "wait_timer", "wait_timer": e.Waits.Minutes})
	}
	if len(e.Waits.Reviewers) == 0 {
		return rules
	}
	reviewers := []Object{}
	for _, r := range e.Waits.Reviewers {
		if o := c.reviewer(r); o != nil {
			reviewers = append(reviewers, Object{"type": r.Type, "reviewer": o})
		}
	}
	return append(rules, Object{
		"id": e.ID, "node_id": e.NodeID(), "type": "required_reviewers", "prevent_self_review": e.Waits.OthersReview, "reviewers": reviewers,
	})
}

// reviewer is a person or a team, nil for one that is not there.
func (c *Call) reviewer(r hub.Reviewer) Object {
	if r.Type == "User" {
		if u, err := c.Hub.UserByID(r.ID); err == nil {
			return simpleUser(u)
		}
	}
	if r.Type == "Team" {
		if t, err := c.Hub.RepoTeamByID(c.Repo.ID, r.ID); err == nil {
			return repoTeam(t)
		}
	}
	return nil
}
