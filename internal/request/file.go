package request

import (
	"context"
	"fmt"
	"strings"

	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/record"
	"github.com/release-request/gh-release-request/internal/release"
)

// File files the issue for what was prepared. GitHub has no uniqueness, so the
// list is read again afterwards: of two that are the same, the lower number
// stays, and the other is closed.
func (r *Requester) File(ctx context.Context, p *Plan, done Prepared) (*Filed, error) {
	r.Step("Filing the request")
	wanted := release.Request{
		Schema: release.Schema, Project: p.Project.Source.Repository(), Path: p.Project.Source.Path,
		Version: p.Version, Commit: done.Commit, Branch: p.Branch, Base: p.Base,
		Targets: p.Targets(), Requester: p.Requester, Rehearsal: p.Rehearsal, Changelog: record.HashChangelog(done.Changelog),
	}
	title, body, err := record.Render(wanted, done.Changelog, record.Host(r.Hub.Host()))
	if err != nil {
		return nil, fault.Wrap(err, "the request cannot be written")
	}
	issue, err := r.Hub.CreateIssue(ctx, r.Central.Name, title, body)
	if err != nil {
		return nil, r.notFiled(err)
	}
	filed := &Filed{Number: issue.Number, URL: issue.URL, Commit: done.Commit}
	first, err := r.firstEqual(ctx, title, body, *filed)
	if err != nil {
		return filed, err
	}
	if first.Number != filed.Number {
		return first, r.Hub.CloseIssue(ctx, r.Central.Name, filed.Number, "not_planned")
	}
	return filed, r.callApprovers(ctx, p, filed.Number)
}

func (r *Requester) notFiled(err error) error {
	if github.IsForbidden(err) || github.IsNotFound(err) {
		return fault.Wrap(err, "you may not file issues in %s; the release branch is ready", r.Central.Name).
			WithHint("ask the owners of %s for read access, then run the same command again", r.Central.Name)
	}
	return fault.Wrap(err, "the release branch is ready, but the request could not be filed").WithHint("run the same command again")
}

// firstEqual returns the lowest-numbered open issue by the same person that is
// the same to the letter.
func (r *Requester) firstEqual(ctx context.Context, title, body string, filed Filed) (*Filed, error) {
	titled, err := r.Hub.IssuesTitled(ctx, r.Central.Name, title)
	if err != nil {
		return nil, fault.Wrap(err, "%s is filed, and it could not be checked for duplicates", filed.URL)
	}
	host := record.Host(r.Hub.Host())
	mine, _ := record.Parse(title, body, host)
	first := filed
	for _, issue := range titled {
		parsed, problems := record.Parse(issue.Title, issue.Body, host)
		same := issue.State == "OPEN" && issue.Author.Person().ID == r.Central.Viewer.DatabaseID
		if same && len(problems) == 0 && parsed.Digest == mine.Digest && issue.Number < first.Number {
			first = Filed{Number: issue.Number, URL: issue.URL, Commit: parsed.Request.Commit}
		}
	}
	return &first, nil
}

// callApprovers mentions the people who may approve, so that GitHub notifies
// them. It is an ordinary comment: the record names nobody.
func (r *Requester) callApprovers(ctx context.Context, p *Plan, number int) error {
	mentions := p.mentions()
	if len(mentions) == 0 {
		return nil
	}
	what := "release"
	if p.Rehearsal {
		what = "rehearsal"
	}
	text := fmt.Sprintf("%s: this %s waits for an approval. %s", strings.Join(mentions, " "), what, howToApprove(number))
	_, err := r.Hub.CreateComment(ctx, r.Central.Name, number, text)
	if err != nil {
		return fault.Wrap(err, "the request is filed, but its approvers could not be called")
	}
	return nil
}
