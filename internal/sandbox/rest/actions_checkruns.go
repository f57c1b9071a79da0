package rest

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// Source: docs.github.com/rest/checks/runs.
func checkRunRoutes() []Route {
	const base = "/repos/{owner}/{repo}"
	return []Route{
		{Method: "POST", Path: base + "/check-runs", Handle: createCheckRun},
		{Method: "GET", Path: base + "/check-runs/{check_run_id}", Handle: getCheckRun},
		{Method: "GET", Path: base + "/check-runs/{check_run_id}/annotations", Handle: listAnnotations},
		{Method: "GET", Path: base + "/commits/{ref}/check-runs", Handle: listCheckRuns},
		{Method: "GET", Path: base + "/check-suites/{check_suite_id}/check-runs", Handle: listSuiteRuns},
	}
}

// checkRunBody is what a new check run is made of.
type checkRunBody struct {
	Name        string    `json:"name"`
	HeadSHA     string    `json:"head_sha"`
	DetailsURL  string    `json:"details_url"`
	ExternalID  string    `json:"external_id"`
	Status      string    `json:"status"`
	Conclusion  string    `json:"conclusion"`
	StartedAt   time.Time `json:"started_at"`
	CompletedAt time.Time `json:"completed_at"`
	Output      struct {
		Title       string `json:"title"`
		Summary     string `json:"summary"`
		Text        string `json:"text"`
		Annotations []struct {
			Path      string `json:"path"`
			StartLine int    `json:"start_line"`
			EndLine   int    `json:"end_line"`
			Level     string `json:"annotation_level"`
			Title     string `json:"title"`
			Message   string `json:"message"`
		} `json:"annotations"`
	} `json:"output"`
}

func createCheckRun(c *Call) (int, any, error) {
	var body checkRunBody
	if err := c.Decode(&body); err != nil {
		return 0, nil, err
	}
	switch {
	case body.Name == "":
		return 0, nil, missingField("name")
	case body.HeadSHA == "":
		return 0, nil, missingField("head_sha")
	case body.Status == "completed" && body.Conclusion == "":
		return 0, nil, missingField("conclusion")
	}
	sha, err := c.commitOf(body.HeadSHA)
	if err != nil {
		return 0, nil, err
	}
	run := hub.CheckRun{
		SHA: sha, Name: body.Name, ExternalID: body.ExternalID, DetailsURL: body.DetailsURL, Status: body.Status, Conclusion: body.Conclusion,
		Title: body.Output.Title, Summary: body.Output.Summary, Text: body.Output.Text, StartedAt: body.StartedAt, CompletedAt: body.CompletedAt,
	}
	if run.Conclusion != "" {
		run.Status = "completed"
	}
	if run.Status == "" {
		run.Status = "queued"
	}
	if run.StartedAt.IsZero() {
		run.StartedAt = c.Hub.Now()
	}
	if run.Status == "completed" && run.CompletedAt.IsZero() {
		run.CompletedAt = c.Hub.Now()
	}
	for _, a := range body.Output.Annotations {
		run.Annotations = append(run.Annotations, hub.Annotation{
			Path: a.Path, StartLine: a.StartLine, EndLine: a.EndLine, Level: a.Level, Title: a.Title, Message: a.Message,
		})
	}
	made, err := c.Hub.AddCheckRun(c.Caller, c.Repo.ID, c.branchAt(sha), run)
	if err != nil {
		return 0, nil, err
	}
	return http.StatusCreated, c.checkRun(made), nil
}

func getCheckRun(c *Call) (int, any, error) {
	run, err := c.findCheckRun()
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, c.checkRun(run), nil
}

func (c *Call) findCheckRun() (hub.CheckRun, error) {
	id, err := c.Number("check_run_id")
	if err != nil {
		return hub.CheckRun{}, err
	}
	return c.Hub.CheckRun(c.Caller, c.Repo.ID, id)
}

func listAnnotations(c *Call) (int, any, error) {
	run, err := c.findCheckRun()
	if err != nil {
		return 0, nil, err
	}
	return http.StatusOK, PageOf(c, run.Annotations, func(a hub.Annotation) Object {
		return Object{
			"path": a.Path, "start_line": a.StartLine, "end_line": a.EndLine, "start_column": nil, "end_column": nil,
			"annotation_level": a.Level, "title": a.Title, "message": a.Message, "raw_details": nil,
			"blob_href": repoWeb(c.Repo, "/blob/%s/%s", run.SHA, inPath(a.Path)),
		}
	}), nil
}

func listCheckRuns(c *Call) (int, any, error) {
	sha, err := c.commitOf(c.Param("ref"))
	if err != nil {
		return 0, nil, err
	}
	list, err := c.Hub.CheckRuns(c.Caller, c.Repo.ID, sha)
	if err != nil {
		return 0, nil, err
	}
	return c.answerCheckRuns(list)
}

func listSuiteRuns(c *Call) (int, any, error) {
	id, err := c.Number("check_suite_id")
	if err != nil {
		return 0, nil, err
	}
	_, list, err := c.Hub.CheckSuite(c.Caller, c.Repo.ID, id)
	if err != nil {
		return 0, nil, err
	}
	return c.answerCheckRuns(list)
}

// answerCheckRuns applies the query to check runs, which come oldest first. By
// default only the latest of each name in a suite is shown, newest first.
func (c *Call) answerCheckRuns(list []hub.CheckRun) (int, any, error) {
	var kept []hub.CheckRun
	seen := map[string]bool{}
	for _, run := range slices.Backward(list) {
		key := strconv.FormatInt(run.Suite, 10) + " " + run.Name
		isOld := seen[key] && c.Query("filter") != "all"
		seen[key] = true
		app, err := c.Hub.App(run.App)
		if err != nil {
			return 0, nil, err
		}
		is := func(name, value string) bool { return c.Query(name) == "" || c.Query(name) == value }
		if !isOld && is("check_name", run.Name) && is("status", run.Status) && is("app_id", strconv.FormatInt(app.ID, 10)) {
			kept = append(kept, run)
		}
	}
	return http.StatusOK, counted(c, "check_runs", kept, c.checkRun), nil
}

func (c *Call) checkRun(r hub.CheckRun) Object {
	self := repoAPI(c.Repo, "/check-runs/%d", r.ID)
	page := repoWeb(c.Repo, "/runs/%d", r.ID)
	details := r.DetailsURL
	if details == "" {
		details = page
	}
	return Object{
		"id": r.ID, "node_id": r.NodeID(), "name": r.Name, "head_sha": r.SHA, "external_id": r.ExternalID,
		"status": r.Status, "conclusion": orNull(r.Conclusion), "started_at": stamp(r.StartedAt), "completed_at": stamp(r.CompletedAt),
		"url": self, "html_url": page, "details_url": details, "app": c.via(r.App), "check_suite": Object{"id": r.Suite}, "pull_requests": []Object{},
		"output": Object{
			"title": orNull(r.Title), "summary": orNull(r.Summary), "text": orNull(r.Text),
			"annotations_count": len(r.Annotations), "annotations_url": self + "/annotations",
		},
	}
}
