package github

import (
	"context"
	"net/url"
)

// RepositoryLabel is a label that a repository has.
type RepositoryLabel struct {
	Name        string `json:"name"`
	Color       string `json:"color"` // six hexadecimal digits
	Description string `json:"description"`
}

// RepositoryLabels lists the labels of a repository.
// https://docs.github.com/en/rest/issues/labels#list-labels-for-a-repository
func (c *Client) RepositoryLabels(ctx context.Context, repo string) ([]RepositoryLabel, error) {
	return list[RepositoryLabel](ctx, c, "repos/"+repo+"/labels?per_page=100")
}

// CreateRepositoryLabel makes a label. It takes write access. One whose name is
// taken, in any case of its letters, is a conflict.
// https://docs.github.com/en/rest/issues/labels#create-a-label
func (c *Client) CreateRepositoryLabel(ctx context.Context, repo string, l RepositoryLabel) error {
	_, err := c.call(ctx, "POST", "repos/"+repo+"/labels", l, nil)
	return err
}

// RenameRepositoryLabel gives a label another name. It stays on its issues.
// https://docs.github.com/en/rest/issues/labels#update-a-label
func (c *Client) RenameRepositoryLabel(ctx context.Context, repo, from, to string) error {
	in := map[string]string{"new_name": to}
	_, err := c.call(ctx, "PATCH", "repos/"+repo+"/labels/"+url.PathEscape(from), in, nil)
	return err
}
