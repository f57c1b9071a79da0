package publish

import (
	"context"

	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/record"
	"github.com/release-request/gh-release-request/internal/release"
)

// tending is one request that is looked after.
type tending struct {
	Case
	keeper  *Keeper
	reading *facts.Reading
	verdict policy.Verdict
	state   release.State
	words   string // of the state
}

// tend does for one request what is due, the most urgent first. What follows
// from a change is left to the next time, when it can be read.
func (k *Keeper) tend(ctx context.Context, number int) error {
	if k.started == nil {
		k.started = map[string]bool{}
	}
	reading, err := k.Reader.Read(ctx, number)
	if err != nil {
		return err
	}
	_, err = k.look(reading).goThrough(ctx)
	return err
}

// look makes up what a request that was read is about.
func (k *Keeper) look(reading *facts.Reading) *tending {
	t := &tending{keeper: k, reading: reading, verdict: reading.Verdict(),
		Case: Case{Reader: k.Reader, Issues: k.Issues, Runtime: k.Runtime, Number: reading.Central.Issue.Number}}
	t.state, t.words = policy.StateOf(t.verdict, reading.Parsed.Request, reading.Facts)
	return t
}

// goThrough does the first duty that is due.
func (t *tending) goThrough(ctx context.Context) (done bool, err error) {
	text := t.reading.Central.Issue
	if !record.Claims(text.Title, text.Body) && len(facts.Receipts(t.reading.Comments)) == 0 {
		return false, nil // an ordinary issue
	}
	for _, duty := range []func(context.Context) (bool, error){
		t.finishEnding, t.report, t.obey, t.leaveAlone, t.form, t.close, t.hint, t.ask, t.inform, t.call, t.remind,
	} {
		if done, err := duty(ctx); done || err != nil {
			return done, err
		}
	}
	return false, nil
}

// leaveAlone stops at a request that is closed, or whose run goes on: that run
// says what there is to say.
func (t *tending) leaveAlone(context.Context) (done bool, err error) {
	return !t.open() || t.running(), nil
}

func (t *tending) open() bool { return t.reading.Central.Issue.State == "OPEN" }

// running reports whether a publish run of the request is unfinished. Where
// that is not known it may be.
func (t *tending) running() bool {
	runs, known := t.reading.Facts.Unfinished.Get()
	for _, run := range runs {
		if run.Request == t.Number {
			return true
		}
	}
	return !known && t.reading.Project != nil
}

// last returns the last receipt; nil for none.
func (t *tending) last() *record.Receipt {
	found := facts.Receipts(t.reading.Comments)
	if len(found) == 0 {
		return nil
	}
	return &found[len(found)-1].Receipt
}

// noted reports whether a note of the workflow's is there.
func (t *tending) noted(name string) bool {
	issue, _ := t.reading.Facts.Issue.Get()
	for _, c := range t.reading.Comments {
		if issue.Workflow.Same(c.By) && record.NoteName(c.Body) == name {
			return true
		}
	}
	return false
}

// note leaves a comment of that name.
func (t *tending) note(ctx context.Context, name, text string) error {
	_, err := t.Issues.CreateComment(ctx, t.Runtime.Repository, t.Number, record.RenderNote(name, text))
	return err
}
