package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/output"
	"github.com/release-request/gh-release-request/internal/token"
)

// changed is a change, with what people do next.
type changed struct {
	token.Change
	Revoke  string // page on which the old value is revoked
	Receipt string
}

var changeFields = output.Fields[changed]{
	{Name: "secret", Of: func(c changed) any { return c.Secret }},
	{Name: "environment", Of: func(c changed) any { return c.Environment }},
	{Name: "outcome", Of: func(c changed) any { return c.Fate }},
	{Name: "updatedAt", Of: func(c changed) any { return timeOrNull(c.At) }},
	{Name: "before", Of: func(c changed) any { return timeOrNull(c.Updated) }},
	{Name: "due", Of: func(c changed) any { return timeOrNull(c.Due) }},
	{Name: "verified", Of: func(c changed) any { return c.Verdict.Words() }},
	{Name: "why", Of: func(c changed) any { return c.Why }},
	{Name: "revoke", Of: func(c changed) any { return c.Revoke }},
	{Name: "receipt", Of: func(c changed) any { return c.Receipt }},
}

// rotationText is the plan as it will be carried out.
func rotationText(d *desk, plan *token.Plan, running []token.Job, opts *tokenRotateOptions) string {
	var b strings.Builder
	for _, t := range plan.Tokens {
		var places []string
		for _, p := range t.Places {
			places = append(places, placeText(p, plan.At))
		}
		fmt.Fprintf(&b, "%s\n  set in    %s\n  value     %s\n  verified  %s\n", t.Name, strings.Join(places, "\n            "), opts.sourceText(t), verifiedText(t))
	}
	if len(running) > 0 {
		fmt.Fprintf(&b, "The old value is in use by %s.\n", jobs(running))
	}
	return b.String()
}

// placeText is an environment with how old the token in it is.
func placeText(p token.Stored, now time.Time) string {
	switch {
	case p.State != token.Set:
		return p.Environment + aside("not set yet")
	case p.Due.IsZero():
		return p.Environment + aside("since "+day(p.Updated))
	case p.Late(now):
		return p.Environment + aside("since "+day(p.Updated)+", due since "+day(p.Due))
	}
	return p.Environment + aside("since "+day(p.Updated)+", due on "+day(p.Due))
}

func day(t time.Time) string { return t.UTC().Format(time.DateOnly) }

func (o *tokenRotateOptions) sourceText(t token.Planned) string {
	from := o.from(t)
	switch {
	case from.Env != "":
		return "from the variable " + from.Env
	case from.Source && len(t.Source) > 0:
		return "from the command: " + strings.Join(t.Source, " ")
	case from.Source:
		return "the policy names no source"
	case o.Env.Streams.InTerminal:
		return "asked for once you said yes, and not shown"
	}
	return "from standard input"
}

func verifiedText(t token.Planned) string {
	if by := t.Verify.String(); by != "" {
		return "by " + by
	}
	return "not: the policy does not say how"
}

// showPlan is the result of --dry-run.
func (o *tokenRotateOptions) showPlan(d *desk, plan *token.Plan, running []token.Job) error {
	if !o.Export.Wanted() {
		o.Env.Streams.Printf("%s", rotationText(d, plan, running, o))
		return nil
	}
	var changes []token.Change
	for _, t := range plan.Tokens {
		for _, place := range t.Places {
			changes = append(changes, token.Change{Stored: place, Fate: token.Untried})
		}
	}
	return o.show(d, &token.Rotation{Changes: changes})
}

// none is the result where there is nothing to do.
func (o *tokenRotateOptions) none(d *desk) error {
	if o.Wish.Due {
		o.Env.Streams.Notef("No token of %s is due.\n", d.name)
	} else {
		o.Env.Streams.Notef("The policy of %s names no secrets.\n", d.name)
	}
	if o.Export.Wanted() {
		return o.show(d, &token.Rotation{})
	}
	return nil
}

