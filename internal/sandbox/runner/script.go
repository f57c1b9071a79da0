package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// runScript evaluates the step's script and runs it.
func (s *stepRun) runScript(ctx context.Context) error {
	e := s.stepScope().evaluator()
	script, err := e.text(s.script.Run.Value)
	if err != nil {
		return err
	}
	environment := s.environment()
	argv, err := s.shell(e, environment["PATH"])
	if err != nil {
		return err
	}
	file := filepath.Join(s.place.temp, fmt.Sprintf("step-%d.sh", s.id.number))
	if err := os.WriteFile(file, []byte(script), 0o600); err != nil {
		return err
	}
	for i, argument := range argv {
		argv[i] = strings.ReplaceAll(argument, "{0}", file)
	}
	dir, err := s.workingDirectory(e)
	if err != nil {
		return err
	}
	limit := 0.0
	if s.step.TimeoutMinutes != nil {
		if limit, err = e.number(s.step.TimeoutMinutes); err != nil {
			return fmt.Errorf("timeout-minutes: %w", err)
		}
	}

	output := &lines{handle: s.obeyLine}
	p := &process{
		argv: argv, env: environment, dir: dir, output: output,
		stop: s.stopSignal(), limit: s.minutes(limit),
		patience: [2]time.Duration{s.minutes(7.5 / 60), s.minutes(2.5 / 60)},
	}
	err = p.run(ctx)
	output.flush()
	if p.leftover != 0 {
		s.left = append(s.left, p.leftover)
	}
	if errors.Is(err, errTimeLimit) {
		return fmt.Errorf("The action '%s' has timed out after %g minutes.", s.id.name, limit) //nolint:staticcheck // GitHub's words
	}
	if err != nil && s.stopped.happened() {
		return fmt.Errorf("The operation was canceled. %s", s.stopped.cause) //nolint:staticcheck // GitHub's words
	}
	return err
}

// stopSignal closes when the step is to stop. A step whose condition holds in
// spite of the cancellation goes on.
func (s *stepRun) stopSignal() <-chan struct{} {
	goesOn, err := s.wanted("cancelled")
	if goesOn && err == nil {
		return nil
	}
	return s.stopped.asked
}

// workingDirectory is where the script runs, by step, job or workflow.
func (s *stepRun) workingDirectory(e evaluator) (string, error) {
	given := text(s.script.WorkingDirectory)
	if given == "" && s.job.Defaults != nil && s.job.Defaults.Run != nil {
		given = text(s.job.Defaults.Run.WorkingDirectory)
	}
	if given == "" && s.workflow.tree.Defaults != nil && s.workflow.tree.Defaults.Run != nil {
		given = text(s.workflow.tree.Defaults.Run.WorkingDirectory)
	}
	dir, err := e.text(given)
	if err != nil {
		return "", fmt.Errorf("working-directory: %w", err)
	}
	if !filepath.IsAbs(dir) {
		dir = filepath.Join(s.place.workspace, dir)
	}
	return dir, nil
}

// shells are the command lines of GitHub's runner.
// https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsshell
var shells = map[string]string{
	"bash":   "bash --noprofile --norc -eo pipefail {0}",
	"sh":     "sh -e {0}",
	"python": "python {0}",
}

// shell returns the command line of the step's shell, the file as {0}.
func (s *stepRun) shell(e evaluator, path string) ([]string, error) {
	given := text(s.script.Shell)
	if given == "" && s.job.Defaults != nil && s.job.Defaults.Run != nil {
		given = text(s.job.Defaults.Run.Shell)
	}
	if given == "" && s.workflow.tree.Defaults != nil && s.workflow.tree.Defaults.Run != nil {
		given = text(s.workflow.tree.Defaults.Run.Shell)
	}
	shell, err := e.text(given)
	if err != nil {
		return nil, fmt.Errorf("shell: %w", err)
	}
	line, known := shells[shell]
	switch {
	case shell == "":
		line = "bash -e {0}"
		if _, err := lookPath("bash", path); err != nil {
			line = "sh -e {0}"
		}
	case !known && strings.Contains(shell, "{0}"):
		line = shell
	case !known:
		return nil, fmt.Errorf("the shell %q is not supported by the sandbox", shell)
	}
	argv := strings.Fields(line)
	if argv[0], err = lookPath(argv[0], path); err != nil {
		return nil, err
	}
	return argv, nil
}

// lookPath finds a program on the PATH of the step.
func lookPath(program, path string) (string, error) {
	if filepath.IsAbs(program) {
		return program, nil
	}
	for _, dir := range filepath.SplitList(path) {
		file := filepath.Join(dir, program)
		if info, err := os.Stat(file); err == nil && info.Mode().IsRegular() && info.Mode()&0o111 != 0 {
			return file, nil
		}
	}
	return "", fmt.Errorf("%s: command not found", program)
}
