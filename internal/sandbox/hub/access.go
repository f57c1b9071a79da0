package hub

import "slices"

// Need is what a call demands of its caller, both of the token's permission
// and of the person's role.
type Need struct {
	Permission string // of a token: issues, contents, actions ...
	Access     Access
	Role       Role   // of a person, in the repository
	Refusal    string // what GitHub says to a person below Role; empty: mustAdmin
	Hidden     bool   // GitHub says 404 to a person below Role
}

// Messages of GitHub's refusals, as its answers have them (seen in public
// issue threads; the documentation gives only the status codes).
const (
	mustAdmin      = "Must have admin rights to Repository."
	byIntegration  = "Resource not accessible by integration"
	byPersonal     = "Resource not accessible by personal access token"
	archivedAnswer = "Repository was archived so is read-only."
)

// Check reports why the caller may not do what needs n in a repository:
// NotFound where it may not be seen, else Forbidden with GitHub's words.
func (h *Hub) Check(c Caller, repoID int64, n Need) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	r := h.repos[repoID]
	if r == nil {
		return notFound()
	}
	return h.check(c, r, n)
}

// RoleOf is the role that an account has in a repository: the highest of what
// ownership, the organisation's base role, a collaborator's role and the roles
// of the account's teams give.
func (h *Hub) RoleOf(repoID, userID int64) Role {
	h.mu.Lock()
	defer h.mu.Unlock()
	if r := h.repos[repoID]; r != nil {
		return h.role(r, userID)
	}
	return NoRole
}

// CallerRole is the role the caller acts with: the person's, or for an App's
// own token what its permissions come to.
func (h *Hub) CallerRole(c Caller, repoID int64) Role {
	h.mu.Lock()
	defer h.mu.Unlock()
	r := h.repos[repoID]
	if r == nil || !h.sees(c, r) {
		return NoRole
	}
	return h.callerRole(c, r)
}

func (h *Hub) callerRole(c Caller, r *repo) Role {
	if t := c.Token; t != nil && t.isApps() {
		switch {
		case !t.covers(r):
			return Read
		case t.Permissions["administration"] == WriteAccess:
			return Admin
		case t.Permissions["contents"] == WriteAccess:
			return Write
		case t.Permissions["issues"] == WriteAccess:
			return Triage
		}
		return Read
	}
	role := h.role(r, c.User.ID)
	if !r.Private {
		role = max(role, Read)
	}
	return role
}

// check is Check with the mutex held.
func (h *Hub) check(c Caller, r *repo, n Need) error {
	if !h.sees(c, r) {
		return notFound()
	}
	if n.Access < WriteAccess && n.Role <= Read && !r.Private {
		return nil
	}
	if c.Anonymous() {
		return &Error{Kind: Unauthorized, Message: "Requires authentication"}
	}
	if err := c.Token.permits(r, n); err != nil {
		return err
	}
	h.used(c.Token, n.Permission, n.Access)
	if c.Token != nil && c.Token.isApps() {
		return h.checkArchived(r, n)
	}
	role := h.role(r, c.User.ID)
	if !r.Private {
		role = max(role, Read)
	}
	switch {
	case role >= n.Role:
		return h.checkArchived(r, n)
	case n.Hidden:
		return notFound()
	case n.Refusal != "":
		return forbidden(n.Refusal)
	}
	return forbidden(mustAdmin)
}

// checkArchived refuses writes to an archived repository, save those of its
// administration, which can unarchive it.
func (h *Hub) checkArchived(r *repo, n Need) error {
	if r.Archived && n.Access == WriteAccess && n.Permission != "administration" {
		return forbidden(archivedAnswer)
	}
	return nil
}

// sees reports whether a repository exists for the caller.
func (h *Hub) sees(c Caller, r *repo) bool {
	if !r.Private {
		return true
	}
	if c.Signed != "" {
		return h.installedOn(c.Signed, r) != nil
	}
	if t := c.Token; t != nil {
		if !t.covers(r) || (t.Kind == Classic && !slices.Contains(t.Scopes, "repo")) {
			return false
		}
		if t.isApps() {
			return true
		}
	}
	return h.role(r, c.User.ID) >= Read
}

// role is RoleOf with the mutex held.
func (h *Hub) role(r *repo, userID int64) Role {
	if userID == 0 {
		return NoRole
	}
	if userID == r.owner {
		return Admin
	}
	role := r.roles[userID]
	owner := h.accounts[r.owner]
	if isOwner, member := owner.members[userID]; isOwner {
		return Admin
	} else if member {
		role = max(role, owner.base)
	}
	for _, t := range h.teams {
		if t.org == r.owner && h.inTeam(t, userID) {
			role = max(role, t.roles[r.ID])
		}
	}
	return role
}

// isApps reports whether the token acts as an App's bot, whose rights are its
// permissions alone.
func (t *Token) isApps() bool { return t.Kind == Installation || t.Kind == Job }

// covers reports whether the token is good for a repository at all.
func (t *Token) covers(r *repo) bool { return t.Repos == nil || slices.Contains(t.Repos, r.ID) }

// permits reports why the token, whoever holds it, is not enough. A nil token
// is a browser's session.
func (t *Token) permits(r *repo, n Need) error {
	if t == nil {
		return nil
	}
	if t.Kind == Classic {
		if slices.Contains(t.Scopes, "repo") || slices.Contains(t.Scopes, "public_repo") {
			return nil // a private repository is not seen without repo
		}
		return notFound() // GitHub hides what a scope would be needed for
	}
	have := t.Permissions[n.Permission]
	if n.Permission == "metadata" || n.Permission == "" {
		have = max(have, ReadAccess)
	}
	if t.covers(r) && have >= n.Access {
		return nil
	}
	if t.Kind == FineGrained {
		return forbidden(byPersonal)
	}
	return forbidden(byIntegration)
}
