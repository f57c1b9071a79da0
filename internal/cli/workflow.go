package cli

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/release-request/gh-release-request/internal/actions"
	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/publish"
)

func newWorkflowCmd(env *Env) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "workflow",
		GroupID: groupActions,
		Short:   "The steps of the central repository's workflow",
		Long: `The steps of publish.yml. They run inside GitHub Actions, where the workflow file
sets the variables that they read, and refuse to run elsewhere.`,
		Args: cobra.ArbitraryArgs,
		RunE: helpOrMisuse,
	}
	cmd.AddCommand(
		newWorkflowStepCmd(env, "gate", "Decide whether a request may be published now",
			`Read everything about the request RELEASE_REQUEST_ISSUE, decide by the rules, say
the verdict on the request, and set the outputs decision, digest, digest12,
attested and target-NAME. The exit code is 0 for every verdict.`, runGate),
		newWorkflowStepCmd(env, "checkout", "Check out the approved commit for one target, if it still may be published",
			`Decide once more, over facts read now, whether target RELEASE_REQUEST_TARGET may
be published as the gate said, and only then fetch the approved commit.`, runCheckout),
		newWorkflowStepCmd(env, "publish", "Publish one target from the checkout",
			`Run the project's publisher for the target that checkout prepared, with the
target's own secrets and nothing else that is secret.`, runPublish),
		newWorkflowStepCmd(env, "report", "Say what happened, and finish what is published",
			`Say on the request what became of each target, as GitHub reports the run's jobs.
When all are out: tag, merge, delete the release branch, close the request.`, runReport),
	)
	return cmd
}

// newWorkflowStepCmd is one step: it takes no argument and no flag, since
// everything comes from the workflow file.
func newWorkflowStepCmd(env *Env, name, short, long string, run func(context.Context, *Env) error) *cobra.Command {
	return &cobra.Command{
		Use: name, Short: short, Long: long, Args: noArgs,
		RunE:              func(cmd *cobra.Command, _ []string) error { return run(cmd.Context(), env) },
		ValidArgsFunction: cobra.NoFileCompletions,
	}
}

// workflowCase opens the request of this job. Without a key to the source
// repositories, the job's own token must do: public repositories need no more.
func (env *Env) workflowCase(attested *policy.Roles) (publish.Case, *facts.Reader, error) {
	runtime, err := actions.Open(env.Getenv, env.Streams.Out)
	if err != nil {
		return publish.Case{}, nil, err
	}
	number, err := runtime.NumberEnv(actions.EnvIssue)
	if err != nil {
		return publish.Case{}, nil, err
	}
	token := runtime.Env(actions.EnvToken)
	if token == "" {
		return publish.Case{}, nil, fault.New(fault.Unauthenticated, "%s is not set in this step", actions.EnvToken)
	}
	central, err := env.Client(runtime.Host(), token)
	if err != nil {
		return publish.Case{}, nil, err
	}
	reader := &facts.Reader{Repository: runtime.Repository, Central: central, Source: central, Attested: attested, OwnRun: runtime.Run.ID}
	if attested == nil {
		key := runtime.Env(actions.EnvSourceToken)
		if key == "" {
			return publish.Case{}, nil, fault.New(fault.Unauthenticated, "the secret %s is not set", actions.EnvSourceToken).
				WithHint("an owner sets it in the environment release-gate of %s", runtime.Repository)
		}
		runtime.Mask(key)
		if reader.Source, err = env.Client(runtime.Host(), key); err != nil {
			return publish.Case{}, nil, err
		}
		reader.People = reader.Source
	}
	return publish.Case{Reader: reader, Issues: central, Runtime: runtime, Number: number}, reader, nil
}

func runGate(ctx context.Context, env *Env) error {
	request, _, err := env.workflowCase(nil)
	if err != nil {
		return err
	}
	verdict, err := request.Gate(ctx)
	if err != nil {
		return err
	}
	env.Streams.Printf("decision: %s\n", verdict.Decision)
	for _, f := range verdict.Against() {
		env.Streams.Printf("%s: %s: %s\n", f.Outcome, f.Reason, f.Sentence)
	}
	return nil
}

func runCheckout(ctx context.Context, env *Env) error {
	runtime, err := actions.Open(env.Getenv, env.Streams.Out)
	if err != nil {
		return err
	}
	handed := publish.Handed{
		Target: runtime.Env(actions.EnvTarget), Digest: runtime.Env(actions.EnvDigest),
		Attested: runtime.Env(actions.EnvAttested), Grant: runtime.Env(actions.EnvGrant),
	}
	permit, err := handed.Check(runtime.Run)
	if err != nil {
		return err
	}
	request, reader, err := env.workflowCase(&permit.Attested.Roles)
	if err != nil {
		return err
	}
	checkout := &publish.Checkout{Case: request, Files: reader.Central, Permit: permit, Dir: runtime.Workspace}
	plan, err := checkout.Run(ctx)
	if err != nil {
		return err
	}
	env.Streams.Printf("%s is checked out for %s\n", plan.Commit, plan.Target)
	return nil
}

func runPublish(ctx context.Context, env *Env) error {
	runtime, err := actions.Open(env.Getenv, env.Streams.Out)
	if err != nil {
		return err
	}
	plan, err := publish.LoadPlan(runtime.Temp)
	if err != nil {
		return err
	}
	target := &publish.Target{Plan: plan, Runtime: runtime, Environ: env.Environ(), Stdout: env.Streams.Out, Stderr: env.Streams.Err}
	return target.Run(ctx)
}

func runReport(ctx context.Context, env *Env) error {
	request, reader, err := env.workflowCase(nil)
	if err != nil {
		return err
	}
	report := &publish.Report{Case: request, Source: reader.Source, Digest: request.Runtime.Env(actions.EnvDigest)}
	state, err := report.Run(ctx)
	if err != nil {
		return err
	}
	env.Streams.Printf("state: %s\n", state)
	return nil
}
