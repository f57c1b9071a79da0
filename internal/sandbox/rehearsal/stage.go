package rehearsal

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"

	"github.com/creack/pty"

	"github.com/release-request/gh-release-request/internal/sandbox"
	"github.com/release-request/gh-release-request/internal/sandbox/npm"
)

// Programs are the executables that people and jobs find first on PATH.
type Programs struct {
	Product string // gh-release-request, built from this checkout
	Self    string // a program that acts as Upload when it is called UploadProgram
	// NPM are for scenarios that need Node; nil: there are none, and no registry
	// of npm.
	NPM *npm.Programs
}

// Stage is a sandbox with acme on it, and where the play has come to.
type Stage struct {
	Box      *sandbox.Sandbox
	Registry *Registry

	out   io.Writer         // shown, and whoever watches
	host  string            // of the web
	bin   string            // directory of the programs, by their names on PATH
	log   *syncBuffer       // what the steps of workflow runs print
	shown *strings.Builder  // all that was printed
	told  map[string]string // what was printed of the central repository
	ended map[int64]int     // attempts of runs that were printed
	// secrets are what nobody may ever be shown, by what they are.
	secrets map[string]string
	// fresh are the tokens that took the place of others, by target.
	fresh map[string]string
	// known is what became known on the stage, for what is written on it.
	known map[string]string

	npm      *npm.Programs
	packages *npm.Registry
}

// Open sets the stage: a sandbox in a directory of its own, with the people,
// repositories and secrets of acme. Close strikes it.
func Open(ctx context.Context, programs Programs, out io.Writer) (*Stage, error) {
	return set(ctx, programs, out, "", func(s *Stage) error { return seed(s.Box.Hub()) })
}

// OpenBare sets a stage on which nothing is set up for releases. The tokens for
// it lie in the owner's home. With a host it is an Enterprise Server of that name.
func OpenBare(ctx context.Context, programs Programs, out io.Writer, host string) (*Stage, error) {
	return set(ctx, programs, out, host, (*Stage).handTokens)
}

func set(ctx context.Context, programs Programs, out io.Writer, host string, furnish func(*Stage) error) (*Stage, error) {
	bin, err := os.MkdirTemp("", "rehearsal-bin")
	if err != nil {
		return nil, err
	}
	for name, program := range map[string]string{"gh-release-request": programs.Product, UploadProgram: programs.Self} {
		if err := os.Symlink(program, filepath.Join(bin, name)); err != nil {
			return nil, errors.Join(err, os.RemoveAll(bin))
		}
	}
	s := &Stage{log: &syncBuffer{}, shown: &strings.Builder{}, told: map[string]string{}, ended: map[int64]int{},
		secrets: map[string]string{}, known: map[string]string{}, fresh: map[string]string{}, npm: programs.NPM}
	for target, token := range seedTokens {
		s.secrets["the token of "+target] = token
	}
	s.out = io.MultiWriter(s.shown, out)
	s.Box, err = sandbox.Start(ctx, sandbox.Options{Program: filepath.Join(bin, "gh-release-request"), Host: host, Workflows: true, Log: s.log})
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(bin))
	}
	s.Registry = NewRegistry(seedTokens)
	s.Box.Handle(RegistryHost, s.Registry)
	s.bin, s.host = bin, cmp.Or(host, "github.com")
	if err := errors.Join(furnish(s), s.writeAs(), s.install(), s.openNPM(ctx)); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// openNPM starts npm's registry, where there is to be one, and keeps its token
// for the target npm.
func (s *Stage) openNPM(ctx context.Context) error {
	if s.npm == nil {
		return nil
	}
	if err := s.npm.Link(s.bin); err != nil {
		return err
	}
	var err error
	if s.packages, err = s.npm.StartRegistry(ctx, filepath.Join(s.bin, "registry")); err != nil {
		return err
	}
	s.Box.Handle(npm.RegistryHost, s.packages.Handler())
	token, err := s.packages.NewToken(ctx, "acme")
	if err != nil {
		return err
	}
	s.Box.Hub().Settings(centralRepo).AddEnvironmentSecret("npm", secretName["npm"], token)
	s.secrets["the token of npm's registry"] = token
	return nil
}

