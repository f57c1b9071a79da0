package request

import (
	"context"
	"fmt"
	"slices"

	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/record"
	"github.com/release-request/gh-release-request/internal/release"
)

// backHub is what taking back needs of GitHub, as the person who asked.
type backHub interface {
	OpenIssues(ctx context.Context, repo string, limit int) (issues []github.RequestIssue, more bool, err error)
	CreateComment(ctx context.Context, repo string, number int, body string) (github.Comment, error)
	CloseIssue(ctx context.Context, repo string, number int, reason string) error
	DeleteBranchAt(ctx context.Context, repositoryID, branch, commit string) error
}

// Retractor takes back requests in one central repository.
type Retractor struct {
	Hub        backHub
	Repository string
	Web        record.Host
	// Obeyed reports whether the central repository's workflow obeys comments.
	Obeyed func(context.Context) (bool, error)
}

// Retracted is what became of a request that was taken back.
type Retracted struct {
	ByWorkflow    bool // the workflow closes it, with a receipt; else it is closed now
	BranchDeleted bool
}

// mostOwn is how many open issues are searched for a person's own requests.
const mostOwn = 1000

// Own returns a person's open requests, newest first: also what a run asked for
// that they started, as its record says, and forms that wait.
func (r *Retractor) Own(ctx context.Context, person release.Person) ([]github.RequestIssue, error) {
	issues, _, err := r.Hub.OpenIssues(ctx, r.Repository, mostOwn)
	return slices.DeleteFunc(issues, func(i github.RequestIssue) bool {
		parsed, _ := record.Parse(i.Title, i.Body, r.Web)
		asker := askerOf(i, parsed.Request)
		mine := asker.Same(person) || !asker.Known() && release.SameLogin(asker.Login, person.Login)
		return !mine || !record.Claims(i.Title, i.Body)
	}), err
}

// CheckRetract says why the viewer may not take the request back.
func CheckRetract(reading *facts.Reading) error {
	if outcome, why := reading.Allows(policy.Command{Verb: policy.CommandRetract}); outcome == policy.RefuseFor {
		return fault.New(fault.Refused, "%s", why)
	}
	return nil
}

// Retract takes back the viewer's own request. Where the workflow obeys
// comments it is told, and closes the request with a receipt; elsewhere its
// author closes it. The release branch goes at once, if the viewer may delete
// it and nobody needs it: then nothing can be published any more.
func (r *Retractor) Retract(ctx context.Context, reading *facts.Reading) (Retracted, error) {
	if err := CheckRetract(reading); err != nil {
		return Retracted{}, err
	}
	var done Retracted
	var err error
	if done.ByWorkflow, err = r.Obeyed(ctx); err != nil {
		return done, err
	}
	if err := r.end(ctx, reading.Central.Issue.Number, done.ByWorkflow); err != nil {
		return done, err
	}
	done.BranchDeleted, err = r.deleteBranch(ctx, reading)
	return done, err
}

func (r *Retractor) end(ctx context.Context, number int, byWorkflow bool) error {
	if !byWorkflow {
		if err := r.Hub.CloseIssue(ctx, r.Repository, number, "not_planned"); err != nil {
			return fault.Wrap(err, "closing %s#%d", r.Repository, number)
		}
		return nil
	}
	text, err := record.RenderCommand(policy.Command{Verb: policy.CommandRetract})
	if err != nil {
		return err
	}
	if _, err := r.Hub.CreateComment(ctx, r.Repository, number, text); err != nil {
		return fault.Wrap(err, "commenting on %s#%d", r.Repository, number)
	}
	return nil
}

func (r *Retractor) deleteBranch(ctx context.Context, reading *facts.Reading) (bool, error) {
	request := reading.Parsed.Request
	roles, _ := reading.Facts.Roles.Get()
	if !roles.Source[reading.Viewer().ID].Push || !policy.SpareBranch(reading.Rules, request, reading.Facts) {
		return false, nil
	}
	err := r.Hub.DeleteBranchAt(ctx, reading.Source.NodeID, request.Branch, request.Commit)
	if github.IsConflict(err) || github.IsForbidden(err) || github.IsNotFound(err) {
		return false, nil // somebody was faster, or it is protected after all
	}
	if err != nil {
		return false, fmt.Errorf("the request is taken back; deleting its branch %s: %w", request.Branch, err)
	}
	return true, nil
}
