package facts

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/release-request/gh-release-request/internal/config"
	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/record"
	"github.com/release-request/gh-release-request/internal/release"
)

// WorkflowAccount is the login that a job's own token acts as. Its id is read,
// since it differs from host to host.
// https://docs.github.com/en/actions/concepts/security/github_token
const WorkflowAccount = "github-actions[bot]"

// Comment is a comment of the issue.
type Comment struct {
	ID      int64
	By      release.Person
	Body    string
	URL     string
	Receipt *record.Found // the comment is a receipt that counts
}

// issueReading is the first round: the issue and what is around it.
type issueReading struct {
	central    *github.Central
	policy     *config.Policy
	issue      github.Issue
	timeline   []github.TimelineEvent
	workflow   release.Person
	unfinished []github.Run
	comments   []Comment
}

func (r *Reader) readIssue(ctx context.Context, number int) (*issueReading, error) {
	var in issueReading
	var runs [5][]github.Run
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() (err error) {
		in.central, in.policy, err = r.Policy(ctx, number)
		return err
	})
	g.Go(func() (err error) {
		in.issue, err = r.Central.Issue(ctx, r.Repository, number)
		return noRequest(err, r.Repository, number)
	})
	g.Go(func() (err error) {
		in.timeline, err = r.Central.Timeline(ctx, r.Repository, number)
		return noRequest(err, r.Repository, number)
	})
	g.Go(func() error {
		account, err := r.Central.User(ctx, WorkflowAccount)
		in.workflow = account.Person()
		return err
	})
	for i, state := range github.UnfinishedStates() {
		g.Go(func() (err error) {
			runs[i], err = r.Central.RunsInState(ctx, r.Repository, Workflow, state)
			if github.IsNotFound(err) {
				return nil // there is no publish.yml yet, so nothing runs
			}
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	if in.central.Issue == nil || in.issue.PullRequest != nil {
		return nil, noRequest(&github.Error{Status: 404}, r.Repository, number)
	}
	for _, page := range runs {
		in.unfinished = append(in.unfinished, page...)
	}
	in.comments = in.readComments()
	return &in, nil
}

func noRequest(err error, repository string, number int) error {
	if github.IsNotFound(err) || github.IsMoved(err) {
		return fault.New(fault.Failed, "there is no request %s#%d", repository, number).
			WithHint("gh release-request status lists the open ones")
	}
	return err
}

// readComments finds the receipts among the comments: by the workflow's own
// account, never edited, and byte for byte what the workflow writes.
func (in *issueReading) readComments() []Comment {
	var comments []Comment
	for _, e := range in.timeline {
		if e.Event != "commented" {
			continue
		}
		c := Comment{ID: e.ID, By: commenter(e), Body: e.Body, URL: e.URL}
		if in.workflow.Same(c.By) && e.CreatedAt.Equal(e.UpdatedAt) {
			if found, err := record.ParseReceipt(e.Body); err == nil && found.Receipt.Number == in.issue.Number {
				c.Receipt = &found
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

// facts turns the first round into facts.
func (in *issueReading) facts(parsed record.Parsed, problems []record.Problem) policy.Facts {
	issue := in.central.Issue
	f := policy.Facts{
		Now:          in.central.At,
		PolicyCommit: in.central.Head,
		Record:       policy.Record{Digest: parsed.Digest},
		Issue: policy.Known(policy.Issue{
			Number: issue.Number, Author: in.issue.User.Person(), App: in.issue.AppSlug(),
			Open: issue.State == "OPEN", CreatedAt: issue.CreatedAt, Workflow: in.workflow,
		}),
		Ledger: policy.Known(in.ledger()),
		Edits:  edits(issue),
		Labels: policy.Known(labels(in.central.Labels)),
	}
	for _, p := range problems {
		f.Record.Problems = append(f.Record.Problems, p.Sentence)
	}
	return f
}

// ledger keeps GitHub's order. A receipt is marked as missing its predecessor
// when the one that it names is not there.
func (in *issueReading) ledger() []policy.Event {
	events := make([]policy.Event, 0, len(in.timeline))
	missing := record.Missing(Receipts(in.comments))
	deleted := map[int64]release.Person{}
	for _, d := range in.central.Issue.Deleted.Nodes {
		deleted[d.ID] = d.Author.Person()
	}
	next := 0
	for _, e := range in.timeline {
		event := policy.Event{ID: e.ID, Kind: e.Event, Actor: e.Actor.Person(), App: e.AppSlug(), At: e.CreatedAt}
		if e.Label != nil {
			event.Label = e.Label.Name
		}
		event.CommentBy = deleted[e.ID]
		if e.Intent != nil {
			event.Intent = "suggested"
		}
		if e.Event == "commented" {
			event.Actor = commenter(e)
			if found := in.comments[next].Receipt; found != nil {
				event.Receipt = receiptFact(found.Receipt, slices.Contains(missing, found.Receipt.Previous))
			}
			next++
		}
		events = append(events, event)
	}
	return events
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

func receiptFact(r record.Receipt, missing bool) *policy.Receipt {
	out := &policy.Receipt{Kind: r.Kind, Digest: r.Request, Missing: missing}
	if r.Verdict != nil {
		out.Decision, out.LastEvent = r.Verdict.Decision, r.Verdict.LastEvent
	}
	if r.Closed != nil {
		out.State = r.Closed.State
	}
	return out
}

// edits reads the history of the text. GitHub lists the creation as the first
// edit once there is another; a history that is not complete is no fact.
func edits(issue *github.IssueText) policy.Fact[[]policy.Edit] {
	history := issue.Edits
	switch {
	case issue.LastEditedAt == nil && history.TotalCount == 0:
		return policy.Known[[]policy.Edit](nil)
	case history.TotalCount != len(history.Nodes):
		return policy.Withheld[[]policy.Edit](fmt.Sprintf("GitHub lists %d of %d edits", len(history.Nodes), history.TotalCount))
	case len(history.Nodes) == 0:
		return policy.Known([]policy.Edit{{By: issue.Editor.Person(), At: *issue.LastEditedAt}})
	}
	var all []policy.Edit
	for _, n := range history.Nodes {
		if n.EditedAt.Equal(issue.CreatedAt) {
			continue // the text as it was created
		}
		all = append(all, policy.Edit{By: n.Editor.Person(), At: n.EditedAt})
	}
	return policy.Known(all)
}

func labels(all map[string]*github.Label) map[string]policy.Label {
	known := map[string]policy.Label{}
	for name, l := range all {
		if l == nil {
			continue
		}
		updated := l.CreatedAt
		if l.UpdatedAt != nil {
			updated = *l.UpdatedAt
		}
		known[name] = policy.Label{CreatedAt: l.CreatedAt, UpdatedAt: updated}
	}
	return known
}

func ownerOf(repository string) string {
	owner, _, _ := strings.Cut(repository, "/")
	return owner
}
