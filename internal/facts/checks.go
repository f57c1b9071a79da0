package facts

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/release"
)

// checksFact says what CI says of the commit.
func checksFact(request release.Request, source *github.Source) policy.Fact[policy.Checks] {
	if source.Commit == nil {
		return policy.Withheld[policy.Checks](fmt.Sprintf("%s has no commit %s", request.Project, request.Commit))
	}
	var out policy.Checks
	for _, suite := range source.Commit.Suites {
		if suite.Cut {
			return policy.Withheld[policy.Checks]("GitHub does not list all checks of the commit")
		}
		for _, run := range suite.Runs {
			if run.ID == 0 {
				return policy.Withheld[policy.Checks](fmt.Sprintf("GitHub does not tell which check %q is the newest", run.Name))
			}
			out.Runs = append(out.Runs, policy.CheckRun{ID: run.ID, App: suite.App, Workflow: suite.Workflow,
				Event: suite.Event, Name: run.Name, Status: run.Status, Conclusion: run.Conclusion})
		}
	}
	out.Runs = append(out.Runs, silent(source.Commit.Suites)...)
	for _, s := range source.Commit.Statuses {
		out.Statuses = append(out.Statuses, policy.Status{Context: s.Context, State: s.State})
	}
	return policy.Known(out)
}

// silent stands in for the checks that a workflow has not reported yet: the
// newest run of each that is not over, or that ended without any check, since
// it could not even start. Other Apps open suites for every commit and never
// use them, so theirs say nothing.
func silent(suites []github.Suite) []policy.CheckRun {
	type workflow struct{ path, event string }
	newest := map[workflow]github.Suite{}
	for _, s := range suites {
		if of := (workflow{s.Workflow, s.Event}); s.Event != "" && s.ID >= newest[of].ID {
			newest[of] = s
		}
	}
	var runs []policy.CheckRun
	for _, s := range slices.SortedFunc(maps.Values(newest), func(a, b github.Suite) int { return cmp.Compare(a.ID, b.ID) }) {
		passed := slices.Contains([]string{"success", "neutral", "skipped"}, s.Conclusion)
		if s.Status != "completed" || len(s.Runs) == 0 && !passed {
			runs = append(runs, policy.CheckRun{ID: s.ID, App: s.App, Workflow: s.Workflow, Event: s.Event,
				Name: "workflow " + s.Workflow, Status: s.Status, Conclusion: s.Conclusion})
		}
	}
	return runs
}
