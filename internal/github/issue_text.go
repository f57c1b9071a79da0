package github

import (
	"context"
	"fmt"
	"time"
)

// Label is a label with the times that REST does not tell; nil where GitHub
// does not know them.
type Label struct {
	CreatedAt *time.Time `json:"createdAt"`
	UpdatedAt *time.Time `json:"updatedAt"`
}

// IssueText is an issue's text with its edits, which only GraphQL tells.
type IssueText struct {
	NodeID       string     `json:"id"`
	Number       int        `json:"number"`
	Title        string     `json:"title"`
	Body         string     `json:"body"`
	State        string     `json:"state"` // OPEN or CLOSED
	URL          string     `json:"url"`
	CreatedAt    time.Time  `json:"createdAt"`
	LastEditedAt *time.Time `json:"lastEditedAt"`
	Author       *Actor     `json:"author"`
	Editor       *Actor     `json:"editor"`
	Edits        struct {
		TotalCount int `json:"totalCount"`
		Nodes      []struct {
			EditedAt time.Time `json:"editedAt"`
			Editor   *Actor    `json:"editor"`
		} `json:"nodes"`
	} `json:"userContentEdits"`
	Comments commentConnection `json:"comments"`
	Moves    struct {
		TotalCount int         `json:"totalCount"`
		Nodes      []IssueMove `json:"nodes"`
	} `json:"timelineItems"`
}

// CommentEdits tells who edited a comment last, if anybody did.
type CommentEdits struct {
	ID           int64      `json:"fullDatabaseId,string"`
	LastEditedAt *time.Time `json:"lastEditedAt"`
	Editor       *Actor     `json:"editor"`
}

// IssueMove is an event that REST's timeline leaves out, or does not say enough
// of: a comment was deleted, or the issue was not made here as an issue.
// https://docs.github.com/en/rest/using-the-rest-api/issue-event-types
type IssueMove struct {
	Type      string    `json:"__typename"`
	CreatedAt time.Time `json:"createdAt"`
	Actor     *Actor    `json:"actor"`
	CommentBy *Actor    `json:"deletedCommentAuthor"`
}

type commentConnection struct {
	TotalCount int            `json:"totalCount"`
	PageInfo   pageInfo       `json:"pageInfo"`
	Nodes      []CommentEdits `json:"nodes"`
}

const (
	commentFields = `totalCount pageInfo { hasNextPage endCursor } nodes { fullDatabaseId lastEditedAt editor { ` + actorFields + ` } }`
	moveFields    = `createdAt actor { ` + actorFields + ` }`
)

const issueFields = `id number title body state url createdAt author { ` + actorFields + ` } ` + editFields

// editFields is what happened to an issue that REST's timeline does not tell.
const editFields = `lastEditedAt editor { ` + actorFields + ` }
  userContentEdits(first: 100) { totalCount nodes { editedAt editor { ` + actorFields + ` } } }
  comments(first: 100) { ` + commentFields + ` }
  timelineItems(first: 100, itemTypes: [COMMENT_DELETED_EVENT, TRANSFERRED_EVENT, CONVERTED_NOTE_TO_ISSUE_EVENT, CONVERTED_TO_DISCUSSION_EVENT]) {
   totalCount nodes { __typename
    ... on CommentDeletedEvent { ` + moveFields + ` deletedCommentAuthor { ` + actorFields + ` } } ... on TransferredEvent { ` + moveFields + ` }
    ... on ConvertedNoteToIssueEvent { ` + moveFields + ` } ... on ConvertedToDiscussionEvent { ` + moveFields + ` } } }`

// moreComments reads the comments after the first page.
func (c *Client) moreComments(ctx context.Context, repo string, issue *IssueText) error {
	const text = `query IssueComments($owner: String!, $name: String!, $number: Int!, $after: String!) {
 repository(owner: $owner, name: $name) { issue(number: $number) { comments(first: 100, after: $after) { ` + commentFields + ` } } } }`
	variables := repoVariables(repo)
	variables["number"] = issue.Number
	all := &issue.Comments
	for all.PageInfo.HasNextPage {
		variables["after"] = all.PageInfo.EndCursor
		var out struct {
			Repository struct {
				Issue struct {
					Comments commentConnection `json:"comments"`
				} `json:"issue"`
			} `json:"repository"`
		}
		if _, err := c.query(ctx, text, variables, &out); err != nil {
			return err
		}
		page := out.Repository.Issue.Comments
		all.Nodes, all.PageInfo = append(all.Nodes, page.Nodes...), page.PageInfo
	}
	if len(all.Nodes) < all.TotalCount {
		return fmt.Errorf("reading the comments of %s#%d: GitHub counts %d and lists %d", repo, issue.Number, all.TotalCount, len(all.Nodes))
	}
	return nil
}
