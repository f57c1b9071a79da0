package factstest

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/release-request/gh-release-request/internal/record"
	"github.com/release-request/gh-release-request/internal/release"
)

// FormText is what GitHub makes of answers to the issue form; empty ones were
// not given.
func FormText(project, version, branch, notes string) string {
	var b strings.Builder
	for _, one := range [][2]string{{record.FormProject, project}, {record.FormVersion, version}, {record.FormBranch, branch}, {record.FormNotes, notes}} {
		fmt.Fprintf(&b, "### %s\n\n%s\n\n", one[0], cmp.Or(one[1], "_No response_"))
	}
	return strings.TrimSuffix(b.String(), "\n\n")
}

// OpenForm opens an issue with such a text as a person, and returns its number.
func (w *World) OpenForm(who, text string) int {
	w.t.Helper()
	issue, err := w.Client(who).CreateIssue(w.t.Context(), w.Repository(), "release", text)
	if err != nil {
		w.t.Fatal(err)
	}
	return issue.Number
}

// AskFor does as Ask, for a run that olivia's key started for a form: its record
// names nobody.
func (w *World) AskFor(form int, change func(*Asking)) release.Request {
	w.t.Helper()
	return w.Ask(func(a *Asking) {
		a.Run.Title, a.Run.Actor = fmt.Sprintf("release sdk 1.2.3 (form %d)", form), box.Hub().As("olivia").User
		a.Request.Requester = ""
		if change != nil {
			change(a)
		}
		a.Notices[0].Message = w.Attest(a.Request, "")
		a.Notices = append(a.Notices, Notice{RecordJob, "notice", record.IssueTitle, record.AttestIssue(form)})
	})
}
