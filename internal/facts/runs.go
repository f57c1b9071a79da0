package facts

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/record"
)

// atOnce is how many calls of one kind are made at the same time.
const atOnce = 8

// past is what runs did for one request.
type past struct {
	runs map[int64]bool // those that may have published
	jobs []job          // of them, oldest first
}

// unfinishedRuns reads the publish runs of which more is to come.
func (r *Reader) unfinishedRuns(ctx context.Context) ([]github.Run, error) {
	states := github.UnfinishedStates()
	runs := make([][]github.Run, len(states))
	g, ctx := errgroup.WithContext(ctx)
	for i, state := range states {
		g.Go(func() (err error) {
			runs[i], err = r.Central.RunsInState(ctx, r.Repository, Workflow, state)
			return r.noWorkflow(err)
		})
	}
	err := g.Wait()
	return slices.Concat(runs...), err
}

// runsSince reads the publish runs since a time. In a run of its own, that run
// must be among them: GitHub's list may be behind.
func (r *Reader) runsSince(ctx context.Context, since time.Time) ([]github.Run, error) {
	runs, err := r.Central.RunsSince(ctx, r.Repository, Workflow, since)
	if err := r.noWorkflow(err); err != nil {
		return nil, err
	}
	if r.OwnRun != 0 && !slices.ContainsFunc(runs, func(run github.Run) bool { return run.ID == r.OwnRun }) {
		return nil, fmt.Errorf("GitHub does not list run %d yet, so it may miss others: run it again", r.OwnRun)
	}
	return runs, nil
}

// noWorkflow takes it for "nothing ever ran" that there is no publish.yml. A run
// of it knows better: then GitHub does not tell.
func (r *Reader) noWorkflow(err error) error {
	if github.IsNotFound(err) && r.OwnRun == 0 {
		return nil
	}
	return err
}

// join lists runs once each: one may finish between two calls, or begin.
func join(lists ...[]github.Run) []github.Run {
	var all []github.Run
	seen := map[int64]bool{}
	for _, list := range lists {
		for _, run := range list {
			if !seen[run.ID] {
				seen[run.ID] = true
				all = append(all, run)
			}
		}
	}
	return all
}

// requestOf returns the number of the request that a run is named for.
func requestOf(run github.Run) (int, bool) {
	digits, ok := strings.CutPrefix(run.Title, "#")
	n, err := strconv.Atoi(digits)
	return n, ok && err == nil && n > 0 && isPublish(run)
}

// isPublish reports whether a run is of the publish workflow. GitHub may write
// the ref behind the path.
// https://docs.github.com/en/rest/actions/workflow-runs#get-a-workflow-run
func isPublish(run github.Run) bool {
	path, _, _ := strings.Cut(run.Path, "@")
	return path == WorkflowPath
}

// mayPublish reports whether a run could: one of the default branch, started by
// a label or a dispatch. That is a matter of names, and a tag can bear the
// branch's; jobsOf looks at the commit, too.
func mayPublish(run github.Run, central *github.Central) bool {
	return run.HeadBranch == central.DefaultBranch && (run.Event == "issues" || run.Event == "workflow_dispatch")
}

