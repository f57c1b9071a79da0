package facts

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/record"
	"github.com/release-request/gh-release-request/internal/release"
)

// filedRuns are the requests that the workflow filed for runs, and the forms into
// which it may yet put one.
type filedRuns struct {
	runs   map[string]bool
	bodies []string
	forms  map[int]bool
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
	f := &filedRuns{runs: map[string]bool{}, forms: map[int]bool{}}
	for _, issue := range issues {
		if issue.State == "open" && record.IsForm(issue.Body) {
			f.forms[issue.Number] = true
		}
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

// settles reports whether nothing can come of a run any more, by what is known
// without looking into it.
func (f *filedRuns) settles(repository string, run github.Run) bool {
	form, named := formOf(run)
	return named && !f.forms[form] || f.has(repository, release.Run{ID: run.ID, Attempt: run.Attempt})
}

// holds finds the record in an issue whose title or text was changed since. What
// is for a form is done with once there is no such form any more.
func (f *filedRuns) holds(a Attestation) bool {
	if a.Run.Issue != 0 {
		return !f.forms[a.Run.Issue]
	}
	return slices.ContainsFunc(f.bodies, func(body string) bool { return strings.Contains(body, a.Message) })
}
