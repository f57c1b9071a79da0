package request

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/release"
)

// Resume does what filing the person's own open request left undone when it
// died: it calls the approvers, unless the person did. It reports whether there
// was something left to do.
func (r *Requester) Resume(ctx context.Context, p *Plan) (resumed bool, err error) {
	if p.Open == nil || len(p.mentions()) == 0 {
		return false, nil
	}
	comments, err := r.Hub.Comments(ctx, r.Central.Name, p.Open.Number)
	if err != nil {
		return false, fault.Wrap(err, "%s is open, and it could not be looked up whether its approvers were called", p.Open.URL)
	}
	called := slices.ContainsFunc(comments, func(c github.Comment) bool {
		return c.User.Person().ID == r.Central.Viewer.DatabaseID && isCall(c.Body, p.Open.Number)
	})
	if called {
		return false, nil
	}
	return true, r.callApprovers(ctx, p, p.Open.Number)
}

// mentions are the people who may approve, as a comment calls them.
func (p *Plan) mentions() []string {
	var mentions []string
	for _, who := range p.Rules.Approval.Approvers {
		if !release.SameLogin(who, p.Requester) {
			mentions = append(mentions, "@"+strings.TrimPrefix(who, "@"))
		}
	}
	return mentions
}

// howToApprove ends the comment that calls the approvers. It is told by that:
// who they are may have changed since.
func howToApprove(number int) string {
	return fmt.Sprintf("To see it and to approve it: `gh release-request approve %d`.", number)
}

func isCall(body string, number int) bool {
	return strings.HasPrefix(body, "@") && strings.HasSuffix(strings.TrimSpace(body), howToApprove(number))
}
