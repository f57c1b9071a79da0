package token

import (
	"cmp"
	"context"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/github"
)

// Job is a publish job that runs. It has the secrets that were there when it
// began: environment secrets are read when a job starts.
// https://docs.github.com/en/actions/reference/security/secrets#when-github-actions-reads-secrets
type Job struct {
	Target string
	URL    string
	Began  time.Time
}

// How long it waits between two looks at the jobs: more and more.
const (
	soonest = 3 * time.Second
	latest  = 30 * time.Second
)

// Await waits until no publish job of the targets runs that began before a time,
// for which zero is none, but no longer than patience, for which 0 is a look. It
// returns those that run still, and shows them whenever they are others than
// before.
func (r *Rotator) Await(ctx context.Context, targets []string, before time.Time, patience time.Duration, show func([]Job)) ([]Job, error) {
	interval, over := soonest, r.Now().Add(patience)
	var shown []Job
	for {
		jobs, err := r.running(ctx, targets, before)
		left := over.Sub(r.Now())
		if err != nil || len(jobs) == 0 || left <= 0 {
			return jobs, err
		}
		if !slices.Equal(jobs, shown) {
			show(jobs)
			shown = jobs
		}
		if err := r.Wait(ctx, min(interval, left)); err != nil {
			return jobs, err
		}
		interval = min(interval*3/2, latest)
	}
}

// running lists the jobs of the targets that run now. One that only waits to be
// run will find the new value.
func (r *Rotator) running(ctx context.Context, targets []string, before time.Time) ([]Job, error) {
	runs, err := r.unfinished(ctx)
	if err != nil {
		return nil, err
	}
	found := make([][]Job, len(runs))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(atOnce)
	for i, run := range runs {
		group.Go(func() error {
			jobs, err := r.Hub.Jobs(ctx, r.Repository, run.ID)
			for _, job := range jobs {
				if target := targetOf(job, targets); target != "" && (before.IsZero() || !job.StartedAt.After(before)) {
					found[i] = append(found[i], Job{target, job.URL, job.StartedAt})
				}
			}
			return err
		})
	}
	err = group.Wait()
	return slices.Concat(found...), err
}

// unfinished lists the publish runs of which more is to come. Where nothing ever
// published, GitHub knows no such workflow.
func (r *Rotator) unfinished(ctx context.Context) ([]github.Run, error) {
	states := github.UnfinishedStates()
	found := make([][]github.Run, len(states))
	group, ctx := errgroup.WithContext(ctx)
	for i, state := range states {
		group.Go(func() (err error) {
			found[i], err = r.Hub.RunsInState(ctx, r.Repository, facts.Workflow, state)
			if github.IsNotFound(err) {
				return nil
			}
			return err
		})
	}
	err := group.Wait()
	runs := slices.Concat(found...)
	slices.SortFunc(runs, func(a, b github.Run) int { return cmp.Compare(a.ID, b.ID) })
	return slices.CompactFunc(runs, func(a, b github.Run) bool { return a.ID == b.ID }), err
}

// idle are the states of a job in which it has no secrets, not yet or not any
// more. https://docs.github.com/en/rest/actions/workflow-jobs
var idle = []string{"queued", "waiting", "requested", "pending", "completed"}

// targetOf returns which of the targets a job publishes to just now; empty for
// none.
func targetOf(job github.Job, targets []string) string {
	if slices.Contains(idle, job.Status) {
		return ""
	}
	for _, target := range targets {
		if facts.PublishesTo(job.Name, target) {
			return target
		}
	}
	return ""
}
