package rest

import (
	"maps"
	"net/http"
	"slices"
	"strconv"

	"github.com/release-request/gh-release-request/internal/sandbox/gitstore"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// Source: docs.github.com/rest/checks/suites.
func checkSuiteRoutes() []Route {
	const base = "/repos/{owner}/{repo}"
	return []Route{
		{Method: "GET", Path: base + "/commits/{ref}/check-suites", Handle: listCheckSuites},
		{Method: "GET", Path: base + "/check-suites/{check_suite_id}", Handle: getCheckSuite},
	}
}

func listCheckSuites(c *Call) (int, any, error) {
	sha, err := c.commitOf(c.Param("ref"))
	if err != nil {
		return 0, nil, err
	}
	all, err := c.Hub.CheckSuites(c.Caller, c.Repo.ID, sha)
	if err != nil {
		return 0, nil, err
	}
	var list []Object
	for _, s := range all {
		_, runs, err := c.Hub.CheckSuite(c.Caller, c.Repo.ID, s.ID)
		if err != nil {
			return 0, nil, err
		}
		app, err := c.Hub.App(s.App)
		if err != nil {
			return 0, nil, err
		}
		name, id := c.Query("check_name"), c.Query("app_id")
		isNamed := name == "" || slices.ContainsFunc(runs, func(r hub.CheckRun) bool { return r.Name == name })
		if !isNamed || id != "" && id != strconv.FormatInt(app.ID, 10) {
			continue
		}
		suite, err := c.checkSuite(s, runs)
		if err != nil {
			return 0, nil, err
		}
		list = append(list, suite)
	}
	return http.StatusOK, counted(c, "check_suites", list, func(o Object) Object { return o }), nil
}

func getCheckSuite(c *Call) (int, any, error) {
	id, err := c.Number("check_suite_id")
	if err != nil {
		return 0, nil, err
	}
	s, runs, err := c.Hub.CheckSuite(c.Caller, c.Repo.ID, id)
	if err != nil {
		return 0, nil, err
	}
	suite, err := c.checkSuite(s, runs)
	return http.StatusOK, suite, err
}

func (c *Call) checkSuite(s hub.CheckSuite, runs []hub.CheckRun) (Object, error) {
	head, err := c.headCommit(s.SHA)
	if err != nil {
		return nil, err
	}
	latest := map[string]hub.CheckRun{}
	for _, r := range runs {
		latest[r.Name] = r
	}
	status, conclusion := hub.Conclude(slices.Collect(maps.Values(latest)))
	if s.Run != 0 {
		run, err := c.Hub.Run(c.Caller, c.Repo.ID, s.Run)
		if err != nil {
			return nil, err
		}
		status, conclusion = run.Status, run.Conclusion
	}
	return Object{
		"id": s.ID, "node_id": s.NodeID(), "head_branch": orNull(s.Branch), "head_sha": s.SHA, "head_commit": simpleCommit(head),
		"status": status, "conclusion": orNull(conclusion), "app": c.via(s.App), "repository": minimalRepo(c.Repo), "pull_requests": []Object{},
		"before": nil, "after": s.SHA, "created_at": stamp(s.CreatedAt), "updated_at": stamp(s.UpdatedAt), "latest_check_runs_count": len(latest),
		"rerequestable": true, "runs_rerequestable": s.Run == 0,
		"url": repoAPI(c.Repo, "/check-suites/%d", s.ID), "check_runs_url": repoAPI(c.Repo, "/check-suites/%d/check-runs", s.ID),
	}, nil
}

// headCommit reads a commit that checks are about.
func (c *Call) headCommit(sha string) (*gitstore.Commit, error) {
	return c.gitRepo().Commit(c.Request.Context(), sha)
}

// commitOf is the id of the commit that a branch, a tag or an id names.
func (c *Call) commitOf(ref string) (string, error) {
	sha, err := c.gitRepo().Resolve(c.Request.Context(), ref)
	if err != nil {
		return "", c.orElse(err, Unprocessable("No commit found for SHA: "+ref))
	}
	return sha, nil
}

// branchAt is a branch whose head is the commit, empty if there is none.
func (c *Call) branchAt(sha string) string {
	refs, err := c.gitRepo().Refs(c.Request.Context(), "refs/heads/")
	if err != nil {
		return ""
	}
	for _, r := range refs {
		if name, ok := hub.BranchName(r.Name); ok && r.SHA == sha {
			return name
		}
	}
	return ""
}
