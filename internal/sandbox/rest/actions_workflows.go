package rest

import (
	"net/http"
	"path"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// Source: docs.github.com/rest/actions/workflows.
func workflowRoutes() []Route {
	const base = "/repos/{owner}/{repo}/actions/workflows"
	return []Route{
		{Method: "GET", Path: base, Handle: listWorkflows},
		{Method: "GET", Path: base + "/{workflow_id}", Handle: getWorkflow},
		{Method: "GET", Path: base + "/{workflow_id}/runs", Handle: listWorkflowRuns},
		{Method: "POST", Path: base + "/{workflow_id}/dispatches", Handle: dispatchWorkflow},
		{Method: "PUT", Path: base + "/{workflow_id}/enable", Handle: setWorkflow(hub.WorkflowActive)},
		{Method: "PUT", Path: base + "/{workflow_id}/disable", Handle: setWorkflow(hub.WorkflowDisabled)},
	}
}

func listWorkflows(c *Call) (int, any, error) {
	list, err := c.Hub.Workflows(c.Caller, c.Repo.ID)
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, counted(c, "workflows", list, c.workflow), nil
}

func getWorkflow(c *Call) (int, any, error) {
	w, err := c.Hub.Workflow(c.Caller, c.Repo.ID, c.Param("workflow_id"))
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, c.workflow(w), nil
}

// setWorkflow switches a workflow on or off.
func setWorkflow(state hub.WorkflowState) func(*Call) (int, any, error) {
	return func(c *Call) (int, any, error) {
		return http.StatusNoContent, nil, c.Hub.SetWorkflowState(c.Caller, c.Repo.ID, c.Param("workflow_id"), state)
	}
}

func dispatchWorkflow(c *Call) (int, any, error) {
	var body struct {
		Ref              string         `json:"ref"`
		Inputs           map[string]any `json:"inputs"`
		ReturnRunDetails bool           `json:"return_run_details"`
	}
	if err := c.Decode(&body); err != nil {
		return 0, nil, err
	}
	if body.Ref == "" {
		return 0, nil, missingField("ref")
	}
	run, err := c.Hub.DispatchWorkflow(c.Caller, c.Repo.ID, c.Param("workflow_id"), body.Ref, body.Inputs)
	if err != nil {
		return 0, nil, err
	}
	if !body.ReturnRunDetails {
		return http.StatusNoContent, nil, nil
	}
	return http.StatusOK, Object{
		"workflow_run_id": run.ID, "run_url": repoAPI(c.Repo, "/actions/runs/%d", run.ID), "html_url": repoWeb(c.Repo, "/actions/runs/%d", run.ID),
	}, nil
}

func (c *Call) workflow(w hub.Workflow) Object {
	return Object{
		"id": w.ID, "node_id": w.NodeID(), "name": w.Name, "path": w.Path, "state": string(w.State),
		"created_at": stamp(w.CreatedAt), "updated_at": stamp(w.UpdatedAt),
		"url":       repoAPI(c.Repo, "/actions/workflows/%d", w.ID),
		"html_url":  repoWeb(c.Repo, "/blob/%s/%s", c.Repo.DefaultBranch, w.Path),
		"badge_url": repoWeb(c.Repo, "/actions/workflows/%s/badge.svg", path.Base(w.Path)),
	}
}
