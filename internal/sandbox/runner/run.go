package main

import (
	"context"
	"slices"
	"time"

	"github.com/rhysd/actionlint"
)

// run is one attempt of a workflow run. Its jobs go one after the other, in
// the order of the file as far as their needs allow.
type run struct {
	order       *RunOrder
	host        *host
	workflow    workflow
	github      githubContext
	inputs      map[string]any
	caller      *site        // nil: nobody calls it
	ceiling     *Permissions // of the job that calls it
	finished    map[string]FinishedJob
	undisturbed map[string]bool // the jobs that finished before any cancellation
}

func newRun(order *RunOrder, host *host) (*run, []string) {
	w, problems := readWorkflow(order.Path, order.Text, order.Called)
	if len(problems) > 0 {
		return nil, problems
	}
	github, err := newGitHubContext(order.GitHub)
	if err != nil {
		return nil, []string{err.Error()}
	}
	r := &run{
		order: order, host: host, workflow: w, github: github, inputs: w.typedInputs(order.GitHub),
		finished: map[string]FinishedJob{}, undisturbed: map[string]bool{},
	}
	r.take(order.Finished)
	return r, nil
}

// take has jobs keep the outcome that they had in an earlier attempt.
func (r *run) take(finished map[string]FinishedJob) {
	for _, job := range r.workflow.jobs {
		if outcome, ok := finished[r.key(job)]; ok {
			r.finished[job.ID.Value], r.undisturbed[job.ID.Value] = outcome, true
		}
	}
}

// perform runs all jobs and returns the conclusion of the run.
func (r *run) perform(ctx context.Context) string {
	for job := r.next(); job != nil && ctx.Err() == nil; job = r.next() {
		r.finished[job.ID.Value] = r.settle(ctx, job)
		r.undisturbed[job.ID.Value] = !r.host.isCancelled()
	}
	return r.conclusion()
}

// next is the first job that has not finished while all it needs has.
func (r *run) next() *actionlint.Job {
	for _, job := range r.workflow.jobs {
		if _, done := r.finished[job.ID.Value]; done {
			continue
		}
		if !slices.ContainsFunc(r.workflow.needs(job), func(id string) bool {
			_, done := r.finished[id]
			return !done
		}) {
			return job
		}
	}
	return nil
}

// conclusion sums up the jobs' results.
func (r *run) conclusion() string {
	results := map[string]bool{}
	for _, job := range r.finished {
		results[job.Result] = true
	}
	order := []string{"failure", "cancelled", "success", "skipped"}
	if r.host.isCancelled() {
		order = []string{"cancelled", "failure", "success", "skipped"}
	}
	for _, result := range order {
		if results[result] {
			return result
		}
	}
	return "success"
}

// minutes turns a time limit into a duration, on the host's scale.
func (r *run) minutes(n float64) time.Duration {
	return time.Duration(n * float64(r.order.Minute) * float64(time.Millisecond))
}

// scope is what expressions of a job see before it starts.
func (r *run) scope(job *actionlint.Job) scope {
	return scope{
		github: r.github.of(job.ID.Value, "", "", ""), inputs: r.inputs,
		finished: r.finished, workflow: r.workflow, job: job.ID.Value, status: "success",
	}
}

// wants evaluates the condition of a job. After a cancellation success() and
// failure() are false whatever the ancestors did, so that only a job that asks
// for always() or cancelled() still starts.
// https://docs.github.com/en/actions/reference/workflow-cancellation-reference
func (r *run) wants(job *actionlint.Job, cancelled bool) (bool, error) {
	s := r.scope(job)
	if cancelled {
		s.inSteps, s.status = true, "cancelled"
	}
	return s.evaluator().holds(text(job.If))
}
