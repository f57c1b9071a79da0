package rest

import (
	"net/http"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// Source: docs.github.com/rest/actions/workflow-jobs.
func jobRoutes() []Route {
	const base = "/repos/{owner}/{repo}/actions"
	return []Route{
		{Method: "GET", Path: base + "/runs/{run_id}/jobs", Handle: listJobs},
		{Method: "GET", Path: base + "/runs/{run_id}/attempts/{attempt_number}/jobs", Handle: listAttemptJobs},
		{Method: "GET", Path: base + "/jobs/{job_id}", Handle: getJob},
		{Method: "POST", Path: base + "/jobs/{job_id}/rerun", Handle: rerunJob},
	}
}

func listJobs(c *Call) (int, any, error) {
	attempt := 0
	switch c.Query("filter") {
	case "", "latest":
	case "all":
		attempt = -1
	default:
		return 0, nil, Unprocessable("The value of filter is neither latest nor all")
	}
	return c.jobs(attempt)
}

func listAttemptJobs(c *Call) (int, any, error) {
	number, err := c.Number("attempt_number")
	if err != nil {
		return 0, nil, err
	}
	return c.jobs(int(number))
}

func (c *Call) jobs(attempt int) (int, any, error) {
	id, err := c.Number("run_id")
	if err != nil {
		return 0, nil, err
	}
	list, err := c.Hub.Jobs(c.Caller, c.Repo.ID, id, attempt)
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, counted(c, "jobs", list, c.job), nil
}

func getJob(c *Call) (int, any, error) {
	id, err := c.Number("job_id")
	if err != nil {
		return 0, nil, err
	}
	j, err := c.Hub.Job(c.Caller, c.Repo.ID, id)
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, c.job(j), nil
}

func (c *Call) job(j hub.WorkflowJob) Object {
	run := repoAPI(c.Repo, "/actions/runs/%d", j.Run)
	if j.Attempt > 1 {
		run += "/attempts/" + itoa(int64(j.Attempt))
	}
	runner, group := any(nil), any(nil)
	if j.Status != "queued" && len(j.Steps) > 0 {
		runner, group = "sandbox", "GitHub Actions"
	}
	steps := []Object{}
	for _, s := range j.Steps {
		steps = append(steps, Object{
			"number": s.Number, "name": s.Name, "status": s.Status, "conclusion": orNull(s.Conclusion),
			"started_at": stamp(s.StartedAt), "completed_at": stamp(s.CompletedAt),
		})
	}
	return Object{
		"id": j.ID, "node_id": j.NodeID(), "run_id": j.Run, "run_attempt": j.Attempt, "workflow_name": j.WorkflowName, "name": j.Name,
		"head_branch": j.Branch(), "head_sha": j.SHA, "status": j.Status, "conclusion": orNull(j.Conclusion), "steps": steps,
		"created_at": stamp(j.CreatedAt), "started_at": stamp(j.StartedAt), "completed_at": stamp(j.CompletedAt),
		"url": repoAPI(c.Repo, "/actions/jobs/%d", j.ID), "html_url": repoWeb(c.Repo, "/actions/runs/%d/job/%d", j.Run, j.ID),
		"run_url": run, "check_run_url": repoAPI(c.Repo, "/check-runs/%d", j.ID),
		"labels": []string{"ubuntu-latest"}, "runner_id": nil, "runner_name": runner, "runner_group_id": nil, "runner_group_name": group,
	}
}

func rerunJob(c *Call) (int, any, error) {
	id, err := c.Number("job_id")
	if err != nil {
		return 0, nil, err
	}
	if err := c.Hub.RerunJob(c.Caller, c.Repo.ID, id); err != nil {
		return 0, nil, err
	}
	return http.StatusCreated, Object{}, nil
}
