package hub

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Team is a team of an organisation. Teams within teams do not exist here.
type Team struct {
	ID        int64
	Org       User
	Slug      string
	Secret    bool // seen by its members and the owners only
	Members   int  // active ones
	CreatedAt time.Time
}

// NodeID is the team's node id.
func (t Team) NodeID() string { return Node{Kind: TeamNode, ID: t.ID}.String() }

// Membership is a person in a team. One who has not accepted the invitation to
// the organisation yet is pending, and may do nothing as a member.
type Membership struct {
	User       User
	Pending    bool
	Maintainer bool // owners of the organisation are, too
}

type team struct {
	id        int64
	org       int64
	slug      string
	secret    bool
	members   map[int64]bool // person -> pending
	roles     map[int64]Role // by repository
	createdAt time.Time
}

// AddTeam makes a team with its members.
func (h *Hub) AddTeam(org, slug string, members ...string) {
	h.mu.Lock()
	t := &team{id: h.nextID(teamIDs), org: h.mustOrg(org).ID, slug: slug, members: map[int64]bool{}, roles: map[int64]Role{}, createdAt: h.tick()}
	h.teams = append(h.teams, t)
	h.mu.Unlock()
	for _, login := range members {
		h.AddTeamMember(org, slug, login, false)
	}
}

// AddTeamMember puts a person into a team; pending as long as they have not
// accepted the invitation. Others become members of the organisation, too.
func (h *Hub) AddTeamMember(org, slug, login string, pending bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	id := h.mustAccount(login).ID
	h.mustTeam(org, slug).members[id] = pending
	if _, member := h.mustOrg(org).members[id]; !member && !pending {
		h.mustOrg(org).members[id] = false
	}
	h.tick()
}

// RemoveTeamMember takes a person out of a team.
func (h *Hub) RemoveTeamMember(org, slug, login string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.mustTeam(org, slug).members, h.mustAccount(login).ID)
	h.tick()
}

// SetTeamSecret hides a team from those who are not in it.
func (h *Hub) SetTeamSecret(org, slug string, secret bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.mustTeam(org, slug).secret = secret
	h.tick()
}

// Team finds a team that the caller may see.
func (h *Hub) Team(c Caller, org, slug string) (Team, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	t, err := h.seenTeam(c, org, slug)
	if err != nil {
		return Team{}, err
	}
	return h.teamFace(t), nil
}

// teamFace is the public face of a team. The mutex is held.
func (h *Hub) teamFace(t *team) Team {
	active := 0
	for _, pending := range t.members {
		if !pending {
			active++
		}
	}
	return Team{ID: t.id, Org: h.user(t.org), Slug: t.slug, Secret: t.secret, Members: active, CreatedAt: t.createdAt}
}

// TeamMembers lists the active members of a team by login.
func (h *Hub) TeamMembers(c Caller, org, slug string) ([]Membership, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	t, err := h.seenTeam(c, org, slug)
	if err != nil {
		return nil, err
	}
	var list []Membership
	for id, pending := range t.members {
		if !pending {
			list = append(list, h.membership(t, id))
		}
	}
	slices.SortFunc(list, func(a, b Membership) int { return cmp.Compare(a.User.Login, b.User.Login) })
	return list, nil
}

// TeamMembership finds a person in a team; NotFound for all others.
// Source: docs.github.com/rest/teams/members#get-team-membership-for-a-user.
func (h *Hub) TeamMembership(c Caller, org, slug, login string) (Membership, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	t, err := h.seenTeam(c, org, slug)
	if err != nil {
		return Membership{}, err
	}
	a := h.account(login)
	if a == nil {
		return Membership{}, notFound()
	}
	if _, in := t.members[a.ID]; !in {
		return Membership{}, notFound()
	}
	return h.membership(t, a.ID), nil
}

func (h *Hub) membership(t *team, id int64) Membership {
	return Membership{User: h.user(id), Pending: t.members[id], Maintainer: h.accounts[t.org].members[id]}
}

// seenTeam finds a team that the caller may see: members of the organisation
// see its teams, secret ones only those in them and owners, as far as their
// token may read members. The mutex is held.
func (h *Hub) seenTeam(c Caller, org, slug string) (*team, error) {
	a := h.account(org)
	if c.Anonymous() || a == nil {
		return nil, notFound()
	}
	t := h.team(a.ID, slug)
	if c.Token != nil {
		if err := h.readsMembers(c.Token, a); err != nil {
			return nil, err
		}
		if c.Token.isApps() && t != nil {
			return t, nil
		}
	}
	owner, member := a.members[c.User.ID]
	if t == nil || !member {
		return nil, notFound()
	}
	if pending, in := t.members[c.User.ID]; t.secret && !owner && (!in || pending) {
		return nil, notFound()
	}
	return t, nil
}

// readsMembers reports why a token may not read who is in an organisation: a
// classic one needs the scope read:org, others the organisation's permission
// members, an App's own in an installation there. The mutex is held.
func (h *Hub) readsMembers(t *Token, org *account) error {
	if t.Kind == Classic {
		if slices.ContainsFunc(t.Scopes, func(s string) bool { return strings.HasSuffix(s, ":org") }) {
			return nil
		}
		return notFound()
	}
	reached := t.Kind != Job
	if t.Kind == Installation {
		i := h.installations[t.Installation]
		reached = i != nil && i.account == org.ID
	}
	switch {
	case reached && t.Permissions["members"] >= ReadAccess:
		h.used(t, "members", ReadAccess)
		return nil
	case t.Kind == FineGrained:
		return forbidden(byPersonal)
	}
	return forbidden(byIntegration)
}

// team finds a team by its slug, in any case. The mutex is held.
func (h *Hub) team(org int64, slug string) *team {
	i := slices.IndexFunc(h.teams, func(t *team) bool { return t.org == org && strings.EqualFold(t.slug, slug) })
	if i < 0 {
		return nil
	}
	return h.teams[i]
}

func (h *Hub) mustTeam(org, slug string) *team {
	t := h.team(h.mustOrg(org).ID, slug)
	if t == nil {
		panic("hub: there is no team @" + org + "/" + slug)
	}
	return t
}
