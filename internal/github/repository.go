package github

import "context"

// Repository is what REST tells of a repository.
type Repository struct {
	Name          string   `json:"full_name"`
	Private       bool     `json:"private"` // or internal
	Archived      bool     `json:"archived"`
	DefaultBranch string   `json:"default_branch"`
	Owner         *Account `json:"owner"`
	// Permissions are the reader's own; nil for a token that is nobody's.
	Permissions *Rights `json:"permissions"`
}

// Rights are what an account or a team may do in a repository. Each right
// includes those before it.
// https://docs.github.com/en/organizations/managing-user-access-to-your-organizations-repositories/managing-repository-roles/repository-roles-for-an-organization
type Rights struct {
	Pull     bool `json:"pull"`
	Triage   bool `json:"triage"`
	Push     bool `json:"push"`
	Maintain bool `json:"maintain"`
	Admin    bool `json:"admin"`
}

// Repository reads one repository.
// https://docs.github.com/en/rest/repos/repos#get-a-repository
func (c *Client) Repository(ctx context.Context, repo string) (Repository, error) {
	var r Repository
	_, err := c.call(ctx, "GET", "repos/"+repo, nil, &r)
	return r, err
}

// IsAdmin reports whether the reader is an administrator of the repository.
func (r Repository) IsAdmin() bool { return r.Permissions != nil && r.Permissions.Admin }

// IsOrganization reports whether an organisation owns it.
func (r Repository) IsOrganization() bool { return r.Owner != nil && r.Owner.Type == "Organization" }
