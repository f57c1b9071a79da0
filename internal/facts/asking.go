package facts

import (
	"cmp"
	"context"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strconv"
	"time"

	"github.com/release-request/gh-release-request/internal/config"
	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/release"
)

// asking is one workflow of a source repository that asks.
type asking struct {
	policy  *config.Policy
	project *config.Project // one of those that it serves
	filed   func() (*filedRuns, error)

	requests []Attestation
	forms    map[int]FormRun
	problems []error
}

func (w *asking) fail(err error) {
	w.problems = append(w.problems, fmt.Errorf("the runs of %s in %s: %w", w.project.Workflow, w.project.Source.Repository(), err))
}

// read reads what the runs of the workflow asked for, the newest first.
func (w *asking) read(ctx context.Context, r *Reader, now time.Time) {
	source, err := r.sourceOf(ctx, w.policy, w.project)
	if err != nil {
		w.fail(err)
		return
	}
	runs, err := runsThatAsk(ctx, source, w.project, now.Add(-askedForOf(w.project)))
	if err != nil {
		w.fail(err)
		return
	}
	for _, run := range runs {
		form, named := formOf(run)
		if _, newer := w.forms[form]; named && !newer {
			w.forms[form] = FormRun{Run: run}
		}
	}
	looked := 0
	for _, run := range runs {
		if run.Conclusion != "success" {
			continue
		}
		filed, err := w.filed()
		if err != nil {
			w.fail(err)
			return
		}
		if filed.settles(w.project.Source.Repository(), run) {
			continue
		}
		if looked++; looked > mostAsked {
			w.fail(fmt.Errorf("%d of them asked for nothing that is filed: those before run %d are left out", mostAsked, run.ID))
			return
		}
		if err := w.look(ctx, source, run, filed); err != nil {
			w.fail(fmt.Errorf("run %d: %w", run.ID, err))
		}
	}
}

// runsThatAsk lists the runs of a project's workflow that may have asked for
// something, the newest first. Those of other branches than the default one say
// what anybody with write wants them to, and would each take calls to be refused.
func runsThatAsk(ctx context.Context, source *github.Client, project *config.Project, since time.Time) ([]github.Run, error) {
	repository := project.Source.Repository()
	runs, err := source.RunsSince(ctx, repository, path.Base(project.Workflow), since)
	if github.IsNotFound(err) || github.IsMoved(err) {
		return nil, nil // it has no such workflow, or a rule says what is wrong with it
	}
	runs = slices.DeleteFunc(runs, func(run github.Run) bool { return !asks(run.Event) })
	if err != nil || len(runs) == 0 {
		return nil, err
	}
	now, err := source.ReadSource(ctx, github.SourceQuery{Repository: repository, WithoutCI: true})
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(runs, func(run github.Run) bool { return run.HeadBranch != now.DefaultBranch }), nil
}

// forForm is the end of what a run for a form calls itself, by the workflow that
// init source writes.
var forForm = regexp.MustCompile(` \(form ([1-9][0-9]{0,8})\)$`)

// formOf returns the number of the form that a run says it is for.
func formOf(run github.Run) (number int, named bool) {
	m := forForm.FindStringSubmatch(run.Title)
	if m == nil {
		return 0, false
	}
	number, err := strconv.Atoi(m[1])
	return number, err == nil
}

// look reads what a run asked for, unless that was filed. Of its attempts the
// newest counts that asked for something.
func (w *asking) look(ctx context.Context, source *github.Client, run github.Run, filed *filedRuns) error {
	why := ""
	for n := run.Attempt; n > max(0, run.Attempt-mostAttempts); n-- {
		id := release.Run{ID: run.ID, Attempt: n}
		if filed.has(w.project.Source.Repository(), id) {
			return nil
		}
		a, err := attestation(ctx, source, w.project, id)
		if err != nil {
			return err
		}
		if !a.Run.Attests {
			why = cmp.Or(why, a.Run.Why)
			continue
		}
		of, known := w.policy.Lookup(a.Request.Source().String())
		if !known || of.Workflow != w.project.Workflow || filed.holds(a) {
			return nil
		}
		w.requests = append(w.requests, a)
		return nil
	}
	if form, named := formOf(run); named && w.forms[form].ID == run.ID {
		w.forms[form] = FormRun{Run: run, Why: why}
	}
	return nil
}
