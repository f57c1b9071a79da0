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

// Collaborators lists everyone who has a role in a repository, by login.
func (h *Hub) Collaborators(c Caller, repoID int64) ([]Collaborator, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	r, err := h.allowed(c, repoID, seesRoles)
	if err != nil {
		return nil, err
	}
	var list []Collaborator
	for id, a := range h.accounts {
		if role := h.role(r, id); role > NoRole && a.Type == Person {
			list = append(list, Collaborator{User: a.User, Role: role})
		}
	}
	slices.SortFunc(list, func(a, b Collaborator) int { return cmp.Compare(a.User.Login, b.User.Login) })
	return list, nil
}
