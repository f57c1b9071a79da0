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
		return r.fail(job, r.named(rawName(job)), err)
	}
	if !starts {
		return r.end(job, r.named(rawName(job)), r.whyNot(job, cancelled))
	}
	if called := r.workflow.calledBy(job); called != nil {
		return r.call(ctx, job, called)
	}
	question, err := r.question(job)
	if err != nil {
		return r.fail(job, r.named(rawName(job)), err)
	}
	answer, over := r.ask(ctx, job, *question)
	if over != nil {
		return *over
	}
	r.host.report(Report{Job: &JobReport{Job: question.Job, Name: question.Name, Status: "in_progress"}})
	outcome := r.runJob(ctx, job, question.Name, answer)
	r.host.report(Report{Job: &JobReport{
		Job: question.Job, Name: question.Name, Status: "completed",
		Conclusion: outcome.Result, Outputs: outcome.Outputs,
	}})
	return outcome
}

// ask has the host let a job start. If it does not, the job is over.
func (r *run) ask(ctx context.Context, job *actionlint.Job, question JobQuestion) (JobAnswer, *FinishedJob) {
	answer, err := r.host.ask(ctx, question)
	switch {
	case err != nil:
		r.host.lost(err)
		return answer, &FinishedJob{Result: "cancelled"}
	case answer.Cancelled:
		return answer, new(r.end(job, question.Name, "cancelled"))
	case answer.Refusal != "":
		return answer, new(r.fail(job, question.Name, fmt.Errorf("%s", answer.Refusal)))
	}
	return answer, nil
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
		Job: r.key(job), Name: name, Status: "completed", Conclusion: conclusion,
	}})
	return FinishedJob{Result: conclusion}
}

// fail reports a job that failed before its first step.
func (r *run) fail(job *actionlint.Job, name string, cause error) FinishedJob {
	r.host.report(Report{Note: &NoteReport{
		Job: r.key(job), Level: "failure", Message: cause.Error(),
		Path: r.workflow.path, StartLine: job.Pos.Line, EndLine: job.Pos.Line,
	}})
	return r.end(job, name, "failure")
}

// question evaluates what the host must know of a job that is to start.
func (r *run) question(job *actionlint.Job) (*JobQuestion, error) {
	e := r.scope(job).evaluator()
	name, err := e.text(rawName(job))
	if err != nil {
		return nil, fmt.Errorf("name: %w", err)
	}
	question := &JobQuestion{Job: r.key(job), Name: r.named(name), Called: r.caller != nil}
	if job.Environment != nil {
		if question.Environment, err = e.text(text(job.Environment.Name)); err != nil {
			return nil, fmt.Errorf("environment: %w", err)
		}
	}
	if question.Concurrency, err = e.concurrency(job.Concurrency); err != nil {
		return nil, err
	}
	question.Permissions = r.workflow.permissionsOf(job, r.ceiling)
	return question, nil
}
