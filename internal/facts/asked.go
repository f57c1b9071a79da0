package facts

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/release-request/gh-release-request/internal/config"
	"github.com/release-request/gh-release-request/internal/github"
)

const (
	// askedWithin is how old a run may be whose request nobody filed yet, where
	// requests do not expire.
	askedWithin = 14 * 24 * time.Hour
	// mostAsked is how many runs of one workflow are looked into in one sweep, the
	// newest: each takes several calls.
	mostAsked = 100
	// mostAttempts is how many attempts of one run are, for the same reason.
	mostAttempts = 5
)

// Asked is what runs of source repositories asked for.
type Asked struct {
	// Requests are those that the workflow has not filed, and what is for a form
	// that waits; in the order in which they were asked for.
	Requests []Attestation
	// Forms are the newest runs that call themselves started for a form, by its
	// number. Whoever may start one can call it so: they prove nothing.
	Forms map[int]FormRun
}

// FormRun is a run that says it was started for a form.
type FormRun struct {
	github.Run
	Why string // it ended well, and counts for nothing all the same
}

// ReadAsked reads what runs of source repositories asked for, of any project of
// the policy. What cannot be read keeps none of the others from being told: the
// errors say what that is.
func (r *Reader) ReadAsked(ctx context.Context) (*Asked, []error) {
	asked := &Asked{Forms: map[int]FormRun{}}
	central, p, err := r.Policy(ctx, 0)
	if err != nil {
		return asked, []error{err}
	}
	filed := sync.OnceValues(func() (*filedRuns, error) { return r.filedRuns(ctx, central.At.Add(-askedFor(p))) })
	var mu sync.Mutex
	var problems []error
	var g errgroup.Group // each keeps its errors
	g.SetLimit(atOnce)
	for _, project := range oneOfEach(p.Projects) {
		g.Go(func() error {
			w := &asking{policy: p, project: project, filed: filed, forms: map[int]FormRun{}}
			w.read(ctx, r, central.At)
			mu.Lock()
			defer mu.Unlock()
			asked.add(w)
			problems = append(problems, w.problems...)
			return nil
		})
	}
	_ = g.Wait()
	slices.SortFunc(asked.Requests, func(a, b Attestation) int { return cmp.Compare(a.ID.ID, b.ID.ID) })
	return asked, problems
}

func (a *Asked) add(w *asking) {
	a.Requests = append(a.Requests, w.requests...)
	for number, run := range w.forms {
		if a.Forms[number].CreatedAt.Before(run.CreatedAt) {
			a.Forms[number] = run
		}
	}
}

// oneOfEach leaves one project of each workflow file.
func oneOfEach(projects []*config.Project) []*config.Project {
	seen := map[string]bool{}
	return slices.DeleteFunc(slices.Clone(projects), func(p *config.Project) bool {
		key := strings.ToLower(p.Source.Repository()) + " " + p.Workflow
		defer func() { seen[key] = true }()
		return seen[key]
	})
}

// askedFor is the longest that a run of any project is looked for.
func askedFor(p *config.Policy) time.Duration {
	longest := time.Duration(0)
	for _, project := range p.Projects {
		longest = max(longest, askedForOf(project))
	}
	return longest
}

func askedForOf(project *config.Project) time.Duration {
	return cmp.Or(project.Rules().Requests.ExpireAfter, askedWithin)
}
