package main

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/nektos/act/pkg/model"
	"github.com/rhysd/actionlint"
)

// site is where a workflow is called.
type site struct {
	run  *run
	job  *actionlint.Job
	name string // evaluated
}

// key is what the host knows a job by: its id, after those of the jobs that
// call its workflow.
func (r *run) key(job *actionlint.Job) string {
	if r.caller == nil {
		return job.ID.Value
	}
	return r.caller.run.key(r.caller.job) + "/" + job.ID.Value
}

// named is a job's name as GitHub shows it, after those of the jobs that call
// its workflow.
func (r *run) named(name string) string {
	if r.caller == nil {
		return name
	}
	return r.caller.run.named(r.caller.name) + " / " + name
}

// call runs the jobs of the workflow that a job calls. The github context stays
// that of the caller.
// https://docs.github.com/en/actions/reference/workflows-and-actions/reusing-workflow-configurations
func (r *run) call(ctx context.Context, job *actionlint.Job, c *called) FinishedJob {
	e := r.scope(job).evaluator()
	name, err := e.text(rawName(job))
	if err != nil {
		return r.fail(job, r.named(rawName(job)), fmt.Errorf("name: %w", err))
	}
	inputs, err := c.arguments(job.WorkflowCall, e)
	if err != nil {
		return r.fail(job, r.named(name), err)
	}
	inner := &run{
		order: r.order, host: r.host, workflow: c.workflow, github: r.github, inputs: inputs,
		caller: &site{r, job, name}, ceiling: r.workflow.permissionsOf(job, r.ceiling),
		finished: map[string]FinishedJob{}, undisturbed: map[string]bool{},
	}
	inner.take(r.order.Finished)
	groups, err := inner.groups()
	if err != nil {
		return r.fail(job, r.named(name), err)
	}
	for _, group := range groups {
		question := JobQuestion{Job: r.key(job), Name: r.named(name), Calls: true, Concurrency: group}
		if _, over := r.ask(ctx, job, question); over != nil {
			r.host.report(Report{Left: &LeftReport{Job: r.key(job)}})
			return *over
		}
	}
	if len(groups) > 0 {
		defer func() { r.host.report(Report{Left: &LeftReport{Job: r.key(job)}}) }()
	}
	outcome := FinishedJob{Result: inner.perform(ctx)}
	if outcome.Outputs, err = inner.outputs(c.event); err != nil {
		return r.fail(job, r.named(name), err)
	}
	return outcome
}

// groups are the concurrency groups that a called workflow waits for: that of
// the job that calls it, then its own.
func (r *run) groups() ([]*Concurrency, error) {
	calls, err := r.caller.run.scope(r.caller.job).evaluator().concurrency(r.caller.job.Concurrency)
	if err != nil {
		return nil, err
	}
	own, err := scope{github: r.github.of("", "", "", ""), inputs: r.inputs, workflow: r.workflow}.evaluator().concurrency(r.workflow.tree.Concurrency)
	return slices.DeleteFunc([]*Concurrency{calls, own}, func(c *Concurrency) bool { return c == nil }), err
}

// arguments evaluates what is passed, and turns it into the types that the
// workflow declares.
func (c *called) arguments(call *actionlint.WorkflowCall, e evaluator) (map[string]any, error) {
	inputs := map[string]any{}
	for _, input := range c.event.Inputs {
		value := text(input.Default)
		if given := call.Inputs[input.ID]; given != nil {
			var err error
			if value, err = e.text(text(given.Value)); err != nil {
				return nil, fmt.Errorf("input %s: %w", input.Name.Value, err)
			}
		} else if input.Default == nil {
			inputs[input.Name.Value] = zero(input.Type)
			continue
		}
		typed, err := convert(value, input.Type)
		if err != nil {
			return nil, fmt.Errorf("input %s: %w", input.Name.Value, err)
		}
		inputs[input.Name.Value] = typed
	}
	return inputs, nil
}

// zero is an input that nobody passes and that has no default.
func zero(t actionlint.WorkflowCallEventInputType) any {
	switch t {
	case actionlint.WorkflowCallEventInputTypeBoolean:
		return false
	case actionlint.WorkflowCallEventInputTypeNumber:
		return 0.0
	}
	return ""
}

func convert(value string, t actionlint.WorkflowCallEventInputType) (any, error) {
	unexpected := fmt.Errorf("Unexpected value '%s'", value) //nolint:staticcheck // GitHub's words
	switch t {
	case actionlint.WorkflowCallEventInputTypeBoolean:
		if value != "true" && value != "false" {
			return nil, unexpected
		}
		return value == "true", nil
	case actionlint.WorkflowCallEventInputTypeNumber:
		number, err := strconv.ParseFloat(value, 64)
		if err != nil {
			return nil, unexpected
		}
		return number, nil
	}
	return value, nil
}

// outputs evaluates what the called workflow hands back.
func (r *run) outputs(event *actionlint.WorkflowCallEvent) (map[string]string, error) {
	jobs := map[string]*model.WorkflowCallResult{}
	for id, job := range r.finished {
		jobs[id] = &model.WorkflowCallResult{Outputs: job.Outputs}
	}
	e := scope{github: r.github.of("", "", "", ""), inputs: r.inputs, workflow: r.workflow, jobs: jobs}.evaluator()
	outputs := map[string]string{}
	for _, output := range event.Outputs {
		value, err := e.text(text(output.Value))
		if err != nil {
			return nil, fmt.Errorf("output %s: %w", output.Name.Value, err)
		}
		if value != "" {
			outputs[output.Name.Value] = value
		}
	}
	return outputs, nil
}

// secrets are those that a job sees: in a called workflow what its caller
// passes, and over them those of its own environment, which nobody can pass.
// https://docs.github.com/en/actions/how-tos/reuse-automations/reuse-workflows#passing-inputs-and-secrets-to-a-reusable-workflow
func (r *run) secrets(answer JobAnswer) (map[string]string, error) {
	if r.caller == nil {
		return answer.Secrets, nil
	}
	secrets, err := r.passed(answer)
	if err != nil {
		return nil, err
	}
	maps.Copy(secrets, answer.Secrets)
	return secrets, nil
}

// passed are the secrets that reach a workflow from its callers; for the
// outermost those of the repository.
func (r *run) passed(answer JobAnswer) (map[string]string, error) {
	if r.caller == nil {
		all := map[string]string{}
		maps.Copy(all, answer.Passable)
		return all, nil
	}
	above, err := r.caller.run.passed(answer)
	call := r.caller.job.WorkflowCall
	if err != nil || call.InheritSecrets {
		return above, err
	}
	s := r.caller.run.scope(r.caller.job)
	s.secrets = above
	s.secrets["GITHUB_TOKEN"] = answer.Token
	e := s.evaluator()
	secrets := map[string]string{}
	for _, secret := range call.Secrets {
		value, err := e.text(text(secret.Value))
		if err != nil {
			return nil, fmt.Errorf("secret %s: %w", secret.Name.Value, err)
		}
		secrets[secret.Name.Value] = value
	}
	return secrets, nil
}
