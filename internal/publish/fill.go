package publish

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/record"
	"github.com/release-request/gh-release-request/internal/release"
)

// fill puts what a run asked for into the form that it was started for, as a
// request of the form's author, and looks after it at once. Whoever may start the
// workflow can start it with the number of any issue, and with inputs of their
// own: so it must have been started here, and be what the form says.
func (k *Keeper) fill(ctx context.Context, a facts.Attestation) error {
	reading, err := k.Reader.Read(ctx, a.Run.Issue)
	if err != nil {
		return err
	}
	t := k.look(reading)
	if !t.open() || !reading.Facts.Record.Form || !a.Run.Began.After(t.answeredAt()) {
		return nil // it came too late for this form, or too early for what it says now
	}
	wanted, problems := t.wanted()
	if len(problems) > 0 {
		return nil // which is said on the form
	}
	byKey, err := k.byKey(ctx, a)
	if err != nil {
		return err
	}
	if !byKey {
		return t.leaveAside(ctx, a, "somebody else than the workflow of this repository started it")
	}
	if why := differs(wanted, a); why != "" {
		return t.leaveAside(ctx, a, why)
	}
	request, _ := record.Filled(a.Request, wanted.By.Login)
	title, body, err := record.Render(request, a.Changelog, record.Host(k.Runtime.Host()))
	if err != nil {
		return err
	}
	if err := t.keepNotes(ctx, wanted); err != nil {
		return err
	}
	if err := k.Issues.UpdateIssue(ctx, k.Runtime.Repository, t.Number, title, body); err != nil {
		return err
	}
	return k.tend(ctx, t.Number)
}

// differs says in what a record is not what a form wants; empty: in nothing.
func differs(wanted Wanted, a facts.Attestation) string {
	base := wanted.Answers.Branch
	if base == "" {
		base = wanted.Project.Rules().UsualBase(a.Trunk)
	}
	switch r := a.Request; {
	case r.Source() != wanted.Project.Source:
		return "it is of " + r.Source().String()
	case r.Version != wanted.Answers.Version:
		return "it is of version " + string(r.Version)
	case r.Base != base:
		return fmt.Sprintf("it was made from %s, and not from %s", r.Base, base)
	case r.Rehearsal:
		return "it is a rehearsal"
	}
	return ""
}

// aside is the name of the note that says that what a run asked for is left aside.
func aside(a facts.Attestation) string { return fmt.Sprintf("run %d %d", a.ID.ID, a.ID.Attempt) }

// mostAsides is of how many runs that is said on one form. Whoever may start the
// workflow can start it for anybody's form as often as they like.
const mostAsides = 3

func (t *tending) asides() (n int) {
	issue, _ := t.reading.Facts.Issue.Get()
	for _, c := range t.reading.Comments {
		if issue.Workflow.Same(c.By) && strings.HasPrefix(record.NoteName(c.Body), "run ") {
			n++
		}
	}
	return n
}

// byKey reports whether the account of this repository's key started a run first.
func (k *Keeper) byKey(ctx context.Context, a facts.Attestation) (bool, error) {
	key, err := k.Source.KeyLogin(ctx, a.Request.Project)
	first := a.Run.Starters
	return len(first) > 0 && release.SameLogin(first[0].Login, key), err
}

// past reports whether nothing can come any more of what a run asked for a form,
// by what a list tells of that: each that is looked at takes calls.
func (k *Keeper) past(ctx context.Context, open []facts.Opened, a facts.Attestation) bool {
	return slices.ContainsFunc(open, func(o facts.Opened) bool {
		if o.Reading == nil || o.Issue.Number != a.Run.Issue {
			return false
		}
		t := k.look(o.Reading)
		if t.noted(aside(a)) || !a.Run.Began.After(t.answeredAt()) {
			return true
		}
		if t.asides() < mostAsides {
			return false
		}
		byKey, err := k.byKey(ctx, a)
		return err == nil && !byKey
	})
}

// leaveAside says once that a run prepared something else.
func (t *tending) leaveAside(ctx context.Context, a facts.Attestation, why string) error {
	if t.noted(aside(a)) || t.asides() >= mostAsides {
		return nil
	}
	return t.note(ctx, aside(a), fmt.Sprintf("Run `%s` of `%s` was started with the number of this form, and is left aside: %s.",
		a.ID, a.Request.Project, record.Quote(why)))
}

// notes is the name of the note that keeps what the form's author wrote for
// people to read, since it has no place in a request.
const notes = "notes"

func (t *tending) keepNotes(ctx context.Context, wanted Wanted) error {
	if wanted.Answers.Notes == "" || t.noted(notes) {
		return nil
	}
	return t.note(ctx, notes, fmt.Sprintf("%s wrote in the form: %s", record.Quote(wanted.By.Login), record.Quote(wanted.Answers.Notes)))
}
