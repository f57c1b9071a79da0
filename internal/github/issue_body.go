package github

import "context"

// UpdateIssueBody replaces the text of an issue.
// https://docs.github.com/en/rest/issues/issues#update-an-issue
func (c *Client) UpdateIssueBody(ctx context.Context, repo string, number int, body string) error {
	_, err := c.call(ctx, "PATCH", issuePath(repo, number, ""), map[string]string{"body": body}, nil)
	return err
}
