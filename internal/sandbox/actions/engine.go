package actions

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"sync"
	"time"

	"github.com/release-request/gh-release-request/internal/sandbox/gitstore"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// Options say how an engine works.
type Options struct {
	Hub *hub.Hub
	Git *gitstore.Store
	// Run has workflows run. Without it runs are created and stay queued, and
	// no runner is needed.
	Run bool
	// Dir is where jobs get their directories. It exists.
	Dir string
	// Runner is the path of the workflow runner; empty: it is built.
	Runner string
	// Environment is what each step of a job finds in its environment beside
	// what Actions sets. It is asked once for each job, and PATH must be in it;
	// required if Run.
	Environment func(hub.Repository) map[string]string
	// Server is the Enterprise Server that runs are told of, such as
	// https://ghe.acme.dev; empty: github.com.
	Server string
	// Minute is how long a minute of a time limit lasts; zero: a minute.
	Minute time.Duration
	// Log gets what runs print; nil: discarded.
	Log io.Writer
}

// atOnce is how many runs go at the same time.
const atOnce = 2

// Engine turns events into workflow runs. Its methods may be called from any
// goroutine.
type Engine struct {
	hub     *hub.Hub
	git     *gitstore.Store
	options Options
	program string // the workflow runner
	scratch string // where it was built, if that is to be removed
	planner planner
	groups  *groups
	slots   chan struct{}
	ctx     context.Context
	stop    context.CancelFunc
	running sync.WaitGroup

	planning sync.Mutex // events become runs one after the other

	mu       sync.Mutex
	closed   bool
	sources  map[int64]source   // by run
	active   map[int64]*attempt // by run
	quiet    chan struct{}      // closed while nothing is active
	problems []string
}

// source is what all attempts of a run start from.
type source struct {
	repo        hub.Repository
	file        file
	github      map[string]any
	called      calls
	jobs        []PlannedJob
	concurrency *Concurrency
}

// New starts an engine on a hub. If workflows are to run, it fails with a
// *BuildError when the runner cannot be built, which takes half a minute the
// first time.
func New(ctx context.Context, o Options) (*Engine, error) {
	if o.Minute == 0 {
		o.Minute = time.Minute
	}
	if o.Log == nil {
		o.Log = io.Discard
	}
	e := &Engine{
		hub: o.Hub, git: o.Git, options: o, program: o.Runner, planner: plainPlanner{}, groups: newGroups(),
		slots: make(chan struct{}, atOnce), sources: map[int64]source{}, active: map[int64]*attempt{}, quiet: make(chan struct{}),
	}
	close(e.quiet)
	if err := e.prepare(ctx); err != nil {
		return nil, errors.Join(err, os.RemoveAll(e.scratch))
	}
	e.ctx, e.stop = context.WithCancel(context.WithoutCancel(ctx))
	o.Hub.SetEngine(e)
	o.Hub.Subscribe(e.handle)
	return e, nil
}

// prepare finds or builds the runner, if workflows are to run.
func (e *Engine) prepare(ctx context.Context) error {
	if !e.options.Run {
		return nil
	}
	if e.options.Environment == nil {
		return errors.New("running workflows needs an environment for their jobs")
	}
	if e.program == "" {
		cache, isTemporary, err := cacheDir()
		if err != nil {
			return &BuildError{Cause: err}
		}
		if isTemporary {
			e.scratch = cache
		}
		if e.program, err = buildRunner(ctx, cache); err != nil {
			return err
		}
	}
	p, err := newRunnerPlanner(e.program)
	if err == nil {
		e.planner = p
	}
	return err
}

// Close ends everything that runs, at once, and returns the problems.
func (e *Engine) Close() error {
	e.mu.Lock()
	if e.closed {
		e.mu.Unlock()
		return nil
	}
	e.closed = true
	e.mu.Unlock()
	e.stop()
	e.running.Wait()
	all := []error{e.planner.close(), os.RemoveAll(e.scratch)}
	for _, p := range e.Problems() {
		all = append(all, errors.New(p))
	}
	return errors.Join(all...)
}

// Idle waits until no run is queued or in progress. Runs that stay queued
// because workflows do not run here are not waited for.
func (e *Engine) Idle(ctx context.Context) error {
	e.mu.Lock()
	quiet := e.quiet
	e.mu.Unlock()
	select {
	case <-quiet:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("waiting for workflow runs to end: %w", context.Cause(ctx))
	}
}

// Problems are the faults of the sandbox itself so far: what should have become
// a run or a step and did not.
func (e *Engine) Problems() []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return append([]string{}, e.problems...)
}

func (e *Engine) problem(format string, a ...any) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if !e.closed {
		e.problems = append(e.problems, "workflows: "+fmt.Sprintf(format, a...))
	}
}

func (e *Engine) logf(format string, a ...any) {
	e.mu.Lock()
	defer e.mu.Unlock()
	fmt.Fprintf(e.options.Log, format+"\n", a...)
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
