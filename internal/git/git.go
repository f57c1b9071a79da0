// Package git is the door to the git program: each call is one process with
// arguments of its own, never a shell line. It stands on the doors floor. It
// never writes a credential to disk, never runs a hook or a template of the
// person's, and never touches a checkout that it did not make.
package git

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"

	"github.com/release-request/gh-release-request/internal/fault"
)

// Repository is a folder that git works in, with settings for every call.
type Repository struct {
	Dir string
	// Config is settings for each call, as key and value. They travel in the
	// environment, so that none is seen in a list of processes.
	Config [][2]string
	// Env is the whole environment; nil means this process's own.
	Env []string
	// Progress is where git's own progress goes; nil: nowhere.
	Progress io.Writer
}

// unattended are settings that keep a person's hooks out.
var unattended = [][2]string{
	{"core.hooksPath", os.DevNull},
	{"core.fsmonitor", "false"},
	{"submodule.recurse", "false"},
	{"advice.detachedHead", "false"},
}

// Run runs git and discards what it prints.
func (r Repository) Run(ctx context.Context, args ...string) error {
	_, err := r.Output(ctx, args...)
	return err
}

// Output runs git and returns its standard output without the last newline.
// The error holds what git said on standard error.
func (r Repository) Output(ctx context.Context, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, "git", args...)
	cmd.Dir = r.Dir
	cmd.Env = r.environ()
	var out, problems bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &problems
	if r.Progress != nil {
		cmd.Stderr = io.MultiWriter(&problems, r.Progress)
	}
	err := cmd.Run()
	switch {
	case errors.Is(err, exec.ErrNotFound):
		return "", fault.New(fault.Failed, "git is not installed, or not on PATH").WithHint("https://git-scm.com/downloads")
	case err != nil && ctx.Err() != nil:
		return "", ctx.Err()
	case err != nil:
		return "", &Error{Command: args[0], Said: strings.TrimSpace(problems.String()), cause: err}
	}
	return strings.TrimSuffix(out.String(), "\n"), nil
}

// Error is a failed git command.
type Error struct {
	Command string // such as push
	Said    string // standard error
	cause   error
}

func (e *Error) Error() string {
	if e.Said == "" {
		return fmt.Sprintf("git %s: %v", e.Command, e.cause)
	}
	return fmt.Sprintf("git %s: %s", e.Command, strings.ReplaceAll(e.Said, "\n", "; "))
}

func (e *Error) Unwrap() error { return e.cause }

// environ adds the settings behind those that the environment already has.
// https://git-scm.com/docs/git-config#ENVIRONMENT
func (r Repository) environ() []string {
	env := r.Env
	if env == nil {
		env = os.Environ()
	}
	first := 0
	kept := make([]string, 0, len(env)+8)
	for _, entry := range env {
		name, value, _ := strings.Cut(entry, "=")
		switch {
		case name == "GIT_CONFIG_COUNT":
			first, _ = strconv.Atoi(value)
		case name == "GIT_DIR", name == "GIT_WORK_TREE", name == "GIT_INDEX_FILE", name == "GIT_PREFIX":
			// They would lead git from Dir to the repository one stands in.
		default:
			kept = append(kept, entry)
		}
	}
	settings := append(append([][2]string{}, unattended...), r.Config...)
	for i, s := range settings {
		kept = append(kept,
			fmt.Sprintf("GIT_CONFIG_KEY_%d=%s", first+i, s[0]),
			fmt.Sprintf("GIT_CONFIG_VALUE_%d=%s", first+i, s[1]))
	}
	return append(kept, fmt.Sprintf("GIT_CONFIG_COUNT=%d", first+len(settings)), "LC_ALL=C")
}
