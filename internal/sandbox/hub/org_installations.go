package hub

import (
	"maps"
	"slices"
)

// OrgInstallations lists the Apps on an organisation, for its owners.
// Source: docs.github.com/rest/orgs/orgs#list-app-installations-for-an-organization.
func (h *Hub) OrgInstallations(c Caller, login string) ([]InstalledApp, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	org := h.account(login)
	if org == nil || org.Type != Organization {
		return nil, notFound()
	}
	if err := h.administers(c, org); err != nil {
		return nil, err
	}
	var list []InstalledApp
	for _, id := range slices.Sorted(maps.Keys(h.installations)) {
		if i := h.installations[id]; i.account == org.ID {
			list = append(list, h.installation(i))
		}
	}
	return list, nil
}

// PersonsInstallationRepos are the repositories of an installation that a
// person has a role in: with a classic token or one of an App that acts for
// the person, not with a fine-grained one.
// Source: docs.github.com/rest/apps/installations#list-repositories-accessible-to-the-user-access-token;
// for the tokens, public issue threads (integrations/terraform-provider-github, 2103).
func (h *Hub) PersonsInstallationRepos(c Caller, id int64) ([]Repository, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if c.Anonymous() {
		return nil, &Error{Kind: Unauthorized, Message: "Requires authentication"}
	}
	if t := c.Token; t != nil && t.Kind != Classic && t.Kind != UserToServer {
		return nil, forbidden("You must authenticate with an access token authorized to a GitHub App in order to list repositories")
	}
	i := h.installations[id]
	if i == nil {
		return nil, notFound()
	}
	var list []Repository
	for _, id := range slices.Sorted(maps.Keys(h.repos)) {
		if r := h.repos[id]; i.covers(r) && h.role(r, c.User.ID) >= Read && h.sees(c, r) {
			list = append(list, h.repository(r))
		}
	}
	if isOwner := h.accounts[i.account].members[c.User.ID]; len(list) == 0 && !isOwner {
		return nil, notFound()
	}
	return list, nil
}
