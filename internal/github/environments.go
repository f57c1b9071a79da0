package github

import (
	"context"
	"net/url"
)

// Environment is an Actions environment with its deployment rule.
type Environment struct {
	Name   string `json:"name"`
	Policy *struct {
		ProtectedBranches    bool `json:"protected_branches"`
		CustomBranchPolicies bool `json:"custom_branch_policies"`
	} `json:"deployment_branch_policy"` // nil: any branch
	Rules []EnvironmentRule `json:"protection_rules"`
}

// Environment reads one environment.
// https://docs.github.com/en/rest/deployments/environments#get-an-environment
func (c *Client) Environment(ctx context.Context, repo, name string) (Environment, error) {
	var e Environment
	_, err := c.call(ctx, "GET", "repos/"+repo+"/environments/"+url.PathEscape(name), nil, &e)
	return e, err
}

// BranchPolicy is one pattern of an environment's custom rule.
type BranchPolicy struct {
	ID   int64  `json:"id"`
	Name string `json:"name"`
	Type string `json:"type"` // branch or tag
}

// BranchPolicies reads the patterns of an environment's custom rule.
// https://docs.github.com/en/rest/deployments/branch-policies#list-deployment-branch-policies
func (c *Client) BranchPolicies(ctx context.Context, repo, environment string) ([]BranchPolicy, error) {
	path := "repos/" + repo + "/environments/" + url.PathEscape(environment) + "/deployment-branch-policies?per_page=100"
	return whole(ctx, c, path, "branch_policies", func(p BranchPolicy) int64 { return p.ID })
}