// Close ends the sandbox and removes what Open made.
func (s *Stage) Close() error {
	err := s.Box.Close()
	if s.packages != nil {
		err = errors.Join(err, s.packages.Close())
	}
	return errors.Join(err, os.RemoveAll(s.bin))
}

// Home returns a person's home directory.
func (s *Stage) Home(login string) string {
	for _, entry := range s.Box.Env(login) {
		if home, ok := strings.CutPrefix(entry, "HOME="); ok {
			return home
		}
	}
	return ""
}

// run runs a command as a person at a terminal of the frame's width sees it; there is
// nobody to answer questions. It returns all that was printed, in order, and
// the exit code.
func (s *Stage) run(ctx context.Context, step Step) (string, int, error) {
	cmd := exec.CommandContext(ctx, step.Run[0], step.Run[1:]...)
	cmd.Env = append(s.Box.Env(step.Who), "NO_COLOR=1", "PAGER=cat", "GH_SPINNER_DISABLED=1")
	cmd.Dir = filepath.Join(s.Home(step.Who), step.Dir)
	if path, err := lookPath(cmd.Env, step.Run[0]); err == nil {
		cmd.Path, cmd.Err = path, nil
	}
	terminal, tty, err := pty.Open()
	if err != nil {
		return "", 0, err
	}
	defer terminal.Close()
	defer tty.Close()
	if err := pty.Setsize(tty, &pty.Winsize{Rows: 24, Cols: uint16(within)}); err != nil {
		return "", 0, err
	}
	cmd.Stdout, cmd.Stderr = tty, tty
	if err := cmd.Start(); err != nil {
		return "", 0, err
	}
	tty.Close() // so that reading ends with the command
	text, met := s.watch(terminal, step)
	err = cmd.Wait()
	if !met {
		return text, 0, fmt.Errorf("it never printed %q, and so what waits for that never happened; it printed:\n%s", step.Upon, text)
	}
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return text, exit.ExitCode(), nil
	}
	return text, 0, err
}

// watch reads what a command prints, to its end, and has happen what happens
// meanwhile; met says whether it did.
func (s *Stage) watch(terminal io.Reader, step Step) (text string, met bool) {
	met = step.Meanwhile == nil
	var printed strings.Builder
	for part := make([]byte, 4096); ; {
		n, err := terminal.Read(part)
		printed.Write(part[:n])
		if !met && strings.Contains(printed.String(), step.Upon) {
			step.Meanwhile(s)
			met = true
		}
		if err != nil {
			return strings.ReplaceAll(printed.String(), "\r\n", "\n"), met
		}
	}
}

// lookPath finds a program on the person's PATH, not on ours.
func lookPath(env []string, name string) (string, error) {
	for _, entry := range env {
		list, ok := strings.CutPrefix(entry, "PATH=")
		if !ok {
			continue
		}
		for _, dir := range filepath.SplitList(list) {
			if path, err := exec.LookPath(filepath.Join(dir, name)); err == nil {
				return path, nil
			}
		}
	}
	return "", fmt.Errorf("%s is not on PATH", name)
}

// git runs git in the bare repository of the SDK.
func (s *Stage) git(args ...string) (string, error) { return s.gitIn(sdkRepo, args...) }

// gitIn runs git in the bare repository of a project.
func (s *Stage) gitIn(repo string, args ...string) (string, error) {
	cmd := exec.Command("git", append([]string{"--git-dir", s.Box.Hub().Settings(repo).Repository().Dir}, args...)...)
	cmd.Env = s.Box.Env(owner)
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("git %s: %w", args[0], err)
	}
	return strings.TrimSpace(string(out)), nil
}

// syncBuffer is a buffer that several writers may use.
type syncBuffer struct {
	mu  sync.Mutex
	buf strings.Builder
}

func (b *syncBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *syncBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}
