package facts

import (
	"context"
	"fmt"
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

// issueReading is the first round: the issue and what is around it.
type issueReading struct {
	central    *github.Central
	policy     *config.Policy
	issue      github.Issue
	timeline   []github.TimelineEvent
	workflow   release.Person
	unfinished []github.Run
	comments   []Comment
	found      []record.Found // the receipts among them
}

func (r *Reader) readIssue(ctx context.Context, number int) (*issueReading, error) {
	var in issueReading
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
	g.Go(func() (err error) {
		in.workflow, err = r.workflowAccount(ctx)
		return err
	})
	g.Go(func() (err error) {
		in.unfinished, err = r.unfinishedRuns(ctx)
		return err
	})
	if err := g.Wait(); err != nil {
		return nil, err
	}
	if in.central.Issue == nil || in.issue.PullRequest != nil || in.central.Issue.Number != number || in.issue.Number != number {
		return nil, noRequest(&github.Error{Status: 404}, r.Repository, number)
	}
	if err := in.read(); err != nil {
		return nil, err
	}
	return &in, nil
}

// read finds the receipts and commands among the comments.
func (in *issueReading) read() error {
	edited, err := in.edited()
	if err != nil {
		return err
	}
	in.comments = readComments(in.timeline, in.workflow, in.central.Issue.Number, edited)
	in.found = Receipts(in.comments)
	return nil
}

func (r *Reader) workflowAccount(ctx context.Context) (release.Person, error) {
	account, err := r.Central.User(ctx, WorkflowAccount)
	workflow := account.Person()
	if err == nil && (!workflow.Known() || workflow.Type != "Bot") {
		err = fmt.Errorf("GitHub does not tell the account %s, whose receipts count", WorkflowAccount)
	}
	return workflow, err
}

func noRequest(err error, repository string, number int) error {
	if github.IsNotFound(err) || github.IsMoved(err) {
		return fault.New(fault.Failed, "there is no request %s#%d", repository, number).
			WithHint("gh release-request status lists the open ones")
	}
	return err
}

// labels are those that the issue bears.
func (in *issueReading) labels() []string {
	var names []string
	for _, l := range in.issue.Labels {
		names = append(names, l.Name)
	}
	return names
}

// facts turns the first round into facts.
func (in *issueReading) facts(parsed record.Parsed, problems []record.Problem) policy.Facts {
	issue := in.central.Issue
	f := policy.Facts{
		Now:          in.central.At,
		PolicyCommit: in.central.Head,
		Record:       policy.Record{Digest: parsed.Digest, Form: record.IsForm(issue.Body)},
		Issue: policy.Known(policy.Issue{
			Number: issue.Number, Author: in.issue.User.Person(), App: in.issue.AppSlug(),
			Open: issue.State == "OPEN", CreatedAt: issue.CreatedAt, Workflow: in.workflow,
		}),
		Ledger: in.ledger(),
		Edits:  edits(issue),
		Labels: labels(in.central.Labels),
	}
	for _, p := range problems {
		f.Record.Problems = append(f.Record.Problems, p.Sentence)
	}
	return f
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
	}
	var all []policy.Edit
	created := false
	for _, n := range history.Nodes {
		by := n.Editor.Person()
		if !created && n.EditedAt.Equal(issue.CreatedAt) && by.Same(issue.Author.Person()) {
			created = true // the text as it was created; another of that second is an edit
			continue
		}
		all = append(all, policy.Edit{By: by, At: n.EditedAt})
	}
	if len(all) == 0 && issue.LastEditedAt != nil {
		all = append(all, policy.Edit{By: issue.Editor.Person(), At: *issue.LastEditedAt})
	}
	return policy.Known(all)
}

// labels is what is known of the labels that matter. GitHub's schema lets their
// times be null; one without would be older than any approval.
func labels(all map[string]*github.Label) policy.Fact[map[string]policy.Label] {
	known := map[string]policy.Label{}
	for name, l := range all {
		switch {
		case l == nil:
		case l.CreatedAt == nil || l.UpdatedAt == nil:
			return policy.Withheld[map[string]policy.Label](fmt.Sprintf("GitHub does not tell when the label %s was made or changed", name))
		default:
			known[name] = policy.Label{CreatedAt: *l.CreatedAt, UpdatedAt: *l.UpdatedAt}
		}
	}
	return policy.Known(known)
}

func ownerOf(repository string) string {
	owner, _, _ := strings.Cut(repository, "/")
	return owner
}
