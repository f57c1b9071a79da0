package token

import (
	"context"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/github"
)

// mostRuns is how many of the newest publish runs are looked through for the last
// use of each token. What was used before those is not looked for.
const mostRuns = 30

// publishRuns reads what ran.
type publishRuns interface {
	RecentRuns(ctx context.Context, repo, file string) ([]github.Run, error)
	Jobs(ctx context.Context, repo string, run int64) ([]github.Job, error)
}

// Use is a job that had the secrets of a target, to publish or to rehearse.
type Use struct {
	At  time.Time // when it ended, or began if it goes on
	URL string
}

// LastUse adds to each secret the last job among the newest runs that had it. It
// looks through no more runs than it takes.
func LastUse(ctx context.Context, hub publishRuns, repo string, stored []Stored) error {
	left := map[string]bool{}
	for _, s := range stored {
		left[s.Target] = true
	}
	runs, err := hub.RecentRuns(ctx, repo, facts.Workflow)
	if github.IsNotFound(err) || github.IsForbidden(err) {
		return nil // nothing ever ran, or nobody tells this reader
	}
	if err != nil {
		return err
	}
	runs = deciding(runs)
	runs = runs[:min(len(runs), mostRuns)]
	found := map[string]Use{}
	for len(runs) > 0 && len(left) > 0 {
		some := runs[:min(len(runs), atOnce)]
		runs = runs[len(some):]
		if err := uses(ctx, hub, repo, some, left, found); err != nil {
			return err
		}
		for target := range found {
			delete(left, target)
		}
	}
	for i := range stored {
		stored[i].Used = found[stored[i].Target]
	}
	return nil
}

// deciding leaves out the runs for labels that start nothing.
func deciding(runs []github.Run) []github.Run {
	var some []github.Run
	for _, run := range runs {
		if strings.HasPrefix(run.Title, "#") {
			some = append(some, run)
		}
	}
	return some
}

// uses adds the newest use of each target that is left in some runs.
func uses(ctx context.Context, hub publishRuns, repo string, runs []github.Run, left map[string]bool, found map[string]Use) error {
	jobs := make([][]github.Job, len(runs))
	group, ctx := errgroup.WithContext(ctx)
	for i, run := range runs {
		group.Go(func() (err error) {
			jobs[i], err = hub.Jobs(ctx, repo, run.ID)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	for _, list := range jobs {
		for _, job := range list {
			for target := range left {
				at := job.CompletedAt
				if at.IsZero() {
					at = job.StartedAt
				}
				if facts.PublishesTo(job.Name, target) && began(job) && at.After(found[target].At) {
					found[target] = Use{at, job.URL}
				}
			}
		}
	}
	return nil
}

// began reports whether the step that has the secrets did.
func began(job github.Job) bool {
	for _, step := range job.Steps {
		if step.Name == facts.PublishStep {
			return step.Status != "queued" && step.Status != "pending" && step.Conclusion != "skipped"
		}
	}
	return false
}
