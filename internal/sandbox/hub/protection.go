package hub

import (
	"maps"
	"path"
	"slices"
	"time"
)

// Protection is a branch protection rule.
type Protection struct {
	ID            int64
	Pattern       string // of branch names: main, release/*
	Reviews       int    // approving reviews a pull request needs; any number refuses direct pushes
	AllowForce    bool
	AllowDeletion bool
	EnforceAdmins bool // administrators too
	CodeOwners    bool // owners of the code must be among the reviewers; told only
	Bypass        Bypass
	Creator       User
	CreatedAt     time.Time
}

// Bypass names who may push without a pull request that others need.
type Bypass struct {
	Users []string // logins
	Teams []string // slugs
	Apps  []string // slugs
}

// Protect makes or replaces the rule of a pattern.
func (s *Settings) Protect(p Protection) {
	s.change(func() {
		p.ID, p.Creator, p.CreatedAt = s.h.nextID(timelineIDs), s.h.user(s.r.owner), s.h.now
		s.r.protections[p.Pattern] = &p
	})
}

// Unprotect takes the rule of a pattern away.
func (s *Settings) Unprotect(pattern string) { s.change(func() { delete(s.r.protections, pattern) }) }

// Protections lists a repository's rules by pattern.
func (h *Hub) Protections(repoID int64) []Protection {
	h.mu.Lock()
	defer h.mu.Unlock()
	r := h.repos[repoID]
	if r == nil {
		return nil
	}
	var list []Protection
	for _, pattern := range slices.Sorted(maps.Keys(r.protections)) {
		list = append(list, *r.protections[pattern])
	}
	return list
}

// ProtectionOf finds the rule that holds for a branch: the one of its very
// name, else the first pattern that matches.
// Source: docs.github.com, "Managing a branch protection rule".
func (h *Hub) ProtectionOf(repoID int64, branch string) (Protection, bool) {
	for _, p := range h.Protections(repoID) {
		if p.Pattern == branch {
			return p, true
		}
	}
	for _, p := range h.Protections(repoID) {
		if ok, err := path.Match(p.Pattern, branch); ok && err == nil {
			return p, true
		}
	}
	return Protection{}, false
}

// CheckPush reports why the caller may not make a ref update: contents: write
// is needed, and a protected branch refuses direct changes by all whom its
// rule or ruleset binds.
func (h *Hub) CheckPush(c Caller, repoID int64, u RefUpdate) error {
	if err := h.Check(c, repoID, Need{Permission: "contents", Access: WriteAccess, Role: Write, Hidden: true}); err != nil {
		return err
	}
	branch, ok := BranchName(u.Ref)
	if !ok {
		return nil
	}
	if err := h.checkRulesets(c, repoID, branch, u); err != nil {
		return err
	}
	p, ok := h.ProtectionOf(repoID, branch)
	if !ok || (!p.EnforceAdmins && h.CallerRole(c, repoID) == Admin) {
		return nil
	}
	switch {
	case u.After == ZeroSHA && !p.AllowDeletion:
		return invalidRef("Cannot delete a protected branch")
	case u.Forced && !p.AllowForce:
		return invalidRef("Cannot force-push to a protected branch")
	case p.Reviews > 0 && u.After != ZeroSHA && u.Before != ZeroSHA && !h.mayBypass(c, repoID, p.Bypass):
		return invalidRef("Changes must be made through a pull request.")
	}
	return nil
}

// mayBypass reports whether the caller is one of those named.
func (h *Hub) mayBypass(c Caller, repoID int64, b Bypass) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if c.Token != nil && c.Token.isApps() {
		return slices.Contains(b.Apps, c.App())
	}
	r := h.repos[repoID]
	return slices.Contains(b.Users, c.User.Login) ||
		slices.ContainsFunc(b.Teams, func(slug string) bool { return h.inTeam(h.team(r.owner, slug), c.User.ID) })
}

func invalidRef(message string) error { return &Error{Kind: Invalid, Message: message} }
