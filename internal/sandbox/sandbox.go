// Package sandbox is a GitHub on this machine: its API on a unix socket, github.com for git behind an HTTPS proxy, and its
// workflows run by a runner. Programs need no special case for it: Env is all they are given.
//
// Annex floor: it imports nothing of ours outside this directory, so that it cannot share our mistakes. It must never
// reach the network, read the operator's settings, or let a secret of its people out of the files it makes.
package sandbox

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/release-request/gh-release-request/internal/sandbox/actions"
	"github.com/release-request/gh-release-request/internal/sandbox/conform"
	"github.com/release-request/gh-release-request/internal/sandbox/gitstore"
	"github.com/release-request/gh-release-request/internal/sandbox/gitwrite"
	"github.com/release-request/gh-release-request/internal/sandbox/graphql"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
	"github.com/release-request/gh-release-request/internal/sandbox/rest"
	"github.com/release-request/gh-release-request/internal/sandbox/wire"
)

// Options say what sandbox to start.
type Options struct {
	// Dir is where everything is kept: repositories, homes, sockets. Empty: a directory that Close removes.
	Dir string
	// Program is the path of a program whose directory comes first on everybody's PATH; empty: none.
	Program string
	// Host is the name of an Enterprise Server that this GitHub is, such as ghe.acme.dev; empty: github.com.
	Host string
	// Workflows says that runs are carried out, which needs the runner. Otherwise they stay queued.
	Workflows bool
	// Log gets what the steps of runs print; nil: nobody does.
	Log io.Writer
}

// A Sandbox is a running GitHub.
type Sandbox struct {
	store   *gitstore.Store
	hub     *hub.Hub
	wire    *wire.Wire
	checker *conform.Checker
	calls   *calls
	people  *people
	engine  *actions.Engine
	remove  func() error

	interferer interferer
}

// Start starts a sandbox in which nobody lives yet. Its people and repositories come through Hub. ctx bounds the start
// only; Close ends the sandbox. A git that is missing, too old or without http-backend is one clear error.
func Start(ctx context.Context, o Options) (*Sandbox, error) {
	dir, remove, err := makeDir(o.Dir)
	if err != nil {
		return nil, err
	}
	s := &Sandbox{checker: conform.New(), calls: &calls{}, remove: remove}
	if err := s.open(ctx, dir, o); err != nil {
		return nil, errors.Join(err, s.stop())
	}
	return s, nil
}

// open builds the parts, each on those before it.
func (s *Sandbox) open(ctx context.Context, dir string, o Options) error {
	store, err := gitstore.New(ctx, filepath.Join(dir, "git"), func() time.Time { return s.hub.Now() })
	if err != nil {
		return err
	}
	s.store = store
	s.hub = hub.New(hub.Options{Git: store})
	door := gitwrite.New(s.hub, store)
	if s.wire, err = wire.Open(dir); err != nil {
		return err
	}
	host, server := wire.WebHost, ""
	api, web := s.api(door), &wire.Git{Hub: s.hub, Store: store, Door: door}
	if o.Host != "" {
		host, server = o.Host, "https://"+o.Host
		s.wire.Handle(host, enterprise{host: host, api: api, web: web})
	} else {
		s.wire.Handle(wire.APIHost, api)
		s.wire.Handle(host, web)
	}
	s.wire.Handle(rest.LogHost, rest.Logs(s.hub))
	s.people = &people{
		hub: s.hub, wire: s.wire, host: host, dir: filepath.Join(dir, "homes"), temp: filepath.Join(dir, "tmp"), path: searchPath(o.Program),
		homes: map[string]home{},
	}
	jobs := filepath.Join(dir, "jobs")
	for _, dir := range []string{s.people.temp, jobs} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return err
		}
	}
	s.engine, err = actions.New(ctx, actions.Options{
		Hub: s.hub, Git: store, Run: o.Workflows, Dir: jobs, Server: server, Environment: s.people.jobEnvironment, Log: o.Log,
	})
	return err
}

// makeDir makes the sandbox's directory. remove takes away what was made for it alone.
func makeDir(dir string) (string, func() error, error) {
	if dir != "" {
		dir, err := filepath.Abs(dir)
		if err != nil {
			return "", nil, err
		}
		return dir, func() error { return nil }, os.MkdirAll(dir, 0o700)
	}
	dir, err := os.MkdirTemp("", "gh-sandbox")
	if err != nil {
		return "", nil, err
	}
	// A system's temporary directory may be a link (macOS), and programs compare paths.
	if dir, err = filepath.EvalSymlinks(dir); err != nil {
		return "", nil, err
	}
	return dir, func() error { return os.RemoveAll(dir) }, nil
}

// api is api.github.com: REST and GraphQL under watch.
func (s *Sandbox) api(door *gitwrite.Door) http.Handler {
	v3, v4 := rest.New(s.hub, door), graphql.Handler(s.hub, door)
	both := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/graphql" {
			v4.ServeHTTP(w, r)
			return
		}
		v3.ServeHTTP(w, r)
	})
	return s.calls.handler(s.hub, s.checker, s.interferer.decide, s.checker.Handler(both))
}

// Hub is the state of this GitHub: seeds are made, and outcomes looked at, through it.
func (s *Sandbox) Hub() *hub.Hub { return s.hub }

// Handle makes the sandbox answer for one more host, a package registry say, behind its proxy.
func (s *Sandbox) Handle(host string, h http.Handler) { s.wire.Handle(host, h) }

// Refused lists the hosts that a program tried to reach and was refused.
func (s *Sandbox) Refused() []string { return s.wire.Refused() }

// Idle waits until no workflow run is queued or in progress. Runs that nobody carries out are not waited for.
func (s *Sandbox) Idle(ctx context.Context) error { return s.engine.Idle(ctx) }

// Schedule has the time come for a repository's workflows that are scheduled with that cron expression: nothing starts them by
// itself.
func (s *Sandbox) Schedule(repo, cron string) error {
	return s.engine.Schedule(s.hub.Settings(repo).Repository(), cron)
}

// Problems lists what did not fit GitHub's description of its API so far, in requests and in answers, and what failed in the
// sandbox itself while it ran workflows.
func (s *Sandbox) Problems() []string {
	return slices.Concat(s.checker.Problems(), s.engine.Problems())
}

// Calls lists the API calls made since the start or the last ForgetCalls, in the order in which they were answered.
func (s *Sandbox) Calls() []Call { return s.calls.list() }

// ForgetCalls starts the list of Calls anew.
func (s *Sandbox) ForgetCalls() { s.calls.forget() }

// Close ends all runs at once, stops everything and removes what Start made. Problems are an error, so that a test that
// closes its sandbox cannot overlook them.
func (s *Sandbox) Close() error {
	err := s.stop()
	if problems := s.checker.Problems(); len(problems) > 0 {
		err = errors.Join(err, fmt.Errorf("not as GitHub describes its API:\n%s", strings.Join(problems, "\n")))
	}
	return err
}

// stop ends the parts that were started, the later ones first.
func (s *Sandbox) stop() error {
	var all []error
	if s.engine != nil {
		all = append(all, s.engine.Close())
	}
	if s.wire != nil {
		all = append(all, s.wire.Close())
	}
	if s.store != nil {
		s.store.Close()
	}
	return errors.Join(append(all, s.remove())...)
}
