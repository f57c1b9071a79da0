package github

import "context"

// RepositorySecrets lists the secrets that every workflow of a repository can
// read, whatever its branch. It takes write access; to others GitHub says 403.
// https://docs.github.com/en/rest/actions/secrets#list-repository-secrets
func (c *Client) RepositorySecrets(ctx context.Context, repo string) ([]Secret, error) {
	return c.secretNames(ctx, "repos/"+repo+"/actions/secrets?per_page=100")
}

// OrganizationSecrets lists the secrets of the organisation that a repository
// can read. It takes write access; to others GitHub says 403.
// https://docs.github.com/en/rest/actions/secrets#list-repository-organization-secrets
func (c *Client) OrganizationSecrets(ctx context.Context, repo string) ([]Secret, error) {
	return c.secretNames(ctx, "repos/"+repo+"/actions/organization-secrets?per_page=100")
}

func (c *Client) secretNames(ctx context.Context, path string) ([]Secret, error) {
	return whole(ctx, c, path, "secrets", func(s Secret) string { return s.Name })
}
