package main

import (
	"fmt"
	"slices"

	"github.com/rhysd/actionlint"
)

// plan answers a PlanOrder.
func plan(order *PlanOrder) *PlanReport {
	w, problems := readWorkflow(order.Path, order.Text, order.Called)
	report := &PlanReport{ID: order.ID, Name: w.name(), Problems: append(problems, w.overreach(nil)...)}
	if order.GitHub["event_name"] == "workflow_dispatch" {
		payload, _ := order.GitHub["event"].(map[string]any)
		given, _ := payload["inputs"].(map[string]any)
		if report.Inputs, report.Refusal = w.dispatched(given); report.Refusal != "" {
			return report
		}
		order.GitHub["event"] = withInputs(payload, report.Inputs)
	}
	var err error
	if report.Triggered, err = w.triggered(order.GitHub); err != nil {
		report.Problems = append(report.Problems, fmt.Sprintf("%s: %v", order.Path, err))
	}
	if !report.Triggered || len(report.Problems) > 0 {
		return report
	}
	if err := w.begin(order, report); err != nil {
		report.Problems = append(report.Problems, fmt.Sprintf("%s: %v", order.Path, err))
	}
	return report
}

// begin evaluates what a run needs before its first job.
func (w workflow) begin(order *PlanOrder, report *PlanReport) error {
	github, err := newGitHubContext(order.GitHub)
	if err != nil {
		return err
	}
	e := scope{github: github, inputs: w.typedInputs(order.GitHub), workflow: w}.evaluator()
	if report.RunName, err = e.text(text(w.tree.RunName)); err != nil {
		return fmt.Errorf("run-name: %w", err)
	}
	if report.Concurrency, err = e.concurrency(w.tree.Concurrency); err != nil {
		return err
	}
	report.Jobs = w.planned("", "", nil)
	return nil
}

// planned lists the jobs, those of called workflows after the job that calls
// them. They wait for what that one waits for.
func (w workflow) planned(prefix, name string, above []string) []PlannedJob {
	var all []PlannedJob
	for _, job := range w.jobs {
		p := PlannedJob{ID: prefix + job.ID.Value, Name: name + rawName(job), Needs: slices.Clone(above)}
		for _, id := range w.needs(job) {
			p.Needs = append(p.Needs, prefix+id)
		}
		called := w.calledBy(job)
		p.Calls = called != nil
		all = append(all, p)
		if called != nil {
			all = append(all, called.planned(p.ID+"/", p.Name+" / ", p.Needs)...)
		}
	}
	return all
}

// rawName is what GitHub calls a job whose name it has not evaluated, as that
// of a skipped job (https://github.com/actions/runner/issues/1215).
func rawName(job *actionlint.Job) string {
	if name := text(job.Name); name != "" {
		return name
	}
	return job.ID.Value
}

// concurrency evaluates a concurrency group; nil stays nil.
func (e evaluator) concurrency(c *actionlint.Concurrency) (*Concurrency, error) {
	if c == nil {
		return nil, nil
	}
	group, err := e.text(text(c.Group))
	if err != nil {
		return nil, fmt.Errorf("concurrency group: %w", err)
	}
	cancel, err := e.truth(c.CancelInProgress)
	if err != nil {
		return nil, fmt.Errorf("cancel-in-progress: %w", err)
	}
	return &Concurrency{Group: group, CancelInProgress: cancel}, nil
}

// withInputs returns the payload of a workflow_dispatch with the inputs that
// the run has.
func withInputs(payload map[string]any, inputs map[string]string) map[string]any {
	filled := map[string]any{}
	for key, value := range payload {
		filled[key] = value
	}
	named := map[string]any{}
	for key, value := range inputs {
		named[key] = value
	}
	filled["inputs"] = named
	return filled
}
