package github

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
)

// EnvironmentRule is what a job has to wait for before an environment lets it in.
// Which branches may deploy to it stands in Environment.Policy.
type EnvironmentRule struct {
	Type              string `json:"type"` // wait_timer, required_reviewers, branch_policy
	WaitTimer         int    `json:"wait_timer"`
	PreventSelfReview bool   `json:"prevent_self_review"`
	Reviewers         []struct {
		Type     string `json:"type"` // User or Team
		Reviewer struct {
			ID int64 `json:"id"`
		} `json:"reviewer"`
	} `json:"reviewers"`
}

// Environments lists the environments of a repository. Whoever may read the
// repository may ask.
// https://docs.github.com/en/rest/deployments/environments#list-environments
func (c *Client) Environments(ctx context.Context, repo string) ([]Environment, error) {
	return whole(ctx, c, "repos/"+repo+"/environments?per_page=100", "environments", func(e Environment) string { return e.Name })
}

// environmentSettings is what an environment is made or changed with. GitHub
// takes back what is left out.
type environmentSettings struct {
	WaitTimer         int                   `json:"wait_timer,omitempty"`
	PreventSelfReview bool                  `json:"prevent_self_review,omitempty"`
	Reviewers         []environmentReviewer `json:"reviewers,omitempty"`
	Policy            struct {
		ProtectedBranches    bool `json:"protected_branches"`
		CustomBranchPolicies bool `json:"custom_branch_policies"`
	} `json:"deployment_branch_policy"`
}

type environmentReviewer struct {
	Type string `json:"type"`
	ID   int64  `json:"id"`
}

// NameBranches makes an environment, or changes one, so that only branches that
// are named may deploy to it: see AddBranchPolicy. What else it asks for stays.
// It takes an administrator.
// https://docs.github.com/en/rest/deployments/environments#create-or-update-an-environment
func (c *Client) NameBranches(ctx context.Context, repo string, e Environment) error {
	var in environmentSettings
	in.Policy.CustomBranchPolicies = true
	for _, rule := range e.Rules {
		in.WaitTimer = max(in.WaitTimer, rule.WaitTimer)
		in.PreventSelfReview = in.PreventSelfReview || rule.PreventSelfReview
		for _, r := range rule.Reviewers {
			in.Reviewers = append(in.Reviewers, environmentReviewer{r.Type, r.Reviewer.ID})
		}
	}
	_, err := c.call(safeToRepeat(ctx), http.MethodPut, environmentPath(repo, e.Name), in, nil)
	return err
}

// AddBranchPolicy lets a branch deploy to an environment whose branches are
// named. One that is there already is fine.
// https://docs.github.com/en/rest/deployments/branch-policies#create-a-deployment-branch-policy
func (c *Client) AddBranchPolicy(ctx context.Context, repo, environment, branch string) error {
	in := map[string]string{"name": branch, "type": "branch"}
	_, err := c.call(ctx, http.MethodPost, environmentPath(repo, environment)+"/deployment-branch-policies", in, nil)
	if hasStatus(err, http.StatusSeeOther) {
		return nil
	}
	return err
}

// DeleteBranchPolicy takes that back.
// https://docs.github.com/en/rest/deployments/branch-policies#delete-a-deployment-branch-policy
func (c *Client) DeleteBranchPolicy(ctx context.Context, repo, environment string, id int64) error {
	_, err := c.call(ctx, http.MethodDelete, fmt.Sprintf("%s/deployment-branch-policies/%d", environmentPath(repo, environment), id), nil, nil)
	return err
}

func environmentPath(repo, environment string) string {
	return "repos/" + repo + "/environments/" + url.PathEscape(environment)
}
