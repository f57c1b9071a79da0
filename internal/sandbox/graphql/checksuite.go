package graphql

import (
	"cmp"
	"context"
	"slices"

	"github.com/release-request/gh-release-request/internal/sandbox/graphql/engine"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// checkSuites serves a commit's check suites, oldest first.
func (o commit) checkSuites(a engine.Args) (any, error) {
	suites, err := o.suites()
	if err != nil {
		return nil, err
	}
	filter := a.Object("filterBy")
	suites = slices.DeleteFunc(suites, func(s checkSuite) bool {
		named := func(r hub.CheckRun) bool { return r.Name == filter.String("checkName") }
		return filter.Has("checkName") && !slices.ContainsFunc(s.runs, named) || filter.Has("appId") && s.appID() != int64(filter.Int("appId"))
	})
	return connection("CheckSuite", list(suites, func(s checkSuite) engine.Object { return s }), a), nil
}

// suites are a commit's check suites with their runs.
func (o commit) suites() ([]checkSuite, error) {
	h, c, repo := o.repo.s.hub, o.repo.s.caller, o.repo.r.ID
	all, err := h.CheckSuites(c, repo, o.c.SHA)
	if err != nil {
		return nil, orUnresolved(err, "the check suites.")
	}
	runs, err := h.CheckRuns(c, repo, o.c.SHA)
	if err != nil {
		return nil, orUnresolved(err, "the check runs.")
	}
	var suites []checkSuite
	for _, s := range all {
		own := slices.DeleteFunc(slices.Clone(runs), func(r hub.CheckRun) bool { return r.Suite != s.ID })
		suites = append(suites, checkSuite{o, s, own})
	}
	return suites, nil
}

// checkSuite is a CheckSuite.
type checkSuite struct {
	on   commit
	s    hub.CheckSuite
	runs []hub.CheckRun // oldest first
}

func (checkSuite) TypeName() string { return "CheckSuite" }

func (o checkSuite) Field(ctx context.Context, name string, a engine.Args) (any, error) {
	repo := o.on.repo
	switch name {
	case "id":
		return o.s.NodeID(), nil
	case "databaseId":
		return o.s.ID, nil
	case "app":
		return repo.s.app(o.s.App)
	case "branch":
		return repo.ref(ctx, "refs/heads/"+o.s.Branch)
	case "commit":
		return o.on, nil
	case "repository":
		return repo, nil
	case "createdAt":
		return o.s.CreatedAt, nil
	case "updatedAt":
		return o.s.UpdatedAt, nil
	case "status", "conclusion":
		return o.outcome(name)
	case "workflowRun":
		if o.s.Run == 0 {
			return nil, nil
		}
		return repo.s.workflowRun(repo.r.ID, o.s.Run)
	case "checkRuns":
		return connection("CheckRun", list(o.filtered(a.Object("filterBy")), func(r hub.CheckRun) engine.Object { return checkRun{o, r} }), a), nil
	case "url":
		return web("/%s/commit/%s/checks?check_suite_id=%d", repo.r.FullName(), o.s.SHA, o.s.ID), nil
	case "push":
		return nil, nil
	}
	return nil, engine.NotServed(o, name)
}

// appID is the database id of the suite's App; 0 if it is gone.
func (o checkSuite) appID() int64 {
	app, err := o.on.repo.s.hub.App(o.s.App)
	if err != nil {
		return 0
	}
	return app.ID
}

// outcome is the suite's status or conclusion: that of its workflow run, else what its check runs come to.
func (o checkSuite) outcome(name string) (any, error) {
	status, conclusion := "completed", ""
	if o.s.Run != 0 {
		r, err := o.on.repo.s.hub.Run(o.on.repo.s.caller, o.s.Repo, o.s.Run)
		if err != nil {
			return nil, orUnresolved(err, "the workflow run.")
		}
		status, conclusion = r.Status, r.Conclusion
	} else {
		for _, r := range latest(o.runs) {
			if r.Status != "completed" {
				status = r.Status
			}
			conclusion = worse(conclusion, r.Conclusion)
		}
		if len(o.runs) == 0 {
			status = "queued"
		}
	}
	if name == "status" {
		return enum(status), nil
	}
	if status != "completed" {
		return nil, nil
	}
	return orNull(enum(conclusion)), nil
}

// worse is the conclusion that counts for two check runs together.
func worse(a, b string) string {
	order := []string{"", "skipped", "neutral", "success", "stale", "cancelled", "timed_out", "action_required", "failure"}
	return slices.MaxFunc([]string{a, b}, func(x, y string) int {
		return cmp.Compare(slices.Index(order, x), slices.Index(order, y))
	})
}

// filtered obeys a CheckRunFilter.
func (o checkSuite) filtered(f engine.Args) []hub.CheckRun {
	runs := slices.Clone(o.runs)
	if f.String("checkType") == "LATEST" {
		runs = latest(runs)
	}
	return slices.DeleteFunc(runs, func(r hub.CheckRun) bool {
		return f.Has("checkName") && r.Name != f.String("checkName") ||
			f.Has("appId") && o.appID() != int64(f.Int("appId")) ||
			f.Has("status") && enum(r.Status) != f.String("status") ||
			f.Has("statuses") && !slices.Contains(f.Strings("statuses"), enum(r.Status)) ||
			f.Has("conclusions") && !slices.Contains(f.Strings("conclusions"), enum(r.Conclusion))
	})
}

// latest keeps the newest check run of each name.
func latest(runs []hub.CheckRun) []hub.CheckRun {
	newest := map[string]int64{}
	for _, r := range runs {
		newest[r.Name] = max(newest[r.Name], r.ID)
	}
	return slices.DeleteFunc(slices.Clone(runs), func(r hub.CheckRun) bool { return r.ID != newest[r.Name] })
}
