package github

import (
	"context"
	"net/url"
)

// Member is somebody who may do something in a repository.
type Member struct {
	Login       string `json:"login"`
	Role        string `json:"role_name"`   // such as read or admin, or a role of the organisation's own
	Permissions Rights `json:"permissions"` // all false where GitHub leaves them out
}

// Which collaborators to list.
const (
	EveryCollaborator  = "all"    // with those through teams, the organisation and its owners
	DirectCollaborator = "direct" // who were given access to this very repository, outside collaborators too
)

// Collaborators lists who may do what in a repository. It takes write access;
// to others GitHub says 403.
// https://docs.github.com/en/rest/collaborators/collaborators#list-repository-collaborators
func (c *Client) Collaborators(ctx context.Context, repo, which string) ([]Member, error) {
	return list[Member](ctx, c, "repos/"+repo+"/collaborators?per_page=100&affiliation="+which)
}

// Team is a team, with what it may do in the repository that it was asked of.
type Team struct {
	Slug        string `json:"slug"`
	Permission  string `json:"permission"`  // pull, triage, push, maintain, admin, or a role of the organisation's own
	Permissions Rights `json:"permissions"` // all false where GitHub leaves them out
	Parent      *struct {
		Slug string `json:"slug"`
	} `json:"parent"` // whose members' rights it has, too
}

// Teams lists the teams that were given access to a repository, as far as the
// reader may see them. It takes an administrator.
// https://docs.github.com/en/rest/repos/repos#list-repository-teams
func (c *Client) Teams(ctx context.Context, repo string) ([]Team, error) {
	return list[Team](ctx, c, "repos/"+repo+"/teams?per_page=100")
}

// DeployKey is an SSH key for one repository, which is nobody's.
type DeployKey struct {
	ID       int64  `json:"id"`
	Title    string `json:"title"`
	ReadOnly bool   `json:"read_only"`
}

// DeployKeys lists the deploy keys of a repository. It takes an administrator.
// https://docs.github.com/en/rest/deploy-keys/deploy-keys#list-deploy-keys
func (c *Client) DeployKeys(ctx context.Context, repo string) ([]DeployKey, error) {
	return list[DeployKey](ctx, c, "repos/"+repo+"/keys?per_page=100")
}

// BasePermission is what every member of an organisation may do in each of its
// repositories: none, read, write or admin. GitHub tells it to owners only; for
// others it is empty.
// https://docs.github.com/en/rest/orgs/orgs#get-an-organization
func (c *Client) BasePermission(ctx context.Context, org string) (string, error) {
	var out struct {
		Base string `json:"default_repository_permission"`
	}
	_, err := c.call(ctx, "GET", "orgs/"+url.PathEscape(org), nil, &out)
	return out.Base, err
}
