package hub

import (
	"cmp"
	"slices"
)

// RepoTeam is a team with the role that it was given in a repository.
type RepoTeam struct {
	Team Team
	Role Role
}

// SetTeamRole gives a team of the repository's owner a role in it; NoRole
// takes the role away again.
func (s *Settings) SetTeamRole(slug string, role Role) {
	s.change(func() {
		t := s.h.mustTeam(s.h.user(s.r.owner).Login, slug)
		if role == NoRole {
			delete(t.roles, s.r.ID)
		} else {
			t.roles[s.r.ID] = role
		}
	})
}

// RepoTeams lists the teams that have a role in a repository and that the
// caller may see, by slug, for the repository's administrators.
// Source: docs.github.com/rest/repos/repos#list-repository-teams.
func (h *Hub) RepoTeams(c Caller, repoID int64) ([]RepoTeam, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	r, err := h.allowed(c, repoID, adminReadHidden)
	if err != nil {
		return nil, err
	}
	var list []RepoTeam
	for _, t := range h.teams {
		if role := t.roles[r.ID]; t.org == r.owner && role > NoRole && h.knowsTeam(c, t) {
			list = append(list, RepoTeam{Team: h.teamFace(t), Role: role})
		}
	}
	slices.SortFunc(list, func(a, b RepoTeam) int { return cmp.Compare(a.Team.Slug, b.Team.Slug) })
	return list, nil
}

// RepoTeam finds a team of a repository's owner with the role that it has
// there, which may be none.
func (h *Hub) RepoTeam(repoID int64, slug string) (RepoTeam, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	r := h.repos[repoID]
	if r == nil {
		return RepoTeam{}, notFound()
	}
	t := h.team(r.owner, slug)
	if t == nil {
		return RepoTeam{}, notFound()
	}
	return RepoTeam{Team: h.teamFace(t), Role: t.roles[r.ID]}, nil
}

// RepoTeamByID is RepoTeam by the team's database id.
func (h *Hub) RepoTeamByID(repoID, id int64) (RepoTeam, error) {
	h.mu.Lock()
	slug := ""
	for _, t := range h.teams {
		if t.id == id {
			slug = t.slug
		}
	}
	h.mu.Unlock()
	return h.RepoTeam(repoID, slug)
}

// knowsTeam reports whether a team is visible to the caller, whose token may
// look. The mutex is held.
func (h *Hub) knowsTeam(c Caller, t *team) bool {
	if !t.secret || c.Token != nil && c.Token.isApps() {
		return true
	}
	return h.inTeam(t, c.User.ID) || h.accounts[t.org].members[c.User.ID]
}

// inTeam reports whether a person is an active member of a team, which may be
// nil. The mutex is held.
func (h *Hub) inTeam(t *team, userID int64) bool {
	if t == nil {
		return false
	}
	pending, in := t.members[userID]
	return in && !pending
}
