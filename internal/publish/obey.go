package publish

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/record"
	"github.com/release-request/gh-release-request/internal/release"
)

// maxCommands is how many commands of one request are obeyed at a time: each
// costs calls, and anybody can write them.
const maxCommands = 10

// obey does what people ask for in comments, each once: what was done or not
// is answered by a receipt or a note. It is over when one of them changes what
// was read.
func (t *tending) obey(ctx context.Context) (done bool, err error) {
	commands := t.unanswered()
	for _, e := range commands[:min(len(commands), maxCommands)] {
		outcome, why, err := t.allowed(ctx, e)
		if err != nil {
			return false, err
		}
		if outcome != policy.Pass {
			err = t.answer(ctx, e, "is not obeyed: "+record.Quote(why)+".")
		} else {
			done, err = t.carryOut(ctx, e)
		}
		if done || err != nil {
			return done, err
		}
	}
	return len(commands) > maxCommands, nil
}

// unanswered lists the commands that a person gave by their own hand, through
// no App, and that were not answered: neither by a note nor by the end of the
// request, after which only later ones mean anything.
func (t *tending) unanswered() []policy.Event {
	ledger, _ := t.reading.Facts.Ledger.Get()
	var commands []policy.Event
	for _, e := range ledger {
		switch {
		case e.Receipt != nil && e.Receipt.Kind == policy.ReceiptClosed:
			commands = nil
		case e.Command != nil && e.Actor.Human() && e.App == "" && e.Intent == "" && !t.noted(answerTo(e)):
			commands = append(commands, e)
		}
	}
	return commands
}

func answerTo(e policy.Event) string { return "answer " + strconv.FormatInt(e.ID, 10) }

// allowed asks the rules. A request without a project has no rules: nobody is
// its approver.
func (t *tending) allowed(ctx context.Context, e policy.Event) (policy.Outcome, string, error) {
	if t.reading.Project == nil {
		if issue, _ := t.reading.Facts.Issue.Get(); e.Command.Verb != policy.CommandRetract || !e.Actor.Same(issue.Author) {
			return policy.RefuseFor, "this is no request for a project of the policy, and only who filed it may take it back", nil
		}
	} else if err := t.keeper.Reader.Meet(ctx, t.reading, e.Actor); err != nil {
		return "", "", err
	}
	outcome, why := policy.Allowed(t.reading.Rules, t.reading.Parsed.Request, t.reading.Facts, *e.Command, e.Actor)
	return outcome, why, nil
}

// carryOut does what a command says; done when the request is not as it was
// read any more.
func (t *tending) carryOut(ctx context.Context, e policy.Event) (done bool, err error) {
	switch e.Command.Verb {
	case policy.CommandRetract:
		return true, t.end(ctx, record.Closed{State: release.Retracted, By: e.Actor})
	case policy.CommandReject:
		return true, t.end(ctx, record.Closed{State: release.Rejected, By: e.Actor, Reason: e.Command.Argument})
	case policy.CommandRetry:
		return t.retry(ctx, e)
	}
	return t.settle(ctx, e)
}

func (t *tending) retry(ctx context.Context, e policy.Event) (done bool, err error) {
	if t.running() {
		return false, t.answer(ctx, e, "changes nothing: a run for this request is under way.")
	}
	if err := t.start(ctx); err != nil {
		return false, err
	}
	return true, t.answer(ctx, e, "is obeyed: the gate is asked again.")
}

// settle answers an approver's word on a target. The word itself is read by
// whoever reads the facts; here it only starts what it makes possible.
func (t *tending) settle(ctx context.Context, e policy.Event) (done bool, err error) {
	states, _ := policy.Settled(t.reading.Rules, t.reading.Parsed.Request, t.reading.Facts).Get()
	target := states[e.Command.Argument]
	name := "`" + e.Command.Argument + "`" // of a known form
	if target.Settled == nil || target.Settled.Event != e.ID {
		return false, t.answer(ctx, e, "changes nothing: what was said later of "+name+" counts.")
	}
	said := "is obeyed: " + name + " counts as published."
	if target.State == policy.TargetLeft {
		said = "is obeyed: " + name + " counts as not published."
	}
	verdict := t.reading.Verdict()
	if goes := verdict.Decision == policy.Publish || verdict.Decision == policy.Finish; goes && !t.running() {
		if err := t.start(ctx); err != nil {
			return false, err
		}
		return true, t.answer(ctx, e, said+" The gate is asked again.")
	}
	return false, t.answer(ctx, e, fmt.Sprintf("%s To go on: `gh release-request retry %d`.", said, t.Number))
}

// start has the gate decide once more. Only the publish workflow publishes.
func (t *tending) start(ctx context.Context) error {
	t.keeper.started[t.reading.Parsed.Request.Source().String()] = true
	return t.keeper.Hub.Dispatch(ctx, t.Runtime.Repository, facts.Workflow, t.reading.Central.DefaultBranch,
		map[string]string{"issue": strconv.Itoa(t.Number)})
}

// answer says once what became of a command.
func (t *tending) answer(ctx context.Context, e policy.Event, said string) error {
	command, err := record.RenderCommand(*e.Command)
	if err != nil {
		return err
	}
	url := ""
	if i := slices.IndexFunc(t.reading.Comments, func(c facts.Comment) bool { return c.ID == e.ID }); i >= 0 {
		url = t.reading.Comments[i].URL
	}
	text := fmt.Sprintf("[%s](%s) by %s %s", record.Quote(command), url, record.Quote(e.Actor.Login), said)
	return t.note(ctx, answerTo(e), text)
}
