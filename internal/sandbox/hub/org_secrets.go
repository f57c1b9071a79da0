package hub

import (
	"maps"
	"slices"
)

// orgSecret is a secret of an organisation, for all of its repositories or for
// some. Visibility to private repositories only is not modelled.
type orgSecret struct {
	secretValue
	all   bool
	repos []int64
}

// SetOrgSecret sets a secret of an organisation. It is for the repositories
// that are named (OWNER/NAME), or for all of them if none is.
// Source: docs.github.com, "Using secrets in GitHub Actions".
func (h *Hub) SetOrgSecret(org, name, value string, repos ...string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	a := h.mustOrg(org)
	s := &orgSecret{all: len(repos) == 0}
	for _, r := range repos {
		s.repos = append(s.repos, h.mustRepo(r).ID)
	}
	if a.secrets == nil {
		a.secrets = map[string]*orgSecret{}
	}
	now := h.tick()
	created := now
	if old := a.secrets[name]; old != nil {
		created = old.CreatedAt
	}
	s.secretValue = secretValue{Secret: Secret{Name: name, CreatedAt: created, UpdatedAt: now}, value: value}
	a.secrets[name] = s
}

// RemoveOrgSecret takes a secret of an organisation away.
func (h *Hub) RemoveOrgSecret(org, name string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.mustOrg(org).secrets, name)
	h.tick()
}

// OrgSecrets lists the secrets of the organisation that are for a repository.
// Source: docs.github.com/rest/actions/secrets#list-repository-organization-secrets.
func (h *Hub) OrgSecrets(c Caller, repoID int64) ([]Secret, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	r, err := h.allowed(c, repoID, secretsNeed("", ReadAccess))
	if err != nil {
		return nil, err
	}
	var list []Secret
	for _, s := range h.orgSecretsOf(r) {
		list = append(list, s.Secret)
	}
	return list, nil
}

// orgSecretsOf are the secrets of the owner that are for a repository, by
// name. The mutex is held.
func (h *Hub) orgSecretsOf(r *repo) []*orgSecret {
	var list []*orgSecret
	own := h.accounts[r.owner].secrets
	for _, name := range slices.Sorted(maps.Keys(own)) {
		if s := own[name]; s.all || slices.Contains(s.repos, r.ID) {
			list = append(list, s)
		}
	}
	return list
}
