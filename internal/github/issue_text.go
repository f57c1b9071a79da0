package github

import "time"

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
	Comments connection[CommentEdits] `json:"comments"`
	Moves    connection[IssueMove]    `json:"timelineItems"`
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

const (
	commentFields = `totalCount pageInfo { hasNextPage endCursor } nodes { fullDatabaseId lastEditedAt editor { ` + actorFields + ` } }`
	moveTypes     = `itemTypes: [COMMENT_DELETED_EVENT, TRANSFERRED_EVENT, CONVERTED_NOTE_TO_ISSUE_EVENT, CONVERTED_TO_DISCUSSION_EVENT]`
	moveFields    = `createdAt actor { ` + actorFields + ` }`
	movesFields   = `totalCount pageInfo { hasNextPage endCursor } nodes { __typename
    ... on CommentDeletedEvent { ` + moveFields + ` deletedCommentAuthor { ` + actorFields + ` } } ... on TransferredEvent { ` + moveFields + ` }
    ... on ConvertedNoteToIssueEvent { ` + moveFields + ` } ... on ConvertedToDiscussionEvent { ` + moveFields + ` } }`
)

const issueFields = `id number title body state url createdAt author { ` + actorFields + ` } ` + editFields

// editFields is what happened to an issue that REST's timeline does not tell.
const editFields = `lastEditedAt editor { ` + actorFields + ` }
  userContentEdits(first: 100) { totalCount nodes { editedAt editor { ` + actorFields + ` } } }
  comments(first: 100) { ` + commentFields + ` }
  timelineItems(first: 100, ` + moveTypes + `) { ` + movesFields + ` }`
