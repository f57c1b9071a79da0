package cli

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/release-request/gh-release-request/internal/actions"
	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/publish"
)

func newWorkflowCmd(env *Env) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "workflow",
		GroupID: groupActions,
		Short:   "The steps of the central repository's workflows",
		Long: `The steps of publish.yml, intake.yml, sweep.yml and request.yml. They run inside
GitHub Actions, where the workflow file sets the variables that they read, and
refuse to run elsewhere.`,
		Example: examples("$ gh-release-request workflow gate"),
		Args:    cobra.ArbitraryArgs,
		RunE:    helpOrMisuse,
	}
	cmd.AddCommand(
		newWorkflowStepCmd(env, "gate", "Decide whether a request may be published now",
			`Read everything about the request RELEASE_REQUEST_ISSUE, decide by the rules, say
the verdict on the request, and set the outputs decision, digest, digest12,
attested and target-NAME. The exit code is 0 for every verdict.`, runGate),
		newWorkflowStepCmd(env, "checkout", "Check out the approved commit, if it still may be published",
			`Decide once more, over facts read now, whether target RELEASE_REQUEST_TARGET may
be published as the gate said, and only then fetch the approved commit.`, runCheckout),
		newWorkflowStepCmd(env, "publish", "Publish one target from the checkout",
			`Run the project's publisher for the target that checkout prepared, with the
target's own secrets and nothing else that is secret.`, runPublish),
		newWorkflowStepCmd(env, "report", "Say what happened, and finish what is published",
			`Say on the request what became of each target, as GitHub reports the run's jobs.
When all are out: tag, merge, delete the release branch, close the request.`, runReport),
		newWorkflowStepCmd(env, "intake", "Answer what happened to an issue, and sweep",
			`Look after the issue RELEASE_REQUEST_ISSUE, if there is one: say what is wrong with
a request, obey the commands in its comments, close it when it is over. Then do as
sweep does.`, runIntake),
		newWorkflowStepCmd(env, "sweep", "Look after every open request",
			`Have the gate decide again about what need not wait any longer, remind approvers,
end what is too old, and say of runs that died how to go on. A request that cannot
be looked after does not keep the others waiting; the exit code is 1 in the end.`, runSweep),
		newWorkflowStepCmd(env, "prepare", "Prepare a release within the source repository's workflow",
			`Look at everything that could stand against a release of RELEASE_REQUEST_PROJECT,
run the project's prepare program in a scratch clone, push the release branch, and
set the outputs version, base, commit and changelog.`, runSourcePrepare),
		newWorkflowStepCmd(env, "record", "Attest a prepared release",
			`Hold what the job before prepared against the policy and GitHub, and leave the
record of the request as an annotation of this run, where the central repository
finds it. Nothing of the project's runs here.`, runSourceRecord),
	)
	return cmd
}

// newWorkflowStepCmd is one step: it takes no argument and no flag, since
// everything comes from the workflow file. What it prints holds text of others,
// and the runner obeys what it reads.
func newWorkflowStepCmd(env *Env, name, short, long string, run func(context.Context, *Env) error) *cobra.Command {
	return &cobra.Command{
		Use: name, Short: short, Long: long, Args: noArgs,
		Example: examples("$ gh-release-request workflow " + name),
		RunE: func(cmd *cobra.Command, _ []string) error {
			env.Streams.Guard = actions.Inert
			return run(cmd.Context(), env)
		},
		ValidArgsFunction: cobra.NoFileCompletions,
	}
}

func runGate(ctx context.Context, env *Env) error {
	job, err := env.gateJob()
	if err != nil {
		return err
	}
	request, err := job.request()
	if err != nil {
		return err
	}
	request.CI = &publish.Watch{Checks: job.reader, Wait: wait}
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
	if plan.Craft != nil {
		if target.Artifacts, err = env.Client(runtime.Host(), token); err != nil {
			return err
		}
	}
	return target.Run(ctx)
}

func runReport(ctx context.Context, env *Env) error {
	job, err := env.gateJob()
	if err != nil {
		return err
	}
	request, err := job.request()
	if err != nil {
		return err
	}
	report := &publish.Report{Case: request, Source: job.keys, Remarks: job.central, Digest: job.runtime.Env(actions.EnvDigest)}
	state, err := report.Run(ctx)
	if err != nil {
		return err
	}
	env.Streams.Printf("state: %s\n", state)
	return nil
}
