package cli

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/release-request/gh-release-request/internal/actions"
	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/github"
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

// workflowJob is a job of this program's own workflow, with the job's token.
func (env *Env) workflowJob() (*actions.Runtime, *github.Client, error) {
	runtime, err := actions.Open(env.Getenv, env.Streams.Out)
	if err != nil {
		return nil, nil, err
	}
	token := runtime.Env(actions.EnvToken)
	if token == "" {
		return nil, nil, fault.New(fault.Unauthenticated, "%s is not set in this step", actions.EnvToken)
	}
	central, err := env.Client(runtime.Host(), token)
	return runtime, central, err
}

// workflowCase opens the request of a job that holds the gate's keys.
func (env *Env) workflowCase() (publish.Case, *publish.Keys, error) {
	runtime, central, err := env.workflowJob()
	if err != nil {
		return publish.Case{}, nil, err
	}
	number, err := runtime.NumberEnv(actions.EnvIssue)
	if err != nil {
		return publish.Case{}, nil, err
	}
	keys := &publish.Keys{Repository: runtime.Repository, Central: central, Secret: runtime.Secret}
	reader := &facts.Reader{Repository: runtime.Repository, Central: central, Keys: keys, OwnRun: runtime.Run.ID}
	return publish.Case{Reader: reader, Issues: central, Minter: keys, Runtime: runtime, Number: number}, keys, nil
}

func runGate(ctx context.Context, env *Env) error {
	request, _, err := env.workflowCase()
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
	runtime, central, err := env.workflowJob()
	if err != nil {
		return err
	}
	number, err := runtime.NumberEnv(actions.EnvIssue)
	if err != nil {
		return err
	}
	handed := publish.Handed{
		Target: runtime.Env(actions.EnvTarget), Digest: runtime.Env(actions.EnvDigest),
		Attested: runtime.Env(actions.EnvAttested), Grant: runtime.Env(actions.EnvGrant), SealKey: runtime.Secret(actions.EnvSealKey),
	}
	permit, err := handed.Check(runtime.Run)
	if err != nil {
		return err
	}
	if permit.Grant != nil {
		runtime.Mask(permit.Grant.Token)
	}
	reader := &facts.Reader{
		Repository: runtime.Repository, Central: central, Keys: publish.Granted{Central: central, Grant: permit.Grant},
		Attested: &permit.Attested.Attested, OwnRun: runtime.Run.ID,
	}
	checkout := &publish.Checkout{
		Case:  publish.Case{Reader: reader, Issues: central, Runtime: runtime, Number: number},
		Files: central, Permit: permit, Dir: runtime.Workspace,
	}
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
	token, err := publish.TakeToken(runtime.Temp, plan)
	if err != nil {
		return err
	}
	target := &publish.Target{Plan: plan, Token: token, Runtime: runtime, Environ: env.Environ(), Stdout: env.Streams.Out, Stderr: env.Streams.Err}
	return target.Run(ctx)
}

func runReport(ctx context.Context, env *Env) error {
	request, keys, err := env.workflowCase()
	if err != nil {
		return err
	}
	report := &publish.Report{Case: request, Source: keys, Digest: request.Runtime.Env(actions.EnvDigest)}
	state, err := report.Run(ctx)
	if err != nil {
		return err
	}
	env.Streams.Printf("state: %s\n", state)
	return nil
}
