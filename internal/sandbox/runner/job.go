package main

import (
	"context"
	"fmt"
	"maps"
	"strings"
	"unicode/utf16"

	"github.com/nektos/act/pkg/model"
	"github.com/rhysd/actionlint"
)

// jobRun is one job while its steps run.
type jobRun struct {
	*run
	job     *actionlint.Job
	name    string
	answer  JobAnswer
	place   place
	masks   *masks
	env     map[string]string            // of workflow and job, and what steps wrote to GITHUB_ENV
	path    []string                     // what steps wrote to GITHUB_PATH, newest first
	steps   map[string]*model.StepResult // by id
	status  string                       // success, failure or cancelled
	stopped *interruption
	left    []int // process groups that outlived their step
	notes   map[string]int
}

// runJob runs the steps of a job that the host let start.
func (r *run) runJob(ctx context.Context, job *actionlint.Job, name string, answer JobAnswer) FinishedJob {
	var err error
	answer.Secrets, err = r.secrets(answer)
	j := &jobRun{
		run: r, job: job, name: name, answer: answer, status: "success",
		masks: newMasks(answer.Secrets, answer.Token),
		steps: map[string]*model.StepResult{}, notes: map[string]int{},
	}
	limit := 360.0
	if err == nil {
		err = j.setUp(&limit)
	}
	defer j.place.remove()
	defer j.killLeftovers()
	setUp := stepMark{number: 1, name: "Set up job"}
	j.mark(setUp, "in_progress", "")
	if err != nil {
		j.status = "failure"
		j.note(setUp.number, NoteReport{Level: "failure", Message: err.Error(), Path: ".github", StartLine: 1, EndLine: 1})
		j.mark(setUp, "completed", "failure")
		return FinishedJob{Result: "failure"}
	}
	j.mark(setUp, "completed", "success")

	ctx, j.stopped = j.interruptible(ctx, limit)
	defer j.stopped.end()
	for i, step := range job.Steps {
		j.step(ctx, i, step)
	}
	j.mark(stepMark{number: len(job.Steps) + 2, name: "Complete job"}, "completed", "success")
	return FinishedJob{Result: j.result(), Outputs: j.outputs()}
}

// setUp makes the job's directories and evaluates what its steps share.
func (j *jobRun) setUp(limit *float64) error {
	var err error
	if j.place, err = newPlace(j.order.Dir, j.job.ID.Value, j.order.GitHub["event"]); err != nil {
		return err
	}
	if j.answer.Env["PATH"] == "" {
		return fmt.Errorf("the host gave job %q no PATH", j.job.ID.Value)
	}
	if j.job.TimeoutMinutes != nil {
		if *limit, err = j.scope().evaluator().number(j.job.TimeoutMinutes); err != nil {
			return fmt.Errorf("timeout-minutes: %w", err)
		}
	}
	j.env = map[string]string{}
	for _, section := range []*actionlint.Env{j.workflow.tree.Env, j.job.Env} {
		added, err := j.evaluateEnv(section, j.env)
		if err != nil {
			return err
		}
		maps.Copy(j.env, added)
	}
	return nil
}

// scope is what expressions see while the job runs.
func (j *jobRun) scope() scope {
	s := j.run.scope(j.job)
	s.github = j.github.of(j.job.ID.Value, j.answer.Token, j.place.workspace, j.place.event)
	s.secrets = maps.Clone(j.answer.Secrets)
	if s.secrets == nil {
		s.secrets = map[string]string{}
	}
	s.secrets["GITHUB_TOKEN"] = j.answer.Token
	s.env, s.steps, s.runner = j.env, j.steps, j.place.context()
	s.inSteps, s.status = true, j.status
	return s
}

// evaluateEnv evaluates an env section; its values see those in known.
func (j *jobRun) evaluateEnv(section *actionlint.Env, known map[string]string) (map[string]string, error) {
	if section == nil {
		return nil, nil
	}
	s := j.scope()
	s.env = known
	e := s.evaluator()
	added := map[string]string{}
	for _, variable := range section.Vars {
		value, err := e.text(text(variable.Value))
		if err != nil {
			return nil, fmt.Errorf("env %s: %w", variable.Name.Value, err)
		}
		added[variable.Name.Value] = value
	}
	return added, nil
}

// result is the job's own, once its steps are done.
func (j *jobRun) result() string {
	if j.stopped.happened() {
		return "cancelled"
	}
	return j.status
}

// outputs evaluates the job's outputs. One that holds a secret is left out, as
// on GitHub.
// https://docs.github.com/en/actions/how-tos/write-workflows/choose-what-workflows-do/pass-job-outputs
func (j *jobRun) outputs() map[string]string {
	outputs := map[string]string{}
	e := j.scope().evaluator()
	last := len(j.job.Steps) + 2
	for _, output := range j.job.Outputs {
		name := output.Name.Value
		value, err := e.text(text(output.Value))
		switch {
		case err != nil:
			j.note(last, NoteReport{Level: "failure", Message: fmt.Sprintf("output %s: %v", name, err), Path: ".github", StartLine: 1, EndLine: 1})
			j.status = "failure"
		case j.masks.found(value):
			j.note(last, NoteReport{
				Level: "warning", Message: fmt.Sprintf("Skip output '%s' since it may contain secret.", name),
				Path: ".github", StartLine: 1, EndLine: 1,
			})
		case value != "":
			outputs[name] = value
		}
	}
	return outputs
}

// stepMark names a step in reports.
type stepMark struct {
	number int
	name   string
}

func (j *jobRun) mark(s stepMark, status, conclusion string) {
	j.host.report(Report{Step: &StepReport{
		Job: j.key(j.job), Number: s.number, Name: j.masks.hide(s.name), Status: status, Conclusion: conclusion,
	}})
}

// log reports a line of a step's log.
func (j *jobRun) log(step int, line string) {
	j.host.report(Report{Log: &LogReport{Job: j.key(j.job), Step: step, Line: j.masks.hide(line)}})
}

// Annotations that GitHub keeps: ten of a level for each step, fifty for a job.
const notesOfLevel, notesOfJob = 10, 50

// messageUnits is how long an annotation's message can be, in UTF-16 code
// units; GitHub's runner drops the rest.
// https://github.com/actions/runner/blob/main/src/Runner.Worker/ExecutionContext.cs
const messageUnits = 4096

func cut(message string) string {
	units := utf16.Encode([]rune(message))
	return string(utf16.Decode(units[:min(len(units), messageUnits)]))
}

// note reports an annotation, up to GitHub's limits.
func (j *jobRun) note(step int, note NoteReport) {
	level := fmt.Sprintf("%d %s", step, note.Level)
	if j.notes[level] >= notesOfLevel || j.notes[""] >= notesOfJob {
		return
	}
	j.notes[level]++
	j.notes[""]++
	note.Job, note.Step = j.key(j.job), step
	note.Message, note.Title = cut(j.masks.hide(note.Message)), j.masks.hide(note.Title)
	j.host.report(Report{Note: &note})
	j.log(step, fmt.Sprintf("##[%s]%s", strings.Replace(note.Level, "failure", "error", 1), note.Message))
}
