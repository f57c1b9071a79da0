package main

import (
	"context"
	"fmt"
	"slices"

	"github.com/rhysd/actionlint"
)

// settle brings one job to its end: skipped, refused, cancelled or run.
func (r *run) settle(ctx context.Context, job *actionlint.Job) FinishedJob {
	cancelled := r.host.isCancelled()
	starts, err := r.wants(job, cancelled)
	if err != nil {
		return r.fail(job, rawName(job), err)
	}
	if !starts {
		return r.end(job, rawName(job), r.whyNot(job, cancelled))
	}
	question, err := r.question(job)
	if err != nil {
		return r.fail(job, rawName(job), err)
	}
	answer, err := r.host.ask(ctx, *question)
	switch {
	case err != nil:
		r.host.lost(err)
		return FinishedJob{Result: "cancelled"}
	case answer.Cancelled:
		return r.end(job, question.Name, "cancelled")
	case answer.Refusal != "":
		return r.fail(job, question.Name, fmt.Errorf("%s", answer.Refusal))
	}
	r.host.report(Report{Job: &JobReport{Job: job.ID.Value, Name: question.Name, Status: "in_progress"}})
	outcome := r.runJob(ctx, job, question.Name, answer)
	r.host.report(Report{Job: &JobReport{
		Job: job.ID.Value, Name: question.Name, Status: "completed",
		Conclusion: outcome.Result, Outputs: outcome.Outputs,
	}})
	return outcome
}

// whyNot tells a job that was waiting its turn when the run was cancelled from
// one that would not have started anyway.
func (r *run) whyNot(job *actionlint.Job, cancelled bool) string {
	wasWaiting := !slices.ContainsFunc(r.workflow.needs(job), func(id string) bool { return !r.undisturbed[id] })
	if cancelled && wasWaiting {
		if starts, err := r.wants(job, false); err == nil && starts {
			return "cancelled"
		}
	}
	return "skipped"
}

// end reports a job that never started. It has no outputs.
func (r *run) end(job *actionlint.Job, name, conclusion string) FinishedJob {
	r.host.report(Report{Job: &JobReport{
		Job: job.ID.Value, Name: name, Status: "completed", Conclusion: conclusion,
	}})
	return FinishedJob{Result: conclusion}
}

// fail reports a job that failed before its first step.
func (r *run) fail(job *actionlint.Job, name string, cause error) FinishedJob {
	r.host.report(Report{Note: &NoteReport{
		Job: job.ID.Value, Level: "failure", Message: cause.Error(),
		Path: r.order.Path, StartLine: job.Pos.Line, EndLine: job.Pos.Line,
	}})
	return r.end(job, name, "failure")
}

// question evaluates what the host must know of a job that is to start.
func (r *run) question(job *actionlint.Job) (*JobQuestion, error) {
	e := r.scope(job).evaluator()
	question := &JobQuestion{Job: job.ID.Value, Name: rawName(job)}
	var err error
	if question.Name, err = e.text(rawName(job)); err != nil {
		return nil, fmt.Errorf("name: %w", err)
	}
	if job.Environment != nil {
		if question.Environment, err = e.text(text(job.Environment.Name)); err != nil {
			return nil, fmt.Errorf("environment: %w", err)
		}
	}
	if question.Concurrency, err = e.concurrency(job.Concurrency); err != nil {
		return nil, err
	}
	question.Permissions = permissions(job.Permissions)
	if question.Permissions == nil {
		question.Permissions = permissions(r.workflow.tree.Permissions)
	}
	return question, nil
}

// permissions reads a permissions section; those of a job replace those of its
// workflow as a whole.
// https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#permissions
func permissions(given *actionlint.Permissions) *Permissions {
	if given == nil {
		return nil
	}
	p := &Permissions{Scopes: map[string]string{}}
	switch text(given.All) {
	case "read-all":
		p.All = "read"
	case "write-all":
		p.All = "write"
	}
	for _, scope := range given.Scopes {
		p.Scopes[text(scope.Name)] = text(scope.Value)
	}
	return p
}
