package hub

import (
	"path"
	"slices"
	"strings"
	"time"
)

// Ruleset is a set of rules for branches, of a repository or, with Repo zero,
// of an organisation for all of its repositories.
// Source: docs.github.com, "About rulesets".
type Ruleset struct {
	ID          int64
	Repo        int64
	Org         int64 // the owner; of a repository's too
	Name        string
	Enforcement string   // active, evaluate or disabled
	Include     []string // refs/heads/main, refs/heads/release/*, ~DEFAULT_BRANCH, ~ALL
	Exclude     []string
	Rules       []Rule
	Bypass      []BypassActor
	CreatedAt   time.Time
	UpdatedAt   time.Time
}

// NodeID is the ruleset's node id.
func (s Ruleset) NodeID() string { return Node{Kind: RulesetNode, Repo: s.Repo, ID: s.ID}.String() }

// RuleType is GitHub's word for a rule.
type RuleType string

// The types of rules that there are here.
const (
	PullRequestRule    RuleType = "pull_request"
	NonFastForwardRule RuleType = "non_fast_forward"
	DeletionRule       RuleType = "deletion"
)

// Rule is one rule. Reviews and CodeOwners are for PullRequestRule.
type Rule struct {
	Type       RuleType
	Reviews    int
	CodeOwners bool
}

// BypassActor is somebody whom a ruleset does not bind. Which ID it takes goes
// by the type: of a user, a team or an App its own; of a role 2 for maintain,
// 4 for write, 5 for admin; of the organisation's owners 1; deploy keys have
// none, 0.
// Source: docs.github.com/rest/repos/rules; for the roles' numbers, the
// documentation of the Terraform provider for GitHub.
type BypassActor struct {
	Type string // User, Team, Integration, RepositoryRole, OrganizationAdmin, DeployKey
	ID   int64
	Mode string // always, pull_request or exempt
}

// AddRuleset makes an active ruleset of the repository for branches; without
// branches it is for the default one.
func (s *Settings) AddRuleset(set Ruleset) (id int64) {
	s.change(func() {
		set.Repo, set.Org = s.r.ID, s.r.owner
		id = s.h.putRuleset(set)
	})
	return id
}

// AddOrgRuleset makes a ruleset for all repositories of an organisation.
func (h *Hub) AddOrgRuleset(org string, set Ruleset) (id int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.tick()
	set.Repo, set.Org = 0, h.mustOrg(org).ID
	return h.putRuleset(set)
}

// RemoveRuleset takes a ruleset away.
func (h *Hub) RemoveRuleset(id int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.rulesets = slices.DeleteFunc(h.rulesets, func(s *Ruleset) bool { return s.ID == id })
	h.tick()
}

// putRuleset keeps a new ruleset. The mutex is held.
func (h *Hub) putRuleset(s Ruleset) int64 {
	s.ID, s.CreatedAt, s.UpdatedAt = h.nextID(rulesetIDs), h.now, h.now
	if s.Enforcement == "" {
		s.Enforcement = "active"
	}
	if s.Include == nil {
		s.Include = []string{"~DEFAULT_BRANCH"}
	}
	h.rulesets = append(h.rulesets, &s)
	return s.ID
}

// Rulesets lists the rulesets that a repository has and, with those of its
// owner, that hold for it. Bypass is told only to those who may change the
// ruleset, else it is nil.
// Source: docs.github.com/rest/repos/rules#get-a-repository-ruleset.
func (h *Hub) Rulesets(c Caller, repoID int64, owners bool) ([]Ruleset, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	r, err := h.allowed(c, repoID, Need{Permission: "metadata", Access: ReadAccess, Role: Read})
	if err != nil {
		return nil, err
	}
	var list []Ruleset
	for _, s := range h.rulesets {
		if s.Repo != r.ID && !(owners && s.Repo == 0 && s.Org == r.owner) {
			continue
		}
		told := *s
		told.Bypass = nil
		if h.mayChange(c, r, s) {
			told.Bypass = append([]BypassActor{}, s.Bypass...)
		}
		list = append(list, told)
	}
	return list, nil
}

// mayChange reports whether the caller may change a ruleset that holds for a
// repository. The mutex is held.
func (h *Hub) mayChange(c Caller, r *repo, s *Ruleset) bool {
	if s.Repo == 0 {
		return h.administers(c, h.accounts[s.Org]) == nil
	}
	return !c.Anonymous() && h.check(c, r, Need{Permission: "administration", Access: WriteAccess, Role: Admin}) == nil
}

// BranchRules are the rules that hold for a branch, each with its ruleset.
func (h *Hub) BranchRules(repoID int64, branch string) []Ruleset {
	h.mu.Lock()
	defer h.mu.Unlock()
	r := h.repos[repoID]
	var list []Ruleset
	for _, s := range h.rulesets {
		if r != nil && s.Enforcement == "active" && (s.Repo == r.ID || s.Repo == 0 && s.Org == r.owner) && s.targets(r, branch) {
			list = append(list, *s)
		}
	}
	return list
}

// targets reports whether a ruleset is for a branch.
func (s *Ruleset) targets(r *repo, branch string) bool {
	names := func(pattern string) bool {
		switch pattern {
		case "~ALL":
			return true
		case "~DEFAULT_BRANCH":
			return branch == r.DefaultBranch
		}
		ok, err := path.Match(strings.TrimPrefix(pattern, "refs/heads/"), branch)
		return ok && err == nil
	}
	return slices.ContainsFunc(s.Include, names) && !slices.ContainsFunc(s.Exclude, names)
}

// OwnerOf is the owner of a ruleset that is an organisation's.
func (h *Hub) OwnerOf(s Ruleset) User {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.user(s.Org)
}
