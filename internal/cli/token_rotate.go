package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/output"
	"github.com/release-request/gh-release-request/internal/token"
)

type tokenRotateOptions struct {
	Env     *Env
	Wish    token.Wish
	From    valueFrom
	DryRun  bool
	Yes     bool
	NoWait  bool
	Timeout time.Duration
	Export  output.Export

	told []token.Job // that the plan named
}

func newTokenRotateCmd(env *Env, run func(context.Context, *tokenRotateOptions) error) *cobra.Command {
	opts := &tokenRotateOptions{Env: env}
	cmd := &cobra.Command{
		Use:   "rotate {NAME... | --all | --due}",
		Short: "Replace tokens by new values",
		Long: `Replace tokens by new values, in every environment that has them. NAME is that of
the secret; --due takes those whose time has come, --all takes all.

The plan is shown first. A value is asked for without being shown; without a
terminal that of one token is read from standard input, or it is taken from the
variable that --from-env names, or from the command that the policy names under
tokens: NAME: source (--from-source). --all and --due use the source of each token
that has one. A value is never an argument, and it is never written anywhere.

Each value is verified before anything changes, where the policy says how. Then
publish jobs that run with the old value are waited for, every environment is set,
and GitHub is asked whether it was. A receipt, without the value, is left in the
issue "Token rotations" of the central repository, and you are told what to revoke.

Run it again after any failure: it sets all of a token's environments again.

It ends with 0 when every token was replaced everywhere, 3 when a value does not
work, 8 when publish jobs run and are not waited for, and 1 when a token was not
replaced, or not everywhere.`,
		Example: examples("$ gh release-request token rotate NPM_TOKEN", "# from a password manager", "$ op read op://release/npm/token | gh release-request token rotate NPM_TOKEN --yes", "# all that are due, each from its source", "$ gh release-request token rotate --due --yes"),
		RunE: func(cmd *cobra.Command, args []string) error {
			opts.Wish.Names = args
			if err := opts.check(cmd); err != nil {
				return err
			}
			return run(cmd.Context(), opts)
		},
	}
	flags := cmd.Flags()
	flags.BoolVar(&opts.Wish.All, "all", false, "every token that the policy names")
	flags.BoolVar(&opts.Wish.Due, "due", false, "those that are due by the policy's rotate-every")
	addValueFrom(cmd, &opts.From)
	flags.BoolVar(&opts.DryRun, "dry-run", false, "show the plan and change nothing")
	flags.BoolVarP(&opts.Yes, "yes", "y", false, "do not ask")
	flags.BoolVar(&opts.NoWait, "no-wait", false, "stop if a publish job runs with one of the tokens")
	flags.DurationVar(&opts.Timeout, "timeout", time.Hour, "wait no longer than this `time` for publish jobs")
	addExport(cmd, &opts.Export, changeFields.Names())
	return cmd
}

// check looks at what was asked for, before anything is read.
func (o *tokenRotateOptions) check(cmd *cobra.Command) error {
	kinds := 0
	for _, asked := range []bool{len(o.Wish.Names) > 0, o.Wish.All, o.Wish.Due} {
		if asked {
			kinds++
		}
	}
	switch {
	case kinds != 1:
		return fault.New(fault.Failed, "it takes the names of tokens, or --all, or --due").WithHint("gh release-request token list")
	case o.From.Env != "" && len(o.Wish.Names) != 1:
		return fault.New(fault.Failed, "--from-env holds the value of one token; name just that one")
	case o.Timeout <= 0:
		return fault.New(fault.Failed, "--timeout is %s; it must be more than 0; --no-wait does not wait", o.Timeout)
	case o.NoWait && cmd.Flags().Changed("timeout"):
		return fault.New(fault.Failed, "--no-wait and --timeout cannot both be given")
	}
	return o.From.check()
}

// from is where the value of one token comes from.
func (o *tokenRotateOptions) from(t token.Planned) valueFrom {
	from := o.From
	from.Source = from.Source || len(t.Source) > 0 && (o.Wish.All || o.Wish.Due)
	return from
}

func runTokenRotate(ctx context.Context, opts *tokenRotateOptions) error {
	env := opts.Env
	s := env.Streams
	d, err := env.centralDesk(ctx)
	if err != nil {
		return err
	}
	rotator := &token.Rotator{Hub: d.client, Repository: d.name, Wait: wait, Now: env.Now, Step: s.Step}
	plan, err := opts.plan(ctx, d)
	if err != nil {
		return err
	}
	running, err := rotator.Await(ctx, plan.Targets(), time.Time{}, 0, nil)
	s.EndSteps()
	if err != nil {
		return err
	}
	if opts.DryRun {
		return opts.showPlan(d, plan, running)
	}
	if len(plan.Tokens) == 0 {
		s.Notef("No token of %s is due.\n", d.name)
		return opts.show(d, nil)
	}
	s.Notef("%s", rotationText(d, plan, running, opts))
	opts.told = running
	if err := opts.agree(ctx, running); err != nil {
		return err
	}
	tokens, err := opts.values(ctx, d, plan)
	if err != nil {
		return err
	}
	if running, err := rotator.Await(ctx, plan.Targets(), time.Time{}, opts.patience(), opts.waiting); err != nil || len(running) > 0 {
		s.EndSteps()
		return busy(err, running, "nothing was changed: the old value is still in use by %s")
	}
	s.Step("Looking for the issue of rotations")
	done, err := rotator.Rotate(ctx, plan, tokens)
	s.EndSteps()
	if done == nil {
		return err
	}
	return opts.end(ctx, d, rotator, plan, done, err)
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
