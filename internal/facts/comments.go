package facts

import (
	"errors"
	"fmt"
	"time"

	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/record"
	"github.com/release-request/gh-release-request/internal/release"
)

// Comment is a comment of the issue.
type Comment struct {
	ID      int64
	By      release.Person
	Body    string
	URL     string
	Receipt *record.Found   // the comment is a receipt that counts
	Altered bool            // the workflow's own, and not as the workflow left it
	Newer   bool            // the workflow's own, and left by a newer version of this program
	Command *policy.Command // the comment is one, and was never edited
	At      time.Time
	App     string // through which it was written: slug, empty for none
}

// edited tells who edited which comment last, by the comment's id. REST's times
// are whole seconds and name nobody, so GraphQL is asked; both must know all
// comments of the workflow's.
func (in *issueReading) edited() (map[int64]release.Person, error) {
	listed := map[int64]bool{}
	edited := map[int64]release.Person{}
	for _, c := range in.central.Issue.Comments.Nodes {
		listed[c.ID] = true
		if c.LastEditedAt != nil {
			edited[c.ID] = c.Editor.Person()
		}
	}
	for _, e := range in.timeline {
		switch {
		case e.Event != "commented" || listed[e.ID]:
		case in.workflow.Same(commenter(e)):
			return nil, fmt.Errorf("GitHub's two lists of the comments on #%d differ: run it again", in.issue.Number)
		default:
			edited[e.ID] = release.Person{} // for all that is known
		}
	}
	return edited, nil
}

// readComments finds the receipts among the comments: by the workflow's own
// account, never edited, and byte for byte what the workflow writes for this
// issue. The one comment that the workflow edits is its first status, and only
// it may: what else its account edits was a job's that borrowed it, perhaps to
// hide a receipt. What claims to be a receipt and is none was altered.
func readComments(timeline []github.TimelineEvent, workflow release.Person, number int, edited map[int64]release.Person) []Comment {
	var comments []Comment
	hasStatus := false
	for _, e := range timeline {
		if e.Event != "commented" {
			continue
		}
		c := Comment{ID: e.ID, By: commenter(e), Body: e.Body, URL: e.URL, At: e.CreatedAt, App: e.AppSlug()}
		editor, touched := edited[e.ID]
		if command, ok := record.ParseCommand(e.Body); ok && !touched && e.CreatedAt.Equal(e.UpdatedAt) {
			c.Command = &command
		}
		if workflow.Same(c.By) {
			found, err := record.ParseReceipt(e.Body)
			isStatus := record.IsStatus(e.Body) && !hasStatus
			hasStatus = hasStatus || isStatus
			switch {
			case err == nil && !touched && found.Receipt.Number == number:
				c.Receipt = &found
			case errors.Is(err, record.ErrNoReceipt) && (!touched || isStatus && workflow.Same(editor)):
			case errors.Is(err, record.ErrNewer) && !touched:
				c.Newer = true
			default:
				c.Altered = true
			}
		}
		comments = append(comments, c)
	}
	return comments
}

// commenter is who wrote a comment: REST gives both user and actor there.
func commenter(e github.TimelineEvent) release.Person {
	if e.User != nil {
		return e.User.Person()
	}
	return e.Actor.Person()
}

// Receipts returns the receipts among the comments, in their order.
func Receipts(comments []Comment) []record.Found {
	var found []record.Found
	for _, c := range comments {
		if c.Receipt != nil {
			found = append(found, *c.Receipt)
		}
	}
	return found
}

// commands are the comments that tell the workflow something, as events.
func commands(comments []Comment) []policy.Event {
	var events []policy.Event
	for _, c := range comments {
		if c.Command != nil {
			events = append(events, policy.Event{ID: c.ID, Kind: "commented", Actor: c.By, App: c.App, At: c.At, Command: c.Command})
		}
	}
	return events
}
