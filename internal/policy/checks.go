package policy

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
)

// What one check says of a commit. Skipped and neutral ones neither speak for
// it nor against it.
const (
	checkSucceeded = "succeeded"
	checkPassedBy  = "passed by"
	checkPending   = "pending"
	checkFailed    = "failed"
)

// result is what one check or status context says now.
type result struct {
	run   CheckRun // zero but for the name if it is a status
	state string
	title string // quoted
}

// newest returns what every check says now: of several runs of one the newest,
// which is the one with the highest id.
func (c Checks) newest() []result {
	type key struct{ app, workflow, event, name string }
	newest := map[key]CheckRun{}
	for _, run := range c.Runs {
		k := key{run.App, run.Workflow, run.Event, run.Name}
		if known, ok := newest[k]; !ok || run.ID > known.ID {
			newest[k] = run
		}
	}
	var all []result
	for run := range maps.Values(newest) {
		all = append(all, result{run, run.state(), fmt.Sprintf("%q", run.Name)})
	}
	for _, s := range c.Statuses {
		all = append(all, result{CheckRun{Name: s.Context}, s.state(), fmt.Sprintf("%q", s.Context)})
	}
	slices.SortFunc(all, func(a, b result) int { return strings.Compare(a.title, b.title) })
	return all
}

// state reads a run's status and conclusion; a word that GitHub did not have
// when this was written fails.
// https://docs.github.com/en/rest/checks/runs
func (r CheckRun) state() string {
	if r.Status != "completed" {
		return checkPending
	}
	switch r.Conclusion {
	case "success":
		return checkSucceeded
	case "neutral", "skipped":
		return checkPassedBy
	}
	return checkFailed
}

// state reads a commit status.
// https://docs.github.com/en/rest/commits/statuses
func (s Status) state() string {
	switch s.State {
	case "success":
		return checkSucceeded
	case "pending":
		return checkPending
	}
	return checkFailed
}

// means reports whether a run is of this check. A workflow is named by its
// path or by the last part of that.
func (c CICheck) means(run CheckRun) bool {
	return c.Name == run.Name &&
		(c.App == "" || c.App == run.App) &&
		(c.Workflow == "" || c.Workflow == run.Workflow || c.Workflow == path.Base(run.Workflow))
}