// past reads the jobs of all runs of the wanted requests that may have
// published.
func (r *Reader) past(ctx context.Context, central *github.Central, runs []github.Run, wanted []int) (map[int]past, error) {
	var mu sync.Mutex
	all := map[int]past{}
	for _, number := range wanted {
		all[number] = past{runs: map[int64]bool{}}
	}
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(atOnce)
	for _, run := range runs {
		number, ok := requestOf(run)
		if _, asked := all[number]; !ok || !asked || !mayPublish(run, central) {
			continue
		}
		g.Go(func() error {
			jobs, err := r.jobsOf(ctx, central, run)
			if err != nil || jobs == nil {
				return err
			}
			mu.Lock()
			defer mu.Unlock()
			p := all[number]
			p.runs[run.ID] = true
			p.jobs = append(p.jobs, jobs...)
			all[number] = p
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	for _, p := range all {
		slices.SortFunc(p.jobs, func(a, b job) int { return cmp.Compare(a.ID, b.ID) })
	}
	return all, nil
}

// jobsOf reads the jobs of one run; nil when its commit is not on the default
// branch, of which only older ones than the newest are asked for.
func (r *Reader) jobsOf(ctx context.Context, central *github.Central, run github.Run) ([]job, error) {
	on := slices.Contains(central.Commits, run.HeadSHA)
	var list []github.Job
	g, ctx := errgroup.WithContext(ctx)
	if !on {
		g.Go(func() (err error) {
			on, err = r.Central.HasCommit(ctx, r.Repository, central.DefaultBranch, run.HeadSHA)
			return err
		})
	}
	g.Go(func() (err error) {
		if list, err = r.Central.Jobs(ctx, r.Repository, run.ID); err != nil {
			err = fmt.Errorf("reading the jobs of run %d: %w", run.ID, err)
		}
		return err
	})
	if err := g.Wait(); err != nil || !on {
		return nil, err
	}
	jobs := make([]job, 0, len(list))
	for _, j := range list {
		jobs = append(jobs, job{Job: j, run: run.ID, over: run.Finished(), ended: endOf(run, list)})
	}
	return jobs, nil
}

// endOf is when the last job of a run ended, of all its attempts; zero while it
// runs. GitHub tells no time for that of the run itself: its updated_at may be
// of something later, and is taken only if no job tells.
func endOf(run github.Run, jobs []github.Job) time.Time {
	if !run.Finished() {
		return time.Time{}
	}
	end := time.Time{}
	for _, j := range jobs {
		if j.CompletedAt.After(end) {
			end = j.CompletedAt
		}
	}
	if end.IsZero() {
		return run.UpdatedAt
	}
	return end
}

// unfinishedFacts tells which project each unfinished publish run is of. known
// are the projects of requests that were read already, by their numbers.
func (r *Reader) unfinishedFacts(ctx context.Context, central *github.Central, known map[int]string, runs []github.Run) (policy.Fact[[]policy.Run], error) {
	var mu sync.Mutex
	var out []policy.Run
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(atOnce)
	for _, run := range runs {
		number, ok := requestOf(run)
		if !ok || run.Finished() || !mayPublish(run, central) {
			continue
		}
		u := policy.Run{ID: run.ID, Request: number, CreatedAt: run.CreatedAt, StartedAt: run.StartedAt}
		if u.Project = known[number]; u.Project != "" {
			mu.Lock()
			out = append(out, u)
			mu.Unlock()
			continue
		}
		g.Go(func() (err error) {
			if u.Project, err = r.projectOf(ctx, number); err != nil {
				return err
			}
			if u.Project == "" {
				if publishes, err := r.publishes(ctx, central, run); err != nil || !publishes {
					return err
				}
			}
			mu.Lock()
			defer mu.Unlock()
			out = append(out, u)
			return nil
		})
	}
	err := g.Wait()
	slices.SortFunc(out, func(a, b policy.Run) int { return cmp.Compare(a.ID, b.ID) })
	return fact(out, err, "the unfinished publish runs")
}

// projectOf reads which project a request is of; empty if its text does not
// tell, or it is not here any more.
func (r *Reader) projectOf(ctx context.Context, number int) (string, error) {
	issue, err := r.Central.Issue(ctx, r.Repository, number)
	switch {
	case github.IsNotFound(err), github.IsMoved(err):
		return "", nil
	case err != nil:
		return "", err
	}
	parsed, problems := record.Parse(issue.Title, issue.Body, record.Host(r.Central.Host()))
	if len(problems) > 0 {
		return "", nil
	}
	return parsed.Request.Source().String(), nil
}

// publishes reports whether a job of a run publishes now. What the gate let go
// goes on when the request's text is taken away; no gate lets go one without.
func (r *Reader) publishes(ctx context.Context, central *github.Central, run github.Run) (bool, error) {
	jobs, err := r.jobsOf(ctx, central, run)
	return slices.ContainsFunc(jobs, func(j job) bool { return strings.HasPrefix(j.Name, "publish ") && j.running() }), err
}
