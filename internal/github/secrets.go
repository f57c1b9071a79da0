package github

import (
	"context"
	"net/url"
	"time"
)

// Secret is a secret without its value, which GitHub tells nobody.
type Secret struct {
	Name      string    `json:"name"`
	CreatedAt time.Time `json:"created_at"`
	UpdatedAt time.Time `json:"updated_at"` // when its value was last set
}

// EnvironmentSecrets lists the secrets of an Actions environment. It takes a
// token that may read the environments of the repository as a collaborator; to
// others GitHub says 403 or 404.
// https://docs.github.com/en/rest/actions/secrets#list-environment-secrets
func (c *Client) EnvironmentSecrets(ctx context.Context, repo, environment string) ([]Secret, error) {
	path := "repos/" + repo + "/environments/" + url.PathEscape(environment) + "/secrets?per_page=100"
	return whole(ctx, c, path, "secrets", func(s Secret) string { return s.Name })
}

// Login returns whose token the client has. A token of an App's installation is
// nobody's: to it GitHub says 403.
// https://docs.github.com/en/rest/users/users#get-the-authenticated-user
func (c *Client) Login(ctx context.Context) (string, error) {
	var out struct {
		Login string `json:"login"`
	}
	_, err := c.call(ctx, "GET", "user", nil, &out)
	return out.Login, err
}
