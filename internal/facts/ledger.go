package facts

import (
	"fmt"
	"slices"

	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/record"
)

// commentDeleted is how REST's documentation of webhooks calls it; the timeline
// is not documented to show it at all.
const commentDeleted = "comment_deleted"

// kinds are GraphQL's words for what REST leaves out, in those of REST.
// https://docs.github.com/en/rest/using-the-rest-api/issue-event-types
var kinds = map[string]string{
	"CommentDeletedEvent":        commentDeleted,
	"TransferredEvent":           "transferred",
	"ConvertedNoteToIssueEvent":  "converted_note_to_issue",
	"ConvertedToDiscussionEvent": "converted_to_discussion",
}

// ledger keeps REST's order, and adds what only GraphQL tells. A receipt that
// was altered, or whose predecessor is not there, is marked as missing one. What
// one of a newer version says is not known, so neither is the ledger.
func (in *issueReading) ledger() policy.Fact[[]policy.Event] {
	events := make([]policy.Event, 0, len(in.timeline))
	missing := record.Missing(in.found)
	next := 0
	for _, e := range in.timeline {
		event := policy.Event{ID: e.ID, Kind: e.Event, Actor: e.Actor.Person(), App: e.AppSlug(), At: e.CreatedAt}
		if e.Label != nil {
			event.Label = e.Label.Name
		}
		if e.Intent != nil {
			event.Intent = "suggested"
		}
		switch e.Event {
		case "commented":
			c := in.comments[next]
			next++
			event.Actor, event.Command = c.By, c.Command
			switch {
			case c.Newer:
				return policy.Withheld[[]policy.Event]("a receipt on it is written by a newer version of this program: upgrade this one")
			case c.Altered:
				event.Receipt = &policy.Receipt{Missing: true}
			case c.Receipt != nil:
				event.Receipt = receiptFact(c.Receipt.Receipt, slices.Contains(missing, c.Receipt.Receipt.Previous))
			}
		case commentDeleted:
			continue // told below, with whose it was
		}
		events = append(events, event)
	}
	moves := in.central.Issue.Moves
	if moves.TotalCount != len(moves.Nodes) {
		return policy.Withheld[[]policy.Event](fmt.Sprintf("GitHub lists %d of %d deleted comments and moves", len(moves.Nodes), moves.TotalCount))
	}
	for _, m := range moves.Nodes {
		if kinds[m.Type] == "" {
			return policy.Withheld[[]policy.Event](fmt.Sprintf("GitHub lists a %q among deleted comments and moves", m.Type))
		}
		events = append(events, policy.Event{Kind: kinds[m.Type], Actor: m.Actor.Person(), At: m.CreatedAt, CommentBy: m.CommentBy.Person()})
	}
	return policy.Known(events)
}

func receiptFact(r record.Receipt, missing bool) *policy.Receipt {
	out := &policy.Receipt{Kind: r.Kind, Digest: r.Request, Missing: missing}
	if r.Verdict != nil {
		out.Decision, out.LastEvent, out.Emergency = r.Verdict.Decision, r.Verdict.LastEvent, r.Verdict.Emergency
		out.Looked, out.WantsPress = r.Verdict.At, r.Verdict.WantsPress()
	}
	if r.Closed != nil {
		out.State, out.Rehearsal = r.Closed.State, r.Closed.Rehearsal
	}
	return out
}
