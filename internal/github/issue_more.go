package github

import (
	"context"
	"fmt"
)

// connection is a list as GraphQL pages it.
type connection[T any] struct {
	TotalCount int      `json:"totalCount"`
	PageInfo   pageInfo `json:"pageInfo"`
	Nodes      []T      `json:"nodes"`
}

// more reads what an issue has more of than one page: anybody can write comments
// and delete them, so that a list cut short would keep a request from being read.
func (c *Client) more(ctx context.Context, repo string, issue *IssueText) error {
	read := func(list string) func(after string) (*IssueText, error) {
		return func(after string) (*IssueText, error) {
			variables := repoVariables(repo)
			variables["number"], variables["after"] = issue.Number, after
			var out struct {
				Repository struct {
					Issue IssueText `json:"issue"`
				} `json:"repository"`
			}
			_, err := c.query(ctx, `query IssueMore($owner: String!, $name: String!, $number: Int!, $after: String!) {
 repository(owner: $owner, name: $name) { issue(number: $number) { `+list+` } } }`, variables, &out)
			return &out.Repository.Issue, err
		}
	}
	comments := read(`comments(first: 100, after: $after) { ` + commentFields + ` }`)
	if err := issue.Comments.rest(comments, func(i *IssueText) connection[CommentEdits] { return i.Comments }); err != nil {
		return fmt.Errorf("reading the comments of %s#%d: %w", repo, issue.Number, err)
	}
	if all := issue.Comments; len(all.Nodes) < all.TotalCount {
		return fmt.Errorf("reading the comments of %s#%d: GitHub counts %d and lists %d", repo, issue.Number, all.TotalCount, len(all.Nodes))
	}
	moves := read(`timelineItems(first: 100, after: $after, ` + moveTypes + `) { ` + movesFields + ` }`)
	if err := issue.Moves.rest(moves, func(i *IssueText) connection[IssueMove] { return i.Moves }); err != nil {
		return fmt.Errorf("reading the deleted comments of %s#%d: %w", repo, issue.Number, err)
	}
	return nil
}

// rest reads the pages after the first.
func (l *connection[T]) rest(read func(after string) (*IssueText, error), of func(*IssueText) connection[T]) error {
	for l.PageInfo.HasNextPage {
		issue, err := read(l.PageInfo.EndCursor)
		if err != nil {
			return err
		}
		page := of(issue)
		l.Nodes, l.PageInfo = append(l.Nodes, page.Nodes...), page.PageInfo
	}
	return nil
}
