package hub

import "strings"

// MayOwnCode reports whether an entry of a CODEOWNERS file counts: a person
// (@login, or an e-mail address) who may write, or a visible team (@org/team)
// that was given write in the repository itself.
// Source: docs.github.com, "About code owners".
func (h *Hub) MayOwnCode(repoID int64, owner string) bool {
	name, mentioned := strings.CutPrefix(owner, "@")
	if org, slug, isTeam := strings.Cut(name, "/"); isTeam && mentioned {
		t, err := h.RepoTeam(repoID, slug)
		return err == nil && !t.Team.Secret && strings.EqualFold(t.Team.Org.Login, org) && t.Role >= Write
	}
	if !mentioned {
		u, ok := h.UserByEmail(owner)
		return ok && h.RoleOf(repoID, u.ID) >= Write
	}
	u, err := h.User(name)
	return err == nil && h.RoleOf(repoID, u.ID) >= Write
}
