package github

import (
	"context"
	"errors"
	"net/http"
)

// ActionsPermissions is what Actions may do in a repository, by its settings.
type ActionsPermissions struct {
	Enabled bool   `json:"enabled"`
	Allowed string `json:"allowed_actions"` // all, local_only or selected
}

// ActionsPermissions reads them. It takes an administrator.
// https://docs.github.com/en/rest/actions/permissions#get-github-actions-permissions-for-a-repository
func (c *Client) ActionsPermissions(ctx context.Context, repo string) (ActionsPermissions, error) {
	var p ActionsPermissions
	_, err := c.call(ctx, "GET", actionsPath(repo, ""), nil, &p)
	return p, err
}

// SelectedActions are the actions that may run where they are selected.
type SelectedActions struct {
	GitHubOwned bool     `json:"github_owned_allowed"`
	Verified    bool     `json:"verified_allowed"` // those of creators that GitHub has verified
	Patterns    []string `json:"patterns_allowed"`
}

// SelectedActions reads them. Where actions are not selected it is a conflict.
// https://docs.github.com/en/rest/actions/permissions#get-allowed-actions-and-reusable-workflows-for-a-repository
func (c *Client) SelectedActions(ctx context.Context, repo string) (SelectedActions, error) {
	var s SelectedActions
	_, err := c.call(ctx, "GET", actionsPath(repo, "/selected-actions"), nil, &s)
	return s, err
}

// JobDefaults is what the token of a job may do that says nothing of it.
type JobDefaults struct {
	Permissions string `json:"default_workflow_permissions"` // read or write
	MayApprove  bool   `json:"can_approve_pull_request_reviews"`
}

// JobDefaults reads it. It takes an administrator.
// https://docs.github.com/en/rest/actions/permissions#get-default-workflow-permissions-for-a-repository
func (c *Client) JobDefaults(ctx context.Context, repo string) (JobDefaults, error) {
	var d JobDefaults
	_, err := c.call(ctx, "GET", actionsPath(repo, "/workflow"), nil, &d)
	return d, err
}

// ForkRuns is what pull requests from forks of a private repository may have.
type ForkRuns struct {
	Run         bool `json:"run_workflows_from_fork_pull_requests"`
	WriteTokens bool `json:"send_write_tokens_to_workflows"`
	Secrets     bool `json:"send_secrets_and_variables"`
	Approval    bool `json:"require_approval_for_fork_pr_workflows"`
}

// ForkRuns reads it. It takes an administrator.
// https://docs.github.com/en/rest/actions/permissions#get-private-repo-fork-pr-workflow-settings-for-a-repository
func (c *Client) ForkRuns(ctx context.Context, repo string) (ForkRuns, error) {
	var f ForkRuns
	_, err := c.call(ctx, "GET", actionsPath(repo, "/fork-pr-workflows-private-repos"), nil, &f)
	return f, err
}

// ForkApproval is whose pull requests from forks of a public repository wait
// for somebody to let them run: all_external_contributors, or fewer. It takes an
// administrator.
// https://docs.github.com/en/rest/actions/permissions#get-fork-pr-contributor-approval-permissions-for-a-repository
func (c *Client) ForkApproval(ctx context.Context, repo string) (string, error) {
	var out struct {
		Policy string `json:"approval_policy"`
	}
	_, err := c.call(ctx, "GET", actionsPath(repo, "/fork-pr-contributor-approval"), nil, &out)
	return out.Policy, err
}

// Retention is for how many days runs keep their artifacts and logs. It takes
// an administrator.
// https://docs.github.com/en/rest/actions/permissions#get-artifact-and-log-retention-settings-for-a-repository
func (c *Client) Retention(ctx context.Context, repo string) (days int, err error) {
	var out struct {
		Days int `json:"days"`
	}
	_, err = c.call(ctx, "GET", actionsPath(repo, "/artifact-and-log-retention"), nil, &out)
	return out.Days, err
}

func actionsPath(repo, rest string) string { return "repos/" + repo + "/actions/permissions" + rest }

// ImmutableReleases reports whether releases of a repository can not be changed
// once they are out. GitHub tells administrators; to others, too, it says that
// they can.
// https://docs.github.com/en/rest/repos/repos#check-if-immutable-releases-are-enabled-for-a-repository
func (c *Client) ImmutableReleases(ctx context.Context, repo string) (bool, error) {
	var out Switch
	_, err := c.call(ctx, "GET", "repos/"+repo+"/immutable-releases", nil, &out)
	if e, ok := errors.AsType[*Error](err); ok && e.Status == http.StatusNotFound {
		return false, nil
	}
	return out.Enabled, err
}
