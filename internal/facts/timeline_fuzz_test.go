package facts

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/record"
	"github.com/release-request/gh-release-request/internal/release"
)

// FuzzTimeline holds that whatever GitHub says of an issue can be read and
// judged, that no event is lost, and that nothing reads better than it is: a
// receipt is the workflow's and was never edited, and a text that was edited
// never reads as one that was not. Its seeds are under testdata/fuzz.
func FuzzTimeline(f *testing.F) {
	workflow := release.Person{ID: 41898282, Login: WorkflowAccount, Type: "Bot"}
	f.Fuzz(func(t *testing.T, timeline, issue, text []byte) {
		in := issueReading{
			central:  &github.Central{At: time.Date(2026, 3, 3, 0, 0, 0, 0, time.UTC), Issue: &github.IssueText{}},
			workflow: workflow,
		}
		for _, part := range []struct {
			json []byte
			into any
		}{{timeline, &in.timeline}, {issue, &in.issue}, {text, in.central.Issue}} {
			if json.Unmarshal(part.json, part.into) != nil {
				return
			}
		}
		edited, err := in.edited()
		if err != nil {
			return // the two lists of comments do not fit
		}
		in.comments = readComments(in.timeline, in.workflow, in.issue.Number, edited)
		in.found = Receipts(in.comments)
		parsed, problems := record.Parse(in.central.Issue.Title, in.central.Issue.Body, "github.com")
		facts := in.facts(parsed, problems)
		checkLedger(t, &in, facts)
		checkEdits(t, in.central.Issue, facts)

		rules := policy.Rules{Name: "fuzzed", Project: parsed.Request.Source(), Scheme: release.Semver{}}
		verdict := policy.Evaluate(rules, parsed.Request, facts)
		if verdict.Decision != policy.Refuse {
			t.Fatalf("%s, although the facts about the source are missing", verdict.Decision)
		}
		if state, _ := policy.StateOf(verdict, parsed.Request, facts); state == "" {
			t.Fatal("a request without a state")
		}
	})
}

func checkLedger(t *testing.T, in *issueReading, facts policy.Facts) {
	t.Helper()
	ledger, known := facts.Ledger.Get()
	if !known {
		return
	}
	next := 0
	for _, said := range in.timeline {
		if said.Event == commentDeleted {
			continue // GraphQL tells them, with more of each
		}
		e := ledger[next]
		next++
		if e.ID != said.ID || e.Kind != said.Event || !e.At.Equal(said.CreatedAt) {
			t.Fatalf("%+v reads as %+v", said, e)
		}
		if said.App != nil && e.App == "" || said.Intent != nil && e.Intent == "" {
			t.Fatalf("%+v reads as a person's own: %+v", said, e)
		}
		own := e.Kind == "commented" && in.workflow.Same(e.Actor)
		if r := e.Receipt; r != nil && (!own || !r.Missing && in.touched(e.ID)) {
			t.Fatalf("%+v reads as a receipt", said)
		}
		if e.Command != nil && (e.Kind != "commented" || in.touched(e.ID)) {
			t.Fatalf("%+v reads as a command", said)
		}
	}
	if moves := in.central.Issue.Moves; len(ledger) != next+len(moves.Nodes) || moves.TotalCount != len(moves.Nodes) {
		t.Fatalf("%d events and %d of %d moves read as %d", len(in.timeline), len(moves.Nodes), moves.TotalCount, len(ledger))
	}
}

// touched reports whether GitHub says that a comment was edited.
func (in *issueReading) touched(id int64) bool {
	return slices.ContainsFunc(in.central.Issue.Comments.Nodes, func(c github.CommentEdits) bool {
		return c.ID == id && c.LastEditedAt != nil
	})
}

func checkEdits(t *testing.T, issue *github.IssueText, facts policy.Facts) {
	t.Helper()
	if edits, known := facts.Edits.Get(); known && len(edits) == 0 && issue.LastEditedAt != nil {
		t.Fatalf("a text edited at %s reads as never edited", issue.LastEditedAt)
	}
}
