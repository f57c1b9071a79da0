package main

import (
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/nektos/act/pkg/model"
	"github.com/rhysd/actionlint"
)

// stepRun is one step while it runs.
type stepRun struct {
	*jobRun
	step   *actionlint.Step
	script *actionlint.ExecRun
	id     stepMark
	env    map[string]string // the env context
	files  fileCommands
	muted  string // the word that ends stop-commands
	result *model.StepResult
}

// step runs one step, or skips it.
func (j *jobRun) step(ctx context.Context, index int, step *actionlint.Step) {
	s := &stepRun{
		jobRun: j, step: step, script: step.Exec.(*actionlint.ExecRun),
		id:     stepMark{number: index + 2},
		env:    maps.Clone(j.env),
		result: &model.StepResult{Outputs: map[string]string{}},
	}
	s.id.name = s.name()
	if s.stopped.happened() {
		j.status = "cancelled"
	}
	if step.ID != nil {
		j.steps[step.ID.Value] = s.result
	}
	conclusion, err := s.conclude(ctx)
	if err != nil {
		s.complain(err.Error())
	}
	if conclusion == "failure" && j.status == "success" {
		j.status = "failure"
	}
	if s.stopped.happened() {
		j.status = "cancelled"
	}
	s.mark(s.id, "completed", conclusion)
}

// conclude decides whether the step runs, runs it, and returns its conclusion.
func (s *stepRun) conclude(ctx context.Context) (string, error) {
	wanted, err := s.wanted(s.status)
	if err != nil || ctx.Err() != nil {
		s.result.Outcome, s.result.Conclusion = model.StepStatusFailure, model.StepStatusFailure
		return "failure", err
	}
	if !wanted {
		s.result.Outcome, s.result.Conclusion = model.StepStatusSkipped, model.StepStatusSkipped
		return "skipped", nil
	}
	s.mark(s.id, "in_progress", "")
	err = s.execute(ctx)
	if err == nil {
		return "success", nil
	}
	s.result.Outcome, s.result.Conclusion = model.StepStatusFailure, model.StepStatusFailure
	if s.stopped.happened() {
		return "cancelled", err
	}
	if goesOn, wrong := s.stepScope().evaluator().truth(s.step.ContinueOnError); goesOn && wrong == nil {
		s.result.Conclusion = model.StepStatusSuccess
		return "success", err
	}
	return "failure", err
}

// wanted evaluates the step's condition for a status of the job.
func (s *stepRun) wanted(status string) (bool, error) {
	scope := s.stepScope()
	scope.status = status
	return scope.evaluator().holds(text(s.step.If))
}

// stepScope is what expressions of the step see.
func (s *stepRun) stepScope() scope {
	scope := s.scope()
	scope.env = s.env
	return scope
}

// name is the step's name as GitHub shows it: a step without one bears the
// first line of its script. A name that cannot be evaluated stays as written.
func (s *stepRun) name() string {
	name := text(s.step.Name)
	if name == "" {
		first, _, _ := strings.Cut(strings.TrimSpace(s.script.Run.Value), "\n")
		name = "Run " + first
	}
	if evaluated, err := s.stepScope().evaluator().text(name); err == nil {
		return evaluated
	}
	return name
}

// execute runs the script and obeys what it wrote to its files.
func (s *stepRun) execute(ctx context.Context) error {
	added, err := s.evaluateEnv(s.step.Env, s.env)
	if err != nil {
		return err
	}
	maps.Copy(s.env, added)
	s.files, err = newFileCommands(filepath.Join(s.place.temp, "step-"+strconv.Itoa(s.id.number)))
	if err != nil {
		return err
	}
	ran := s.runScript(ctx)
	if err := s.obeyFiles(); err != nil && ran == nil {
		return err
	}
	return ran
}

// obeyFiles takes over outputs, variables and paths of a step, also of one that
// failed.
func (s *stepRun) obeyFiles() error {
	summary, err := s.files.read("summary")
	if err != nil {
		return err
	}
	if summary != "" {
		s.host.report(Report{Summary: &SummaryReport{Job: s.key(s.job), Step: s.id.number, Text: s.masks.hide(summary)}})
	}
	outputs, err := s.files.pairs("output")
	if err != nil {
		return err
	}
	maps.Copy(s.result.Outputs, outputs)
	variables, err := s.files.pairs("env")
	if err != nil {
		return err
	}
	if _, ok := variables["NODE_OPTIONS"]; ok {
		return fmt.Errorf("Can't store NODE_OPTIONS output parameter using '$GITHUB_ENV' command.") //nolint:staticcheck // GitHub's words
	}
	maps.Copy(s.jobRun.env, variables)
	paths, err := s.files.read("path")
	if err != nil {
		return err
	}
	for line := range strings.Lines(paths) {
		if line = strings.TrimSpace(line); line != "" {
			s.path = append([]string{line}, s.path...)
		}
	}
	return nil
}

// complain leaves the annotation of a step that failed.
func (s *stepRun) complain(message string) {
	s.note(s.id.number, NoteReport{Level: "failure", Message: message, Path: ".github", StartLine: 1, EndLine: 1})
}
