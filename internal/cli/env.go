package cli

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"time"

	"github.com/cli/go-gh/v2/pkg/browser"
	"github.com/cli/go-gh/v2/pkg/repository"

	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/git"
	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/output"
	"github.com/release-request/gh-release-request/internal/prompt"
)

// Env is everything around a command. Its functions do their work when they
// are called, so that --help and --version touch nothing.
type Env struct {
	Streams *output.Streams
	Now     func() time.Time
	Getenv  func(string) string
	Environ func() []string // all of it: what is chosen from for a publisher, and what is set though empty

	// Prompter asks on the terminal, if there is one.
	Prompter func() *prompt.Prompter
	// Client speaks to a host of GitHub. An empty token means gh's own.
	Client func(host, token string) (*github.Client, error)
	// Standing returns the repository that the person stands in, as gh finds
	// it: GH_REPO, else the git remotes.
	Standing func() (repository.Repository, error)
	// Git runs git where the person stands and returns what it prints.
	Git func(ctx context.Context, args ...string) (string, error)
	// CacheDir returns the folder in which the person's programs keep what they
	// can do without.
	CacheDir func() (string, error)
	// Browse opens a page in the browser.
	Browse func(url string) error

	repo     string   // -R
	commands []string // the program's own, where dispatch took the first argument for a project
}

// System returns the environment of the process.
func System() *Env {
	streams := output.System()
	return &Env{
		Streams: streams,
		Now:     time.Now,
		Getenv:  os.Getenv,
		Environ: os.Environ,
		Prompter: func() *prompt.Prompter {
			return prompt.New(prompt.Terminal{In: streams.In, Err: streams.Err, InIs: streams.InTerminal, ErrIs: streams.ErrTerminal, Getenv: os.Getenv})
		},
		Client: func(host, token string) (*github.Client, error) {
			return github.New(github.Options{Host: host, Token: token, UserAgent: "gh-release-request/" + version})
		},
		Standing: func() (repository.Repository, error) {
			standing, err := repository.Current()
			if err != nil {
				return standing, fault.Wrap(err, "you stand in no repository of GitHub")
			}
			return standing, nil
		},
		Git:      git.Repository{}.Output,
		CacheDir: os.UserCacheDir,
		Browse:   browser.New("", streams.Out, streams.Err).Browse,
	}
}

// browse opens a page, and says so.
func (env *Env) browse(url string) error {
	env.Streams.EndSteps()
	if env.Streams.ErrTerminal {
		env.Streams.Notef("Opening %s in your browser.\n", url)
	}
	return env.Browse(url)
}

// gitConfig returns a setting of git's, empty where it is not set: then git
// ends with status 1. https://git-scm.com/docs/git-config#_description
func (env *Env) gitConfig(ctx context.Context, key string) (string, error) {
	value, err := env.Git(ctx, "config", "--get", key)
	if exit, ok := errors.AsType[*exec.ExitError](err); ok && exit.ExitCode() == 1 {
		return "", nil
	}
	return value, err
}
