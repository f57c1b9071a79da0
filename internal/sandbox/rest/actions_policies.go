package rest

import (
	"errors"
	"net/http"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// Source: docs.github.com/rest/deployments/branch-policies.
func branchPolicyRoutes() []Route {
	const base = environmentBase + "/{environment_name}/deployment-branch-policies"
	return []Route{
		{Method: "GET", Path: base, Handle: listBranchPolicies},
		{Method: "POST", Path: base, Handle: addBranchPolicy},
		{Method: "GET", Path: base + "/{branch_policy_id}", Handle: getBranchPolicy},
		{Method: "DELETE", Path: base + "/{branch_policy_id}", Handle: deleteBranchPolicy},
	}
}

func listBranchPolicies(c *Call) (int, any, error) {
	e, err := c.Hub.Environment(c.Caller, c.Repo.ID, c.Param("environment_name"))
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, counted(c, "branch_policies", e.Branches, c.branchPolicy), nil
}

func getBranchPolicy(c *Call) (int, any, error) {
	id, err := c.Number("branch_policy_id")
	if err != nil {
		return 0, nil, err
	}
	e, err := c.Hub.Environment(c.Caller, c.Repo.ID, c.Param("environment_name"))
	if err != nil {
		return 0, nil, err
	}
	for _, p := range e.Branches {
		if p.ID == id {
			return http.StatusOK, c.branchPolicy(p), nil
		}
	}
	return 0, nil, NotFound()
}

// addBranchPolicy answers with 303 for a pattern that is there already.
func addBranchPolicy(c *Call) (int, any, error) {
	var body struct {
		Name string `json:"name"`
		Type string `json:"type"`
	}
	if err := c.Decode(&body); err != nil {
		return 0, nil, err
	}
	if body.Name == "" {
		return 0, nil, missingField("name")
	}
	p, err := c.Hub.AddBranchPolicy(c.Caller, c.Repo.ID, c.Param("environment_name"), body.Name, body.Type == "tag")
	if refusal, ok := errors.AsType[*hub.Error](err); ok && refusal.Kind == hub.Conflict {
		return http.StatusSeeOther, nil, nil
	}
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, c.branchPolicy(p), nil
}

func deleteBranchPolicy(c *Call) (int, any, error) {
	id, err := c.Number("branch_policy_id")
	if err != nil {
		return 0, nil, err
	}
	return http.StatusNoContent, nil, c.Hub.DeleteBranchPolicy(c.Caller, c.Repo.ID, c.Param("environment_name"), id)
}

func (c *Call) branchPolicy(p hub.BranchPolicy) Object {
	kind := "branch"
	if p.Tag {
		kind = "tag"
	}
	return Object{"id": p.ID, "node_id": hub.Node{Kind: "GA", Repo: c.Repo.ID, ID: p.ID}.String(), "name": p.Name, "type": kind}
}
