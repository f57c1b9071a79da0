package hub

import "slices"

// OrgDetails are what an organisation tells its owners about itself.
type OrgDetails struct {
	Org  User
	Full bool // the rest was told
	Base Role // default_repository_permission
}

// Organization finds an organisation. Only an owner is told the details, with
// a classic token only if its scopes have admin:org, and with another token if
// it may read the organisation's administration.
// Source: docs.github.com/rest/orgs/orgs#get-an-organization.
func (h *Hub) Organization(c Caller, login string) (OrgDetails, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	org := h.account(login)
	if org == nil || org.Type != Organization {
		return OrgDetails{}, notFound()
	}
	if h.administers(c, org) != nil {
		return OrgDetails{Org: org.User}, nil
	}
	return OrgDetails{Org: org.User, Full: true, Base: org.base}, nil
}

// administers reports why the caller may not look after an organisation: that
// takes an owner, or an App's own token that may. The mutex is held.
func (h *Hub) administers(c Caller, org *account) error {
	const permission = "organization_administration"
	if c.Anonymous() {
		return &Error{Kind: Unauthorized, Message: "Requires authentication"}
	}
	t := c.Token
	if t != nil && t.isApps() {
		i := h.installations[t.Installation]
		if i != nil && i.account == org.ID && t.Permissions[permission] >= ReadAccess {
			h.used(t, permission, ReadAccess)
			return nil
		}
		return forbidden(byIntegration)
	}
	if isOwner, member := org.members[c.User.ID]; !member {
		return notFound()
	} else if !isOwner {
		return forbidden("Must be an owner of the organization.")
	}
	switch {
	case t == nil:
		return nil
	case t.Kind == Classic && slices.Contains(t.Scopes, "admin:org"):
		return nil
	case t.Kind == Classic:
		return forbidden("You need the admin:org scope to do this.")
	case t.Permissions[permission] >= ReadAccess:
		h.used(t, permission, ReadAccess)
		return nil
	}
	return forbidden(byPersonal)
}
