package cli

import (
	"context"
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
	if len(plan.Tokens) == 0 {
		s.EndSteps()
		return opts.none(d)
	}
	running, err := rotator.Await(ctx, plan.Targets(), time.Time{}, 0, nil)
	s.EndSteps()
	if err != nil {
		return err
	}
	if opts.DryRun {
		return opts.showPlan(d, plan, running)
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
