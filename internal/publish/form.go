package publish

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"time"

	"github.com/release-request/gh-release-request/internal/config"
	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/record"
	"github.com/release-request/gh-release-request/internal/release"
)

// Wanted is what somebody wants who opened a form.
type Wanted struct {
	Project *config.Project
	By      release.Person
	Answers record.Answers
}

// Start is a run that is to be started in a source repository.
type Start struct {
	Repository string
	File       string // name of the workflow file
	Branch     string
	Inputs     map[string]string
}

// form answers an issue form, once for what stands in it: either with all that is
// wrong, before anything is started, or by starting the project's workflow with
// the issue's number. What that asks for is put into the issue when its run is
// over, see fill. Nothing else is due for a form.
func (t *tending) form(ctx context.Context) (done bool, err error) {
	if !t.reading.Facts.Record.Form {
		return false, nil
	}
	wanted, problems := t.wanted()
	if len(problems) == 0 && t.tooOld(wanted.Project) {
		return true, t.end(ctx, record.Closed{State: release.Expired, Reason: "it is a form still, and as old as a request may become"})
	}
	if status, found := statusOf(t.reading); found && record.FormKey(status.Body) == t.formKey() {
		return true, t.follow(ctx, wanted)
	}
	if len(problems) > 0 {
		return true, t.showForm(ctx, mend(problems))
	}
	outcome, why, err := t.keeper.Reader.MayRequest(ctx, t.reading, wanted.Project, wanted.By)
	switch {
	case err != nil:
		return true, err
	case outcome != policy.Pass: // no more is told to whom it may be none of their business
		return true, t.showForm(ctx, fmt.Sprintf("**%s may not ask for this.** %s.\n\nNothing was started.", record.Quote(wanted.By.Login), record.Quote(why)))
	}
	start, against, err := t.keeper.Judge(ctx, t.reading, wanted)
	switch {
	case err != nil:
		return true, err
	case len(against) > 0:
		return true, t.showForm(ctx, mend(against))
	}
	if err := t.keeper.Source.StartRun(ctx, *start); err != nil {
		return true, t.show(ctx, t.reading, notStarted(err))
	}
	return true, t.showForm(ctx, started(wanted, ""))
}

// wanted reads the form, or says everything that keeps it from being one that
// could be answered.
func (t *tending) wanted() (Wanted, []error) {
	issue, _ := t.reading.Facts.Issue.Get()
	var problems []error
	fail := func(format string, args ...any) { problems = append(problems, fmt.Errorf(format, args...)) }
	for _, rule := range []string{policy.RuleRequestOpen, policy.RuleRequestUnchanged} {
		if f := t.verdict.Finding(rule); f.Outcome != policy.Pass {
			fail("%s", f.Sentence)
		}
	}
	if !issue.Author.Human() || issue.App != "" {
		fail("it was not opened by a person's own hand")
	}
	answers, wrong := record.ParseForm(t.reading.Central.Issue.Body)
	for _, p := range wrong {
		fail("%s", p.Sentence)
	}
	project, known := t.reading.Policy.Lookup(answers.Project)
	if len(wrong) == 0 && !known {
		fail("%s: %q is no project of the policy", record.FormProject, answers.Project)
	}
	return Wanted{Project: project, By: issue.Author, Answers: answers}, problems
}

// formKey names what stands in a form: each edit is a new question, also one that
// brings back what stood there before.
func (t *tending) formKey() string {
	text := t.reading.Central.Issue
	edited := time.Time{}
	if text.LastEditedAt != nil {
		edited = *text.LastEditedAt
	}
	sum := sha256.Sum256([]byte(edited.UTC().Format(time.RFC3339) + "\n" + text.Body))
	return hex.EncodeToString(sum[:8])
}

func (t *tending) showForm(ctx context.Context, text string) error {
	return t.show(ctx, t.reading, record.FormStatus(t.formKey(), text))
}

func (t *tending) tooOld(project *config.Project) bool {
	limit := project.Rules().Requests.ExpireAfter
	return limit > 0 && t.reading.Facts.Now.Sub(t.reading.Central.Issue.CreatedAt) >= limit
}

// follow says what became of the run for a form that was answered, as far as this
// job knows. What ended well asks for something, which is put into the form.
func (t *tending) follow(ctx context.Context, wanted Wanted) error {
	run, known := t.keeper.forms[t.Number]
	switch {
	case !known || wanted.Project == nil || !run.CreatedAt.After(t.answeredAt()):
		return nil
	case !run.Finished():
		return t.showForm(ctx, started(wanted, run.URL))
	case run.Conclusion != "success":
		return t.showForm(ctx, ended(run, "ended as "+run.Conclusion))
	case run.Why != "":
		return t.showForm(ctx, ended(run, "asks for nothing that counts: "+record.Quote(run.Why)))
	}
	return nil
}

// answeredAt is when the author last changed the form, or opened it.
func (t *tending) answeredAt() time.Time {
	issue, _ := t.reading.Facts.Issue.Get()
	edits, _ := t.reading.Facts.Edits.Get()
	last := issue.CreatedAt
	for _, e := range edits {
		if issue.Author.Same(e.By) && e.At.After(last) {
			last = e.At
		}
	}
	return last
}

// mend lists what is wrong.
func mend(problems []error) string {
	text := "**Nothing was started for this form.**\n\n"
	for _, problem := range problems {
		text += "- " + record.Quote(problem.Error()) + "\n"
	}
	return text + "\nWho opened it can mend it by editing this issue; it is read again then. Or ask with `gh release-request PROJECT VERSION`."
}

func started(wanted Wanted, run string) string {
	repository := wanted.Project.Source.Repository()
	what := fmt.Sprintf("the workflow `%s` of `%s`", path.Base(wanted.Project.Workflow), repository)
	if run != "" {
		what = fmt.Sprintf("[a run](%s) of ", run) + what
	}
	return fmt.Sprintf("**The release is being prepared**, by %s. When that is done the request is put into this issue, and can be approved from then on. Editing the form before that starts it anew.", what)
}

func ended(run facts.FormRun, how string) string {
	return fmt.Sprintf("**[Run %d](%s), which should prepare this release, %s.**\n\nWhen that is mended, run it again there; or edit this issue, which starts another.", run.ID, run.URL, how)
}

func notStarted(err error) string {
	text := fmt.Sprintf("**The release cannot be prepared.** %s.", record.Quote(err.Error()))
	if hint := fault.HintOf(err); hint != "" {
		text += " To mend it: " + record.Quote(hint) + "."
	}
	return text + "\n\nIt is tried again with each sweep, every half hour."
}
