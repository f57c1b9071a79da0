package actions

import (
	"sync"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// attempt is one attempt of a run, from its creation to its end.
type attempt struct {
	*Engine
	source
	run       int64
	finished  map[string]FinishedJob // jobs that it keeps from the attempt before
	claim     *claim                 // nil: in no concurrency group
	cancelled chan struct{}
	cancel    func()
	records   map[string]*jobRecord // by key
	calls     map[string][]*claim   // of jobs that call workflows, by key
}

func (e *Engine) newAttempt(run int64, s source) *attempt {
	a := &attempt{Engine: e, source: s, run: run, cancelled: make(chan struct{}), records: map[string]*jobRecord{}, calls: map[string][]*claim{}}
	a.cancel = sync.OnceFunc(func() { close(a.cancelled) })
	return a
}

// join asks for a place in the concurrency group and returns the status with
// which the attempt begins.
func (a *attempt) join(c *Concurrency) string {
	if c == nil {
		return "queued"
	}
	a.claim = a.groups.claim(a.repo.ID, c, a.run, a.cancel)
	if a.claim.isGranted() {
		return "queued"
	}
	return "pending"
}

// launch lets an attempt go its way. From here on Idle waits for it.
func (e *Engine) launch(a *attempt) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.sources[a.run] = a.source
	if !e.options.Run || e.closed {
		return
	}
	if len(e.active) == 0 {
		e.quiet = make(chan struct{})
	}
	e.active[a.run] = a
	e.running.Go(a.live)
}

// live waits for the attempt's turn, runs it, and records its end.
func (a *attempt) live() {
	conclusion := "cancelled"
	if a.admitted() {
		defer func() { <-a.slots }()
		conclusion = a.perform()
	}
	a.check(a.hub.SetRunStatus(a.run, "completed", conclusion))
	for key := range a.calls {
		a.leave(key)
	}
	a.groups.release(a.claim)
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.active, a.run)
	if len(a.active) == 0 {
		close(a.quiet)
	}
}

// admitted waits for the concurrency group, then for a slot. It reports false
// if the attempt is cancelled or displaced before.
func (a *attempt) admitted() bool {
	if a.claim != nil {
		wasWaiting := !a.claim.isGranted()
		select {
		case <-a.claim.granted:
		case <-a.claim.displaced:
			return false
		case <-a.cancelled:
			return false
		case <-a.ctx.Done():
			return false
		}
		if wasWaiting {
			a.check(a.hub.SetRunStatus(a.run, "queued", ""))
		}
	}
	select {
	case a.slots <- struct{}{}:
		return true
	case <-a.cancelled:
	case <-a.ctx.Done():
	}
	return false
}

// check keeps an error that should not be.
func (a *attempt) check(err error) {
	if err != nil {
		a.problem("run %d of %s in %s: %v", a.run, a.file.path, a.repo.FullName(), err)
	}
}

// perform runs the jobs in a runner of the attempt's own.
func (a *attempt) perform() string {
	a.check(a.hub.SetRunStatus(a.run, "in_progress", ""))
	p, err := start(a.program)
	if err != nil {
		a.check(err)
		return "failure"
	}
	done := make(chan struct{})
	defer close(done)
	go func() {
		select {
		case <-a.cancelled:
			_ = p.send(Order{Cancel: &CancelOrder{}})
		case <-a.ctx.Done():
			_ = p.in.Close()
		case <-done:
		}
	}()
	conclusion, err := a.follow(p)
	if ended := p.end(); err == nil {
		err = ended
	}
	if err != nil {
		if a.ctx.Err() == nil {
			a.check(err)
		}
		a.abandon()
		return "failure"
	}
	return conclusion
}

// follow gives the order and takes reports until the run ends.
func (a *attempt) follow(p *process) (string, error) {
	err := p.send(Order{Run: &RunOrder{
		Path: a.file.path, Text: a.file.text, GitHub: a.github, Called: a.called.files, Dir: a.options.Dir,
		Minute: a.options.Minute.Milliseconds(), Finished: a.finished,
	}})
	for err == nil {
		var r Report
		if r, err = p.next(); err != nil {
			break
		}
		switch {
		case r.Run != nil:
			return r.Run.Conclusion, nil
		case r.Question != nil:
			err = p.send(Order{Answer: a.answer(*r.Question)})
		default:
			a.record(r)
		}
	}
	return "", err
}

// Cancel cancels a run that waits or goes. Where no workflows run it is over at
// once.
func (e *Engine) Cancel(run int64) {
	e.mu.Lock()
	a := e.active[run]
	e.mu.Unlock()
	if a != nil {
		a.cancel()
		return
	}
	if !e.options.Run {
		if err := e.hub.SetRunStatus(run, "completed", "cancelled"); err != nil {
			e.problem("cancelling run %d: %v", run, err)
		}
	}
}

// caller is who the engine reads the hub as: the repository's owner, who sees
// everything.
func (a *attempt) caller() hub.Caller { return hub.Caller{User: a.repo.Owner} }
