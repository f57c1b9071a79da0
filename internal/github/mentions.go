package github

import (
	"context"
	"fmt"
)

// IssuesMentioning reads all issues, open and closed, of which a comment holds
// words: those that the search index knows, which is behind by seconds to
// minutes.
// https://docs.github.com/en/search-github/searching-on-github/searching-issues-and-pull-requests#search-by-the-title-body-or-comments
func (c *Client) IssuesMentioning(ctx context.Context, repo, words string) ([]RequestIssue, error) {
	const text = `query IssuesMentioning($search: String!, $after: String) {
 search(type: ISSUE, query: $search, first: 100, after: $after) {
  issueCount pageInfo { hasNextPage endCursor } nodes { ... on Issue { ` + requestFields + ` } } } }`
	variables := map[string]any{"search": fmt.Sprintf(`repo:%s is:issue in:comments "%s"`, repo, words)}
	var all []RequestIssue
	for {
		var out struct {
			Search requestConnection `json:"search"`
		}
		if _, err := c.query(ctx, text, variables, &out); err != nil {
			return nil, err
		}
		for _, issue := range out.Search.Nodes {
			if issue.Number != 0 { // else it is null
				all = append(all, issue)
			}
		}
		if !out.Search.PageInfo.HasNextPage {
			if len(all) < out.Search.IssueCount {
				return nil, fmt.Errorf("searching for %q: GitHub counts %d issues and lists %d", words, out.Search.IssueCount, len(all))
			}
			return all, nil
		}
		variables["after"] = out.Search.PageInfo.EndCursor
	}
}
