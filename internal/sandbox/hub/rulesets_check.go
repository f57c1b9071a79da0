package hub

import "slices"

// checkRulesets reports which rule of a ruleset keeps the caller from a ref
// update. The message is the one that GitHub's answers begin with.
func (h *Hub) checkRulesets(c Caller, repoID int64, branch string, u RefUpdate) error {
	for _, s := range h.BranchRules(repoID, branch) {
		if by := h.Bypasses(c, repoID, s); by == "always" || by == "exempt" {
			continue
		}
		for _, rule := range s.Rules {
			if why := rule.violation(u); why != "" {
				return invalidRef("Repository rule violations found\n\n" + why + "\n\n")
			}
		}
	}
	return nil
}

// violation says what a rule has against a ref update, empty if nothing.
func (r Rule) violation(u RefUpdate) string {
	deleted := u.After == ZeroSHA
	switch {
	case r.Type == DeletionRule && deleted:
		return "Cannot delete this branch"
	case r.Type == NonFastForwardRule && u.Forced && !deleted:
		return "Cannot force-push to this branch"
	case r.Type == PullRequestRule && !deleted && u.Before != ZeroSHA:
		return "Changes must be made through a pull request."
	}
	return ""
}

// Bypasses says how far the caller may go past a ruleset, in the words of
// current_user_can_bypass: always, exempt, pull_requests_only or never.
func (h *Hub) Bypasses(c Caller, repoID int64, s Ruleset) string {
	h.mu.Lock()
	defer h.mu.Unlock()
	r := h.repos[repoID]
	if i := slices.IndexFunc(s.Bypass, func(a BypassActor) bool { return h.isActor(c, r, a) }); i >= 0 {
		if s.Bypass[i].Mode == "pull_request" {
			return "pull_requests_only"
		}
		return s.Bypass[i].Mode
	}
	return "never"
}

// bypassRoles are the roles in a repository that bypass actors name by number.
var bypassRoles = map[int64]Role{2: Maintain, 4: Write, 5: Admin}

// isActor reports whether the caller is one of those whom an actor stands for.
// The mutex is held.
func (h *Hub) isActor(c Caller, r *repo, a BypassActor) bool {
	if c.Token != nil && c.Token.isApps() {
		app := h.apps[c.App()]
		return a.Type == "Integration" && app != nil && app.ID == a.ID
	}
	switch a.Type {
	case "User":
		return a.ID == c.User.ID
	case "OrganizationAdmin":
		return h.accounts[r.owner].members[c.User.ID]
	case "RepositoryRole":
		return bypassRoles[a.ID] > NoRole && h.role(r, c.User.ID) >= bypassRoles[a.ID]
	case "Team":
		return slices.ContainsFunc(h.teams, func(t *team) bool { return t.id == a.ID && h.inTeam(t, c.User.ID) })
	}
	return false
}
