package facts

import (
	"cmp"
	"context"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/release-request/gh-release-request/internal/config"
	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/record"
	"github.com/release-request/gh-release-request/internal/release"
)

const (
	// askedWithin is how old a run may be whose request nobody filed yet, where
	// requests do not expire.
	askedWithin = 14 * 24 * time.Hour
	// mostAsked is how many runs of one workflow are looked at in one sweep, the
	// newest: each takes several calls.
	mostAsked = 30
	// mostAttempts is how many attempts of one run are, for the same reason.
	mostAttempts = 5
)

// ReadAsked reads what runs of source repositories asked for and the workflow
// has not filed, of any project of the policy. A run that attests nothing is
// left out. What cannot be read keeps none of the others from being told: the
// errors say what that is.
func (r *Reader) ReadAsked(ctx context.Context) ([]Attestation, []error) {
	central, p, err := r.Policy(ctx, 0)
	if err != nil {
		return nil, []error{err}
	}
	filed := sync.OnceValues(func() (*filedRuns, error) { return r.filedRuns(ctx, central.At.Add(-askedFor(p))) })
	var mu sync.Mutex
	var asked []Attestation
	var problems []error
	var g errgroup.Group // each keeps its errors
	g.SetLimit(atOnce)
	for _, project := range oneOfEach(p.Projects) {
		g.Go(func() error {
			some, errs := r.askedBy(ctx, p, project, central.At, filed)
			mu.Lock()
			defer mu.Unlock()
			asked, problems = append(asked, some...), append(problems, errs...)
			return nil
		})
	}
	_ = g.Wait()
	slices.SortFunc(asked, func(a, b Attestation) int { return cmp.Compare(a.ID.ID, b.ID.ID) })
	return asked, problems
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

// askedBy reads what the runs of a project's workflow asked for.
func (r *Reader) askedBy(ctx context.Context, p *config.Policy, project *config.Project, now time.Time, filed func() (*filedRuns, error)) (asked []Attestation, problems []error) {
	fail := func(err error) {
		problems = append(problems, fmt.Errorf("the runs of %s in %s: %w", project.Workflow, project.Source.Repository(), err))
	}
	source, err := r.sourceOf(ctx, p, project)
	if err != nil {
		fail(err)
		return nil, problems
	}
	runs, err := runsThatAsk(ctx, source, project, now.Add(-askedForOf(project)))
	if err != nil {
		fail(err)
	}
	for _, run := range runs {
		known, err := filed()
		if err != nil {
			fail(err)
			return asked, problems
		}
		a, err := unfiled(ctx, source, p, project, run, known)
		if err != nil {
			fail(fmt.Errorf("run %d: %w", run.ID, err))
		}
		if a != nil {
			asked = append(asked, *a)
		}
	}
	return asked, problems
}

// runsThatAsk lists the runs of a project's workflow that may have asked for
// something.
func runsThatAsk(ctx context.Context, source *github.Client, project *config.Project, since time.Time) ([]github.Run, error) {
	runs, err := source.RunsSince(ctx, project.Source.Repository(), path.Base(project.Workflow), since)
	if github.IsNotFound(err) || github.IsMoved(err) {
		return nil, nil // it has no such workflow, or a rule says what is wrong with it
	}
	runs = slices.DeleteFunc(runs, func(run github.Run) bool { return !asks(run.Event) || run.Conclusion != "success" })
	return runs[:min(len(runs), mostAsked)], err
}

// unfiled reads what a run asked for, unless that was filed; nil: nothing. Of
// its attempts the newest counts that asked for something.
func unfiled(ctx context.Context, source *github.Client, p *config.Policy, project *config.Project, run github.Run, filed *filedRuns) (*Attestation, error) {
	for n := run.Attempt; n > max(0, run.Attempt-mostAttempts); n-- {
		id := release.Run{ID: run.ID, Attempt: n}
		if filed.has(project.Source.Repository(), id) {
			return nil, nil
		}
		a, err := attestation(ctx, source, project, id)
		if err != nil {
			return nil, err
		}
		if !a.Run.Attests {
			continue
		}
		of, known := p.Lookup(a.Request.Source().String())
		if !known || of.Workflow != project.Workflow || filed.holds(a) {
			return nil, nil
		}
		return &a, nil
	}
	return nil, nil
}

// filedRuns are the requests that the workflow filed for runs.
type filedRuns struct {
	runs   map[string]bool
	bodies []string
}

func (r *Reader) filedRuns(ctx context.Context, since time.Time) (*filedRuns, error) {
	workflow, err := r.workflowAccount(ctx)
	if err != nil {
		return nil, err
	}
	issues, err := r.Central.IssuesSince(ctx, r.Repository, since)
	if err != nil {
		return nil, fmt.Errorf("reading what was filed already: %w", err)
	}
	f := &filedRuns{runs: map[string]bool{}}
	for _, issue := range issues {
		if !workflow.Same(issue.User.Person()) {
			continue // nobody else files for a run
		}
		f.bodies = append(f.bodies, issue.Body)
		parsed, problems := record.Parse(issue.Title, issue.Body, record.Host(r.Central.Host()))
		if len(problems) == 0 && parsed.Request.Run != "" {
			f.runs[runKey(parsed.Request.Project, parsed.Request.Run)] = true
		}
	}
	return f, nil
}

func runKey(repository, run string) string { return strings.ToLower(repository) + " " + run }

func (f *filedRuns) has(repository string, run release.Run) bool {
	return f.runs[runKey(repository, run.String())]
}

// holds finds the record in an issue whose title or text was changed since.
func (f *filedRuns) holds(a Attestation) bool {
	return slices.ContainsFunc(f.bodies, func(body string) bool { return strings.Contains(body, a.Message) })
}
