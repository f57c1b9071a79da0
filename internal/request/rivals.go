package request

import (
	"context"
	"slices"

	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/record"
	"github.com/release-request/gh-release-request/internal/release"
)

// leaveOutIdle forgets the open requests of those who certainly may not ask.
// Anybody who may read the central repository can file one, the gate publishes
// none of them and waits for none, and so they keep nobody from asking.
func (r *Requester) leaveOutIdle(ctx context.Context, l *look) error {
	if len(l.plan.Rules.Requests.Requesters) > 0 {
		return nil // of teams not everybody is told who is in them
	}
	idle := map[int64]bool{}
	for _, issue := range l.titled {
		author := issue.Author.Person()
		_, seen := idle[author.ID]
		_, problems := record.Parse(issue.Title, issue.Body, record.Host(r.Hub.Host()))
		if seen || issue.State != "OPEN" || len(problems) > 0 || !author.Human() || author.Login == l.plan.Requester {
			continue
		}
		var err error
		if idle[author.ID], err = r.mayNotAsk(ctx, l, author); err != nil {
			return err
		}
	}
	l.titled = slices.DeleteFunc(l.titled, func(issue github.RequestIssue) bool {
		return issue.State == "OPEN" && idle[issue.Author.Person().ID]
	})
	return nil
}

// mayNotAsk is false where it is not known.
func (r *Requester) mayNotAsk(ctx context.Context, l *look, who release.Person) (bool, error) {
	answer, err := r.Hub.Collaborator(ctx, l.plan.Project.Source.Repository(), who.Login)
	switch {
	case github.IsNotFound(err):
		return true, nil // no such account any more
	case github.IsForbidden(err):
		return false, nil // that of those who may not push is told elsewhere
	case err != nil:
		return false, err
	}
	return answer.User != nil && answer.User.ID == who.ID && answer.User.Permissions != nil && !answer.User.Permissions.Push, nil
}
