package publish

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/release-request/gh-release-request/internal/release"
)

// reminder is the name of the note that reminds approvers. There is one for
// each request: who did not come after it will not come after another.
const reminder = "reminder"

// remind mentions the people who may approve, once, when a request has waited
// for them as long as the policy says.
func (t *tending) remind(ctx context.Context) (done bool, err error) {
	issue := t.reading.Central.Issue
	patience := t.reading.Policy.RemindAfter
	if patience <= 0 || t.reading.Facts.Now.Sub(issue.CreatedAt) < patience || !t.verdict.WantsPress() || t.noted(reminder) {
		return false, nil
	}
	text := fmt.Sprintf("this release has waited for an approval since %s. To see it and to approve it: `gh release-request approve %d`.",
		issue.CreatedAt.UTC().Format("2006-01-02"), t.Number)
	if called := t.mentions(); called != "" {
		text = called + ": " + text
	} else {
		text = strings.ToUpper(text[:1]) + text[1:]
	}
	return true, t.note(ctx, reminder, text)
}

// mentions names the approvers of the policy, but for those whose approval is
// there, and for who asked or started the run that did.
func (t *tending) mentions() string {
	run, _ := t.reading.Facts.SourceRun.Get()
	askers := append(slices.Clone(run.Starters), t.reading.Central.Issue.Author.Person())
	done := func(who string) bool {
		return slices.ContainsFunc(askers, func(p release.Person) bool {
			return release.SameLogin(who, p.Login)
		}) || slices.ContainsFunc(t.verdict.Approvals, func(a release.Approval) bool {
			return release.SameLogin(who, a.By.Login)
		})
	}
	var list []string
	for _, who := range t.reading.Rules.Approval.Approvers {
		if !done(who) {
			list = append(list, "@"+strings.TrimPrefix(who, "@"))
		}
	}
	return strings.Join(list, " ")
}
