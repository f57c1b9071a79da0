package hub

import (
	"crypto/rsa"
	"sync"
	"time"
)

// Hub is one GitHub. Its methods are atomic and may be called from any
// goroutine.
type Hub struct {
	mu sync.Mutex

	git Git
	now time.Time
	ids map[idKind]int64
	seq int64

	accounts map[int64]*account
	logins   map[string]int64 // lower case login -> account
	apps     map[string]*App  // slug -> App
	tokens   map[string]*Token

	appKeys       map[string][]*rsa.PublicKey // by slug: those with which the App may sign
	installations map[int64]*installation
	teams         []*team
	rulesets      []*Ruleset

	repos map[int64]*repo
	names map[string]int64 // lower case owner/name, also the former ones -> repository

	issues   map[int64]*issue // by database id
	comments map[int64]*comment

	runs map[int64]*run // by database id
	jobs map[int64]*job

	rates       map[string]*Rate // by token and resource
	engine      Engine           // nil: no workflow runs
	subscribers []func(Event)
	pending     []Event // what the running write has caused
}

// Git is what the hub needs of the store of bare repositories.
type Git interface {
	// CreateRepository makes a bare repository whose default branch holds
	// files (path -> content) in one commit made at the time given; without
	// files it stays empty. It returns the repository's directory.
	CreateRepository(id int64, branch string, files map[string]string, at time.Time) (dir string, err error)
	// SetDefaultBranch makes HEAD name another branch, which need not exist.
	SetDefaultBranch(id int64, branch string) error
}

// Options are what a Hub needs from outside.
type Options struct {
	Git Git // nil: repositories exist without git data
}

// New returns a GitHub on which nothing exists but its own accounts: the ghost
// who stands in for deleted users, and the Actions App with its bot.
func New(o Options) *Hub {
	h := &Hub{
		git:      o.Git,
		now:      epoch,
		ids:      firstIDs(),
		accounts: map[int64]*account{},
		logins:   map[string]int64{},
		apps:     map[string]*App{},
		tokens:   map[string]*Token{},
		appKeys:  map[string][]*rsa.PublicKey{},

		installations: map[int64]*installation{},

		repos:    map[int64]*repo{},
		names:    map[string]int64{},
		issues:   map[int64]*issue{},
		comments: map[int64]*comment{},
		runs:     map[int64]*run{},
		jobs:     map[int64]*job{},
		rates:    map[string]*Rate{},
	}
	h.addBuiltins()
	return h
}

// write runs one mutation: the mutex is held, the clock moves one second, and
// the subscribers hear of what f caused once the state is settled. A write that
// fails has moved the clock and nothing else.
func (h *Hub) write(f func(now time.Time) error) error {
	events, subscribers, err := h.change(f)
	if err != nil {
		return err
	}
	for _, e := range events {
		for _, notify := range subscribers {
			notify(e)
		}
	}
	return nil
}

// change runs f with the mutex held and returns what it caused and who is to
// hear of it.
func (h *Hub) change(f func(now time.Time) error) ([]Event, []func(Event), error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.pending = nil
	err := f(h.tick())
	return h.pending, h.subscribers, err
}
