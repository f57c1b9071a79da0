package hub

import (
	"cmp"
	"slices"
)

// Collaborator is a person with the role they have in a repository.
type Collaborator struct {
	User User
	Role Role
}

// seesRoles: GitHub tells people's roles only to those with push access.
// Source: docs.github.com/rest/collaborators/collaborators.
var seesRoles = Need{Permission: "metadata", Access: ReadAccess, Role: Write, Refusal: "Must have push access to view repository collaborators."}

// Association is how an account stands to a repository, in GitHub's words:
// OWNER, MEMBER, COLLABORATOR or NONE. Contributors are not told apart.
func (h *Hub) Association(repoID, userID int64) string {
	h.mu.Lock()
	defer h.mu.Unlock()
	r := h.repos[repoID]
	if r == nil {
		return "NONE"
	}
	_, member := h.accounts[r.owner].members[userID]
	switch {
	case r.owner == userID:
		return "OWNER"
	case member:
		return "MEMBER"
	case r.roles[userID] > NoRole:
		return "COLLABORATOR"
	}
	return "NONE"
}

// Affiliation is how the people of a list came by their roles.
type Affiliation string

// Affiliations of GitHub's list of collaborators. Direct are those who were
// given a role themselves, Outside those of them who are no members of the
// organisation.
// Source: docs.github.com/rest/collaborators/collaborators#list-repository-collaborators.
const (
	AnyWay  Affiliation = "all"
	Direct  Affiliation = "direct"
	Outside Affiliation = "outside"
)

// Collaborators lists the people who have a role in a repository, by login,
// each with the highest role that they have in any way.
func (h *Hub) Collaborators(c Caller, repoID int64, how Affiliation) ([]Collaborator, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	r, err := h.allowed(c, repoID, seesRoles)
	if err != nil {
		return nil, err
	}
	var list []Collaborator
	for id, a := range h.accounts {
		if role := h.role(r, id); role > NoRole && a.Type == Person && h.affiliated(r, id, how) {
			list = append(list, Collaborator{User: a.User, Role: role})
		}
	}
	slices.SortFunc(list, func(a, b Collaborator) int { return cmp.Compare(a.User.Login, b.User.Login) })
	return list, nil
}

// affiliated reports whether a person with a role came by it that way. The
// mutex is held.
func (h *Hub) affiliated(r *repo, userID int64, how Affiliation) bool {
	_, member := h.accounts[r.owner].members[userID]
	_, direct := r.roles[userID]
	switch how {
	case Direct:
		return direct || r.owner == userID
	case Outside:
		return direct && !member
	}
	return true
}

// Permission is the role that a person has in a repository, which whoever has
// write may ask. Everybody has read in a public one.
// Source: docs.github.com/rest/collaborators/collaborators#get-repository-permissions-for-a-user.
func (h *Hub) Permission(c Caller, repoID int64, login string) (Collaborator, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	need := seesRoles
	need.Refusal = "Must have push access to view collaborator permission."
	r, err := h.allowed(c, repoID, need)
	if err != nil {
		return Collaborator{}, err
	}
	a := h.account(login)
	if a == nil {
		return Collaborator{}, notFound()
	}
	role := h.role(r, a.ID)
	if !r.Private {
		role = max(role, Read)
	}
	return Collaborator{User: a.User, Role: role}, nil
}
