package github

import (
	"context"
	"fmt"
	"net/url"
	"time"
)

// Run is a workflow run.
type Run struct {
	ID              int64     `json:"id"`
	Title           string    `json:"display_title"` // run-name, evaluated
	Attempt         int       `json:"run_attempt"`
	Event           string    `json:"event"`
	Status          string    `json:"status"`
	Conclusion      string    `json:"conclusion"`
	HeadBranch      string    `json:"head_branch"`
	HeadSHA         string    `json:"head_sha"`
	Path            string    `json:"path"`
	CreatedAt       time.Time `json:"created_at"`
	URL             string    `json:"html_url"`
	Actor           *Account  `json:"actor"`
	TriggeringActor *Account  `json:"triggering_actor"`
}

// Finished reports whether nothing of the run will happen any more.
func (r Run) Finished() bool { return r.Status == "completed" }

type runPage struct {
	Runs []Run `json:"workflow_runs"`
}

// RunsSince reads all runs of a workflow file created at or after a time,
// newest first.
// https://docs.github.com/en/rest/actions/workflow-runs#list-workflow-runs-for-a-workflow
func (c *Client) RunsSince(ctx context.Context, repo, file string, since time.Time) ([]Run, error) {
	return c.runs(ctx, repo, file, "created="+url.QueryEscape(">="+since.UTC().Format(time.RFC3339)))
}

// unfinished are all states of a run that is not completed.
var unfinished = []string{"requested", "pending", "queued", "waiting", "in_progress"}

// UnfinishedStates returns the states to ask RunsInState for.
func UnfinishedStates() []string { return unfinished }

// RunsInState reads all runs of a workflow file in a state.
func (c *Client) RunsInState(ctx context.Context, repo, file, state string) ([]Run, error) {
	return c.runs(ctx, repo, file, "status="+state)
}

func (c *Client) runs(ctx context.Context, repo, file, filter string) ([]Run, error) {
	var all []Run
	path := fmt.Sprintf("repos/%s/actions/workflows/%s/runs?per_page=100&exclude_pull_requests=true&%s", repo, url.PathEscape(file), filter)
	err := pages(ctx, c, path, func(page runPage) { all = append(all, page.Runs...) })
	return all, err
}

// Run reads one run, as its newest attempt is.
// https://docs.github.com/en/rest/actions/workflow-runs#get-a-workflow-run
func (c *Client) Run(ctx context.Context, repo string, id int64) (Run, error) {
	var run Run
	_, err := c.call(ctx, "GET", fmt.Sprintf("repos/%s/actions/runs/%d", repo, id), nil, &run)
	return run, err
}

// Job is one job of one attempt of a run.
type Job struct {
	ID         int64  `json:"id"`
	Attempt    int    `json:"run_attempt"`
	Name       string `json:"name"`
	Status     string `json:"status"`
	Conclusion string `json:"conclusion"`
	URL        string `json:"html_url"`
	Steps      []Step `json:"steps"`
}

// Step is one step of a job.
type Step struct {
	Name       string `json:"name"`
	Status     string `json:"status"`
	Conclusion string `json:"conclusion"`
}

type jobPage struct {
	Jobs []Job `json:"jobs"`
}

// Jobs reads the jobs of all attempts of a run.
// https://docs.github.com/en/rest/actions/workflow-jobs#list-jobs-for-a-workflow-run
func (c *Client) Jobs(ctx context.Context, repo string, run int64) ([]Job, error) {
	var all []Job
	path := fmt.Sprintf("repos/%s/actions/runs/%d/jobs?per_page=100&filter=all", repo, run)
	err := pages(ctx, c, path, func(page jobPage) { all = append(all, page.Jobs...) })
	return all, err
}

// Dispatch starts a workflow on a branch with inputs.
// https://docs.github.com/en/rest/actions/workflows#create-a-workflow-dispatch-event
func (c *Client) Dispatch(ctx context.Context, repo, file, branch string, inputs map[string]string) error {
	in := map[string]any{"ref": branch, "inputs": inputs}
	_, err := c.call(ctx, "POST", fmt.Sprintf("repos/%s/actions/workflows/%s/dispatches", repo, url.PathEscape(file)), in, nil)
	return err
}

// Environment is an Actions environment with its deployment rule.
type Environment struct {
	Name   string `json:"name"`
	Policy *struct {
		ProtectedBranches    bool `json:"protected_branches"`
		CustomBranchPolicies bool `json:"custom_branch_policies"`
	} `json:"deployment_branch_policy"` // nil: any branch
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
	Name string `json:"name"`
	Type string `json:"type"` // branch or tag
}

type branchPolicyPage struct {
	Policies []BranchPolicy `json:"branch_policies"`
}

// BranchPolicies reads the patterns of an environment's custom rule.
// https://docs.github.com/en/rest/deployments/branch-policies#list-deployment-branch-policies
func (c *Client) BranchPolicies(ctx context.Context, repo, environment string) ([]BranchPolicy, error) {
	var all []BranchPolicy
	path := "repos/" + repo + "/environments/" + url.PathEscape(environment) + "/deployment-branch-policies?per_page=100"
	err := pages(ctx, c, path, func(page branchPolicyPage) { all = append(all, page.Policies...) })
	return all, err
}
