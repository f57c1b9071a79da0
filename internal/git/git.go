// Package git is the door to the git program: each call is one process with
// arguments of its own, never a shell line. It stands on the doors floor. It
// honours the person's settings for credentials, proxies, rewritten URLs and
// signing. It never writes a credential to disk, shows one in a list of
// processes, asks on the terminal, runs a hook or a template of the person's,
// or touches a checkout that it did not make.
package git

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"

	"github.com/release-request/gh-release-request/internal/fault"
)

// Repository is a folder that git works in, with settings for every call.
type Repository struct {
	// Dir is the top folder of the repository: git looks nowhere above it.
	// Empty: where the person stands, as git itself finds it.
	Dir string
	// Config is settings for each call, as key and value. They travel in the
	// environment, so that none is seen in a list of processes.
	Config [][2]string
	// Env is the whole environment; nil means this process's own.
	Env []string
}

// patience is how long git may take to leave after it was told to, and what it
// left running in the background to let go of its output.
const patience = 2 * time.Second

// Run runs git and discards what it prints.
func (r Repository) Run(ctx context.Context, args ...string) error {
	_, err := r.Output(ctx, args...)
	return err
}

// Output runs git and returns its standard output without the last newline.
// The error holds what git said on standard error. git is the one on this
// process's PATH.
func (r Repository) Output(ctx context.Context, args ...string) (string, error) {
	env, err := r.environ()
	if err != nil {
		return "", err
	}
	cmd := exec.CommandContext(ctx, "git", append(unattendedArgs(), args...)...)
	cmd.Dir, cmd.Env = r.Dir, env
	var out, problems bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &problems
	cmd.WaitDelay = patience
	cmd.Cancel = func() error {
		// An interrupted git removes its lock files, a killed one does not.
		if cmd.Process.Signal(os.Interrupt) != nil {
			return cmd.Process.Kill()
		}
		return nil
	}
	err = cmd.Run()
	switch {
	case errors.Is(err, exec.ErrNotFound):
		return "", fault.New(fault.Failed, "git is not installed, or not on PATH").WithHint("https://git-scm.com/downloads")
	case err != nil && ctx.Err() != nil:
		return "", fmt.Errorf("git %s was stopped: %w", args[0], ctx.Err())
	case errors.Is(err, exec.ErrWaitDelay):
		// git ended well; a daemon of its own, for credentials say, lives on.
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

// exited reports whether git ended with this status.
func exited(err error, status int) bool { return exitStatus(err) == status }

// exitStatus is what git ended with; 0 if it ended well, or not by itself.
func exitStatus(err error) int {
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return exit.ExitCode()
	}
	return 0
}
