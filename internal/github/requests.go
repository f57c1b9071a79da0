package github

import (
	"context"
	"fmt"
	"time"
)

// RequestIssue is an issue in a list: enough to parse its record.
type RequestIssue struct {
	Number    int       `json:"number"`
	Title     string    `json:"title"`
	Body      string    `json:"body"`
	State     string    `json:"state"`       // OPEN or CLOSED
	Reason    string    `json:"stateReason"` // COMPLETED, NOT_PLANNED, REOPENED ...
	URL       string    `json:"url"`
	CreatedAt time.Time `json:"createdAt"`
	Author    *Actor    `json:"author"`
	Editor    *Actor    `json:"editor"` // who edited its text last; nil: nobody
	Comments  struct {
		TotalCount int `json:"totalCount"`
	} `json:"comments"`
}

const requestFields = `number title body state stateReason url createdAt comments { totalCount } author { ` + actorFields + ` } editor { ` + actorFields + ` }`

type requestConnection struct {
	IssueCount int            `json:"issueCount"` // of a search
	PageInfo   pageInfo       `json:"pageInfo"`
	Nodes      []RequestIssue `json:"nodes"`
}

// OpenIssues reads the open issues of a repository, newest first; at most
// limit, and whether there are more.
func (c *Client) OpenIssues(ctx context.Context, repo string, limit int) (issues []RequestIssue, more bool, err error) {
	const text = `query OpenIssues($owner: String!, $name: String!, $first: Int!, $after: String) {
 repository(owner: $owner, name: $name) { issues(states: [OPEN], first: $first, after: $after, orderBy: {field: CREATED_AT, direction: DESC}) {
  pageInfo { hasNextPage endCursor } nodes { ` + requestFields + ` } } } }`
	variables := repoVariables(repo)
	for {
		variables["first"] = min(limit-len(issues), 100)
		var out struct {
			Repository struct {
				Issues requestConnection `json:"issues"`
			} `json:"repository"`
		}
		if _, err := c.query(ctx, text, variables, &out); err != nil {
			return nil, false, err
		}
		page := out.Repository.Issues
		issues = append(issues, page.Nodes...)
		if more = page.PageInfo.HasNextPage; !more || len(issues) >= limit {
			return issues, more, nil
		}
		variables["after"] = page.PageInfo.EndCursor
	}
}

// IssuesTitled reads all issues, open and closed, whose title is exactly
// title: those that the search index knows, and among the newest hundred those
// that it may not know yet. A search of more than a thousand results, of which
// GitHub lists no more, is an error.
// https://docs.github.com/en/graphql/reference/objects#searchresultitemconnection
func (c *Client) IssuesTitled(ctx context.Context, repo, title string) ([]RequestIssue, error) {
	const text = `query IssuesTitled($owner: String!, $name: String!, $search: String!, $after: String) {
 repository(owner: $owner, name: $name) { issues(first: 100, orderBy: {field: CREATED_AT, direction: DESC}) {
  pageInfo { hasNextPage endCursor } nodes { ` + requestFields + ` } } }
 search(type: ISSUE, query: $search, first: 100, after: $after) {
  issueCount pageInfo { hasNextPage endCursor } nodes { ... on Issue { ` + requestFields + ` } } } }`
	variables := repoVariables(repo)
	variables["search"] = fmt.Sprintf(`repo:%s is:issue in:title "%s"`, repo, title)
	var titled []RequestIssue
	seen := map[int]bool{}
	take := func(issues []RequestIssue) (listed int) {
		for _, issue := range issues {
			if issue.Number != 0 { // else it is null
				listed++
			}
			if issue.Title == title && !seen[issue.Number] {
				seen[issue.Number] = true
				titled = append(titled, issue)
			}
		}
		return listed
	}
	for found := 0; ; {
		var out struct {
			Repository struct {
				Issues requestConnection `json:"issues"`
			} `json:"repository"`
			Search requestConnection `json:"search"`
		}
		if _, err := c.query(ctx, text, variables, &out); err != nil {
			return nil, err
		}
		if newest := out.Repository.Issues.Nodes; take(newest) < len(newest) {
			return nil, fmt.Errorf("searching for %q: GitHub leaves out one of the newest issues", title)
		}
		found += take(out.Search.Nodes)
		if !out.Search.PageInfo.HasNextPage {
			if found < out.Search.IssueCount {
				return nil, fmt.Errorf("searching for %q: GitHub counts %d issues and lists %d", title, out.Search.IssueCount, found)
			}
			return titled, nil
		}
		variables["after"] = out.Search.PageInfo.EndCursor
	}
}