// show is the result: what became of each token in each environment.
func (o *tokenRotateOptions) show(d *desk, done *token.Rotation) error {
	s := o.Env.Streams
	var rows []changed
	for _, c := range done.Changes {
		rows = append(rows, changed{c, token.Settings(c.Verify, d.central.Host), done.Receipt})
	}
	if o.Export.Wanted() {
		return output.ExportAll(s, o.Export, changeFields, rows)
	}
	table := s.Table(o.Env.Now(), "secret", "environment", "outcome", "new value")
	for _, c := range rows {
		style := map[token.Fate]output.Style{token.Replaced: output.Good, token.Kept: output.Bad}[c.Fate]
		table.Row(output.Word(output.Normal, c.Secret), output.Word(output.Normal, c.Environment), output.Word(style, string(c.Fate)), output.Text(c.Verdict.Words()))
	}
	table.Render("Nothing was changed.")
	return nil
}

// end tells what came of it, waits for jobs that began with an old value while it
// went on, and says what to revoke. left is why no receipt could be.
func (o *tokenRotateOptions) end(ctx context.Context, d *desk, rotator *token.Rotator, plan *token.Plan, done *token.Rotation, left error) error {
	s := o.Env.Streams
	problems := []error{o.show(d, done), left}
	if done.Receipt != "" {
		s.Notef("The receipt: %s\n", done.Receipt)
	}
	var last time.Time // when the last of them was set
	for _, c := range done.Changes {
		if c.Fate != token.Replaced {
			problems = append(problems, keptError(c))
		}
		if c.At.After(last) {
			last = c.At
		}
	}
	quiet := false
	if !last.IsZero() {
		running, err := rotator.Await(ctx, plan.Targets(), last, o.patience(), o.waiting)
		s.EndSteps()
		quiet = err == nil && len(running) == 0
		switch {
		case err != nil:
			problems = append(problems, fault.Wrap(err, "whether jobs run with an old value cannot be read"))
		case len(running) > 0:
			problems = append(problems, busy(nil, running, "an old value is still in use by %s"))
		}
	}
	o.sayRevoke(d, plan, whole(done.Changes), quiet)
	return fault.All("it is not done yet", problems)
}

// keptError says why a token was not replaced somewhere.
func keptError(c token.Change) error {
	why := c.Why
	if c.Fate == token.Untried {
		why = "it was stopped before"
	}
	return fault.New(fault.Failed, "%s in environment %s: %s", c.Secret, c.Environment, why).
		WithHint("run it again: it sets all environments of %s", c.Secret)
}

// sayRevoke says which old values to revoke, and where; quiet says that nothing
// can use those any more that were replaced everywhere.
func (o *tokenRotateOptions) sayRevoke(d *desk, plan *token.Plan, replaced []string, quiet bool) {
	for _, t := range plan.Tokens {
		where := ", at the service that issued it"
		if page := token.Settings(t.Verify, d.central.Host); page != "" {
			where = ": " + page
		}
		switch {
		case !slices.ContainsFunc(t.Places, func(p token.Stored) bool { return p.State == token.Set }):
			// There was none before.
		case !slices.Contains(replaced, t.Name):
			o.Env.Streams.Notef("Do not revoke the old %s: it is still in use.\n", t.Name)
		case quiet:
			o.Env.Streams.Notef("Now revoke the old %s%s\n", t.Name, where)
		default:
			o.Env.Streams.Notef("Revoke the old %s once no publish job has it%s\n", t.Name, where)
		}
	}
}

// whole lists the tokens that were replaced everywhere.
func whole(changes []token.Change) []string {
	var names, not []string
	for _, c := range changes {
		if c.Fate == token.Replaced {
			names = append(names, c.Secret)
		} else {
			not = append(not, c.Secret)
		}
	}
	return slices.DeleteFunc(names, func(name string) bool { return slices.Contains(not, name) })
}
