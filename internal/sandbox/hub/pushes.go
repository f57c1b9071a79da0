package hub

import (
	"slices"
	"strings"
	"time"
)

// ZeroSHA stands for "no commit" in ref updates.
const ZeroSHA = "0000000000000000000000000000000000000000"

// Push is one ref that was created, moved or deleted, by git or by the API.
type Push struct {
	ID     int64
	Ref    string // refs/heads/main
	Before string // ZeroSHA: created
	After  string // ZeroSHA: deleted
	Forced bool   // After does not descend from Before
	Pusher User
	At     time.Time
}

// Created and Deleted say what became of the ref.
func (p Push) Created() bool { return p.Before == ZeroSHA }

// Deleted reports whether the ref is gone.
func (p Push) Deleted() bool { return p.After == ZeroSHA }

// RefUpdate is what the git store did to one ref.
type RefUpdate struct {
	Ref, Before, After string
	Forced             bool
}

// Pushed records ref updates that the git store has made for the caller, and
// tells the subscribers, once per ref.
func (h *Hub) Pushed(c Caller, repoID int64, updates ...RefUpdate) error {
	return h.write(func(now time.Time) error {
		r := h.repos[repoID]
		if r == nil {
			return notFound()
		}
		for _, u := range updates {
			p := Push{ID: h.nextID(timelineIDs), Ref: u.Ref, Before: u.Before, After: u.After, Forced: u.Forced, Pusher: c.User, At: now}
			r.pushes = append(r.pushes, p)
			r.PushedAt = now
			h.reportChecks(r, p)
			r.follow(p)
			h.publish(c, r, Event{Name: "push", Push: &p})
		}
		return nil
	})
}

// Pushes lists what happened to a repository's refs, newest first; ref limits
// it to one (refs/heads/x), empty means all. It is what GitHub calls activity.
func (h *Hub) Pushes(repoID int64, ref string) []Push {
	h.mu.Lock()
	defer h.mu.Unlock()
	r := h.repos[repoID]
	if r == nil {
		return nil
	}
	var list []Push
	for _, p := range slices.Backward(r.pushes) {
		if ref == "" || p.Ref == ref {
			list = append(list, p)
		}
	}
	return list
}

// BranchName is the short name of a branch's ref, and whether it is one.
func BranchName(ref string) (string, bool) { return strings.CutPrefix(ref, "refs/heads/") }
