package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/token"
)

// from is where the value of one token comes from.
func (o *tokenRotateOptions) from(t token.Planned) valueFrom {
	from := o.From
	from.Source = from.Source || len(t.Source) > 0 && (o.Wish.All || o.Wish.Due)
	return from
}

// plan reads what there is, and finds all that stands against the rotation.
func (o *tokenRotateOptions) plan(ctx context.Context, d *desk) (*token.Plan, error) {
	env := o.Env
	env.Streams.Step("Reading the secrets of %s", d.name)
	central, policy, err := d.reader.Policy(ctx, 0)
	if err != nil {
		return nil, err
	}
	stored, err := (&token.Lister{Hub: d.client, Repository: d.name}).List(ctx, policy)
	if err != nil {
		return nil, err
	}
	plan, problems := token.NewPlan(central, policy, stored, o.Wish)
	for _, t := range plan.Tokens {
		from := o.from(t)
		err := env.against(from, t.Token)
		if err == nil && from == (valueFrom{}) && !env.Streams.InTerminal && (len(plan.Tokens) > 1 || len(o.Wish.Names) == 0) {
			err = fault.New(fault.Failed, "nobody can be asked for the value of %s here, and the policy names no source for it", t.Name).
				WithHint("write under tokens: %s: {source: {run: [program, argument]}}", t.Name)
		}
		if err != nil && !o.DryRun {
			problems = append(problems, err)
		}
	}
	return plan, fault.All("nothing was changed", problems)
}

// agree asks whether to go on, and does not where jobs run that are not waited for.
func (o *tokenRotateOptions) agree(ctx context.Context, running []token.Job) error {
	if o.NoWait && len(running) > 0 {
		return busy(nil, running, "nothing was changed: the old value is in use by %s")
	}
	if err := o.Env.Prompter().Check(); err != nil && !o.Yes {
		return fault.Wrap(err, "nothing was changed").WithHint("look at the plan, then add --yes")
	}
	return o.Env.confirm(ctx, o.Yes, "Go on?")
}

// patience is how long publish jobs are waited for.
func (o *tokenRotateOptions) patience() time.Duration {
	if o.NoWait {
		return 0
	}
	return o.Timeout
}

// waiting says which jobs are waited for, unless they are those of the plan.
func (o *tokenRotateOptions) waiting(running []token.Job) {
	o.Env.Streams.EndSteps()
	if !slices.Equal(running, o.told) {
		o.Env.Streams.Notef("Waiting for %s, where the old value is in use.\n", jobs(running))
	}
	o.Env.Streams.Step("Waiting for publish jobs to end")
}

// busy says that jobs still run with an old value; format has one %s for them.
func busy(err error, running []token.Job, format string) error {
	if err != nil {
		return err
	}
	return fault.New(fault.Pending, format, jobs(running))
}

func jobs(running []token.Job) string {
	var list []string
	for _, job := range running {
		list = append(list, fmt.Sprintf("the publish job of %s (%s)", job.Target, job.URL))
	}
	return strings.Join(list, " and ")
}

// values takes the value of each token and verifies it, and says at once which
// of them cannot be used.
func (o *tokenRotateOptions) values(ctx context.Context, d *desk, plan *token.Plan) ([]token.Fresh, error) {
	env := o.Env
	var tokens []token.Fresh
	var problems []error
	for _, t := range plan.Tokens {
		value, err := env.value(ctx, o.from(t), t.Token, token.NewValue)
		if isStopped(ctx, err) {
			return nil, err
		}
		if err != nil {
			problems = append(problems, fault.Wrap(err, "%s", t.Name))
			continue
		}
		tokens = append(tokens, token.Fresh{Planned: t, Value: value})
	}
	problems = append(problems, token.Same(tokens)...)
	for i, t := range tokens {
		if t.Verify.String() == "" {
			continue // the plan says so
		}
		env.Streams.Step("Asking %s about %s", t.Verify, t.Name)
		verdict, err := env.verifier(d.central.Host, o.From).Verify(ctx, t.Token, t.Value)
		env.Streams.EndSteps()
		switch {
		case err != nil:
			return nil, err
		case verdict.Outcome == token.Fails:
			problems = append(problems, verdictError(verdict))
		case verdict.Outcome == token.Unknown:
			env.Streams.Notef("Whether %s works cannot be told: %s.\n", t.Name, verdict.Why)
		}
		tokens[i].Verdict = verdict
	}
	return tokens, fault.All("nothing was changed", problems)
}
