package rest

import (
	"net/http"

	"github.com/release-request/gh-release-request/internal/sandbox/gitstore"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// Source: docs.github.com/rest/actions/workflow-runs.
func runRoutes() []Route {
	const base = "/repos/{owner}/{repo}/actions/runs"
	return []Route{
		{Method: "GET", Path: base, Handle: listRuns},
		{Method: "GET", Path: base + "/{run_id}", Handle: getRun},
		{Method: "GET", Path: base + "/{run_id}/attempts/{attempt_number}", Handle: getAttempt},
		{Method: "POST", Path: base + "/{run_id}/rerun", Handle: rerun(false)},
		{Method: "POST", Path: base + "/{run_id}/rerun-failed-jobs", Handle: rerun(true)},
		{Method: "POST", Path: base + "/{run_id}/cancel", Handle: cancelRun},
	}
}

func listRuns(c *Call) (int, any, error) {
	return c.listRuns(func(hub.Run) bool { return true })
}

func listWorkflowRuns(c *Call) (int, any, error) {
	w, err := c.Hub.Workflow(c.Caller, c.Repo.ID, c.Param("workflow_id"))
	if err != nil {
		return 0, nil, err
	}
	return c.listRuns(func(r hub.Run) bool { return r.Workflow == w.ID })
}

func (c *Call) listRuns(among func(hub.Run) bool) (int, any, error) {
	wanted, err := c.runFilter()
	if err != nil {
		return 0, nil, err
	}
	all, err := c.Hub.Runs(c.Caller, c.Repo.ID)
	if err != nil {
		return 0, nil, err
	}
	var list []hub.Run
	for _, r := range all {
		if among(r) && wanted(r) {
			list = append(list, r)
		}
	}
	runs, err := c.runs(Page(c, list))
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, Object{"total_count": len(list), "workflow_runs": runs}, nil
}

func getRun(c *Call) (int, any, error) { return c.attempt(0) }

func getAttempt(c *Call) (int, any, error) {
	number, err := c.Number("attempt_number")
	if err != nil {
		return 0, nil, err
	}
	return c.attempt(int(number))
}

// attempt answers with one attempt of a run, the latest for 0.
func (c *Call) attempt(number int) (int, any, error) {
	id, err := c.Number("run_id")
	if err != nil {
		return 0, nil, err
	}
	r, err := c.Hub.RunAttempt(c.Caller, c.Repo.ID, id, number)
	if err != nil {
		return 0, nil, err
	}
	runs, err := c.runs([]hub.Run{r})
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, runs[0], nil
}

func rerun(failedOnly bool) func(*Call) (int, any, error) {
	return func(c *Call) (int, any, error) {
		id, err := c.Number("run_id")
		if err != nil {
			return 0, nil, err
		}
		if err := c.Hub.RerunRun(c.Caller, c.Repo.ID, id, failedOnly); err != nil {
			return 0, nil, err
		}
		return http.StatusCreated, Object{}, nil
	}
}

func cancelRun(c *Call) (int, any, error) {
	id, err := c.Number("run_id")
	if err != nil {
		return 0, nil, err
	}
	if err := c.Hub.CancelRun(c.Caller, c.Repo.ID, id); err != nil {
		return 0, nil, err
	}
	return http.StatusAccepted, Object{}, nil
}

// runs writes runs, whose commits are read together.
func (c *Call) runs(list []hub.Run) ([]Object, error) {
	commits, err := c.heads(list)
	if err != nil {
		return nil, err
	}
	objects := []Object{}
	for _, r := range list {
		objects = append(objects, c.run(r, commits[r.SHA]))
	}
	return objects, nil
}

// heads reads the commits of runs, as far as there is git data.
func (c *Call) heads(list []hub.Run) (map[string]*gitstore.Commit, error) {
	found := map[string]*gitstore.Commit{}
	if c.Git == nil {
		return found, nil
	}
	var shas []string
	for _, r := range list {
		if _, asked := found[r.SHA]; !asked {
			found[r.SHA] = nil
			shas = append(shas, r.SHA)
		}
	}
	commits, err := c.gitRepo().Commits(c.Request.Context(), shas...)
	if err != nil {
		return nil, err
	}
	for i, k := range commits {
		found[shas[i]] = k
	}
	return found, nil
}

func (c *Call) run(r hub.Run, head *gitstore.Commit) Object {
	self := repoAPI(c.Repo, "/actions/runs/%d", r.ID)
	attempt := self
	var previous any
	if r.Attempt > 1 {
		attempt = self + "/attempts/" + itoa(int64(r.Attempt))
		previous = self + "/attempts/" + itoa(int64(r.Attempt-1))
	}
	return Object{
		"id": r.ID, "node_id": r.NodeID(), "name": r.WorkflowName, "display_title": r.Title, "path": r.Path, "event": r.Event,
		"status": r.Status, "conclusion": orNull(r.Conclusion), "run_number": r.Number, "run_attempt": r.Attempt,
		"head_branch": orNull(r.Branch()), "head_sha": r.SHA, "head_commit": simpleCommit(head), "pull_requests": []Object{},
		"actor": simpleUser(r.Actor), "triggering_actor": simpleUser(r.Triggering),
		"created_at": stamp(r.CreatedAt), "run_started_at": stamp(r.StartedAt), "updated_at": stamp(r.UpdatedAt),
		"workflow_id": r.Workflow, "workflow_url": repoAPI(c.Repo, "/actions/workflows/%d", r.Workflow),
		"check_suite_id": r.Suite, "check_suite_node_id": hub.CheckSuite{ID: r.Suite, Repo: r.Repo}.NodeID(),
		"check_suite_url": repoAPI(c.Repo, "/check-suites/%d", r.Suite), "referenced_workflows": referenced(r.Referenced),
		"url": self, "html_url": repoWeb(c.Repo, "/actions/runs/%d", r.ID), "jobs_url": attempt + "/jobs", "logs_url": attempt + "/logs",
		"artifacts_url": self + "/artifacts", "cancel_url": self + "/cancel", "rerun_url": self + "/rerun", "previous_attempt_url": previous,
		"repository": minimalRepo(c.Repo), "head_repository": minimalRepo(c.Repo),
	}
}

// referenced are the workflow files that the run's jobs call.
func referenced(list []hub.ReferencedWorkflow) []Object {
	all := make([]Object, len(list))
	for i, r := range list {
		all[i] = Object{"path": r.Path, "sha": r.SHA}
		if r.Ref != "" {
			all[i]["ref"] = r.Ref
		}
	}
	return all
}

// simpleCommit is a commit as it stands in runs and check suites, or null.
func simpleCommit(k *gitstore.Commit) any {
	if k == nil {
		return nil
	}
	return Object{
		"id": k.SHA, "tree_id": k.Tree, "message": trimmed(k.Message), "timestamp": stamp(k.Committer.When),
		"author":    Object{"name": k.Author.Name, "email": k.Author.Email},
		"committer": Object{"name": k.Committer.Name, "email": k.Committer.Email},
	}
}
