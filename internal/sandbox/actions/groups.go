package actions

import (
	"strings"
	"sync"
)

// groups are the concurrency groups of all repositories: in each, one run or
// job goes and one waits. A newer one that waits takes the place of the older.
// https://docs.github.com/en/actions/concepts/workflows-and-actions/concurrency
type groups struct {
	mu sync.Mutex
	of map[string]*group
}

type group struct{ holder, waiting *claim }

// claim is a place in a group.
type claim struct {
	key       string
	owner     int64 // the run
	cancel    func()
	granted   chan struct{} // closed when it is one's turn
	displaced chan struct{} // closed when a newer claim took one's place
}

func newGroups() *groups { return &groups{of: map[string]*group{}} }

// claim asks for a group's place; cancel is called if a later claim wants those
// in progress cancelled. It is nil if the group is held by the owner itself,
// which would wait for ever.
func (g *groups) claim(repo int64, c *Concurrency, owner int64, cancel func()) *claim {
	g.mu.Lock()
	defer g.mu.Unlock()
	key := itoa(repo) + " " + strings.ToLower(c.Group)
	mine := &claim{key: key, owner: owner, cancel: cancel, granted: make(chan struct{}), displaced: make(chan struct{})}
	place := g.of[key]
	if place == nil {
		g.of[key] = &group{holder: mine}
		close(mine.granted)
		return mine
	}
	if place.holder.owner == owner {
		return nil
	}
	if place.waiting != nil {
		close(place.waiting.displaced)
	}
	place.waiting = mine
	if c.CancelInProgress {
		place.holder.cancel()
	}
	return mine
}

// release gives a place up, whether it was one's turn or not.
func (g *groups) release(c *claim) {
	if c == nil {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	place := g.of[c.key]
	switch {
	case place == nil:
	case place.waiting == c:
		place.waiting = nil
	case place.holder == c && place.waiting == nil:
		delete(g.of, c.key)
	case place.holder == c:
		place.holder, place.waiting = place.waiting, nil
		close(place.holder.granted)
	}
}

// isGranted tells whether it is one's turn.
func (c *claim) isGranted() bool {
	select {
	case <-c.granted:
		return true
	default:
		return false
	}
}
