package rest

import (
	"net/http"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// Source: docs.github.com/rest/actions/permissions.
func actionsPermissionRoutes() []Route {
	const base = "/repos/{owner}/{repo}/actions/permissions"
	return []Route{
		{Method: "GET", Path: base, Handle: actionsSetting(writeActionsPermissions)},
		{Method: "GET", Path: base + "/selected-actions", Handle: actionsSetting(writeSelectedActions)},
		{Method: "GET", Path: base + "/workflow", Handle: actionsSetting(writeWorkflowDefaults)},
		{Method: "GET", Path: base + "/artifact-and-log-retention", Handle: actionsSetting(writeRetention)},
		{Method: "GET", Path: base + "/fork-pr-contributor-approval", Handle: actionsSetting(writeForkApproval)},
		{Method: "GET", Path: base + "/fork-pr-workflows-private-repos", Handle: actionsSetting(writeForkRuns)},
	}
}

// actionsSettings are a repository's, with how many days of retention it may
// have.
type actionsSettings struct {
	hub.ActionsSettings
	most int
}

// actionsSetting tells a part of a repository's settings of Actions.
func actionsSetting(write func(*Call, actionsSettings) (Object, error)) func(*Call) (int, any, error) {
	return func(c *Call) (int, any, error) {
		settings, most, err := c.Hub.ActionsSettings(c.Caller, c.Repo.ID)
		if err != nil {
			return 0, nil, err
		}
		o, err := write(c, actionsSettings{settings, most})
		return http.StatusOK, o, err
	}
}

func writeActionsPermissions(c *Call, s actionsSettings) (Object, error) {
	o := Object{"enabled": s.Enabled}
	if !s.Enabled {
		return o, nil
	}
	o["allowed_actions"], o["sha_pinning_required"] = s.Allowed, s.Pinned
	if s.Allowed == "selected" {
		o["selected_actions_url"] = repoAPI(c.Repo, "/actions/permissions/selected-actions")
	}
	return o, nil
}

func writeSelectedActions(_ *Call, s actionsSettings) (Object, error) {
	if s.Allowed != "selected" {
		return nil, Conflict("Conflict")
	}
	patterns := s.Selected.Patterns
	if patterns == nil {
		patterns = []string{}
	}
	return Object{"github_owned_allowed": s.Selected.GitHubOwned, "verified_allowed": s.Selected.Verified, "patterns_allowed": patterns}, nil
}

func writeWorkflowDefaults(_ *Call, s actionsSettings) (Object, error) {
	return Object{"default_workflow_permissions": s.DefaultToken.String(), "can_approve_pull_request_reviews": s.MayApprove}, nil
}

func writeRetention(_ *Call, s actionsSettings) (Object, error) {
	return Object{"days": s.Retention, "maximum_allowed_days": s.most}, nil
}

// writeForkApproval is for public repositories, writeForkRuns for private ones.
// GitHub was seen to refuse the first so (eclipse-csi/otterdog, 635), with the
// sentence in a member that its own description has for lists.
func writeForkApproval(c *Call, s actionsSettings) (Object, error) {
	if c.Repo.Private {
		return nil, Unprocessable("Validation Failed: Fork PR approval is not allowed for private repositories.")
	}
	return Object{"approval_policy": s.ForkApproval}, nil
}

func writeForkRuns(c *Call, s actionsSettings) (Object, error) {
	if !c.Repo.Private {
		return nil, Unprocessable("Validation Failed: this setting is for private repositories.")
	}
	return Object{
		"run_workflows_from_fork_pull_requests": s.ForkRuns.Run, "send_write_tokens_to_workflows": s.ForkRuns.WriteTokens,
		"send_secrets_and_variables": s.ForkRuns.Secrets, "require_approval_for_fork_pr_workflows": s.ForkRuns.Approval,
	}, nil
}
