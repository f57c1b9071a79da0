package gitstore

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// A GitError is a git command that ended with a status of its own.
type GitError struct {
	Command string // the subcommand, without its arguments
	Code    int    // exit status
	Stderr  string
}

func (e *GitError) Error() string {
	return fmt.Sprintf("git %s ended with status %d: %s", e.Command, e.Code, strings.TrimSpace(e.Stderr))
}

// Environment is what every git of the store runs with, the HTTP backend included: nothing of the operator's
// settings, and the same words in every locale.
func (s *Store) Environment() []string {
	return []string{
		"PATH=" + os.Getenv("PATH"),
		"HOME=" + s.dir,
		"LC_ALL=C",
		"TZ=UTC",
		"GIT_CONFIG_NOSYSTEM=1",
		"GIT_CONFIG_GLOBAL=" + s.configFile(),
		"GIT_TERMINAL_PROMPT=0",
		"GIT_LITERAL_PATHSPECS=1",
		"GIT_NO_REPLACE_OBJECTS=1",
	}
}

func (s *Store) configFile() string { return filepath.Join(s.dir, "gitconfig") }

// config serves what GitHub serves (partial clone, fetch by commit) and makes no background work: a throw-away
// repository needs neither fsync nor gc.
func (s *Store) config() string {
	return fmt.Sprintf(`[core]
	hooksPath = %s
	fsync = none
[gc]
	auto = 0
[maintenance]
	auto = false
[receive]
	autogc = false
	denyDeleteCurrent = refuse
[http]
	receivepack = true
[uploadpack]
	allowFilter = true
	allowAnySHA1InWant = true
[transfer]
	hideRefs = %s
`, quoteConfig(s.hooksDir()), scratchRefs)
}

func quoteConfig(value string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(value) + `"`
}

// run calls git with the store's environment and more; args never come from a request unchecked.
func (s *Store) run(ctx context.Context, stdin io.Reader, args ...string) ([]byte, error) {
	return s.runWith(ctx, nil, stdin, args...)
}

func (s *Store) runWith(ctx context.Context, more []string, stdin io.Reader, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, s.program.git, args...)
	cmd.Dir = s.dir
	cmd.Env = append(s.Environment(), more...)
	cmd.Stdin = stdin
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return out, &GitError{Command: subcommand(args), Code: exit.ExitCode(), Stderr: stderr.String()}
	}
	if err != nil {
		return nil, fmt.Errorf("running git %s: %w", subcommand(args), err)
	}
	return out, nil
}

func subcommand(args []string) string {
	for i := 0; i < len(args); i++ {
		if !strings.HasPrefix(args[i], "-") {
			return args[i]
		}
	}
	return strings.Join(args, " ")
}

// git runs a command in the repository.
func (r *Repo) git(ctx context.Context, stdin io.Reader, args ...string) ([]byte, error) {
	return r.store.run(ctx, stdin, append([]string{"--git-dir=" + r.Path()}, args...)...)
}

// lasting is git for a question that names objects by their ids only: its answer never changes, and is kept.
func (r *Repo) lasting(ctx context.Context, args ...string) ([]byte, error) {
	question := r.name + "\x00" + strings.Join(args, "\x00")
	if answer, ok := r.store.answers.Load(question); ok {
		return answer.([]byte), nil
	}
	answer, err := r.git(ctx, nil, args...)
	if err == nil {
		r.store.answers.Store(question, answer)
	}
	return answer, err
}

// exitCode is the status of a git that ended by itself, and -1 for any other error.
func exitCode(err error) int {
	if e, ok := errors.AsType[*GitError](err); ok {
		return e.Code
	}
	return -1
}
