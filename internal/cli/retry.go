package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/release-request/gh-release-request/internal/approve"
	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/policy"
)

type retryOptions struct {
	Env       *Env
	Words     []string // the request; empty: ask
	Published []string // targets that are out
	Missing   []string // targets that are not
	Yes       bool
}

func newRetryCmd(env *Env, run func(context.Context, *retryOptions) error) *cobra.Command {
	opts := &retryOptions{Env: env}
	cmd := &cobra.Command{
		Use:     "retry [REQUEST]",
		GroupID: groupRequests,
		Short:   "Publish what is left, through the gate again",
		Long: `Start the publishing workflow for a request again. The gate decides anew: what is
published is not published twice, and an approval that still counts needs no new
press. Where you may not start workflows, the comment "#retry" is left as you,
which the central repository's workflow obeys for whoever asked and for approvers.

When nobody can tell whether a target is out, an approver who did not ask looks at
the registry, and says it with --published or --missing. That is left as a comment
of theirs, and the gate goes by it.

` + requestHelp,
		Example: examples("$ gh release-request retry 42", "# npm has it, docs has not", "$ gh release-request retry 42 --published npm --missing docs"),
		Args:    atMostOne,
		RunE: func(cmd *cobra.Command, args []string) error {
			opts.Words = args
			return run(cmd.Context(), opts)
		},
	}
	cmd.Flags().StringSliceVar(&opts.Published, "published", nil, "the `target` is out: you have looked")
	cmd.Flags().StringSliceVar(&opts.Missing, "missing", nil, "the `target` is not out: you have looked")
	cmd.Flags().BoolVarP(&opts.Yes, "yes", "y", false, "do not ask")
	return cmd
}

func runRetry(ctx context.Context, opts *retryOptions) error {
	env, s := opts.Env, opts.Env.Streams
	settlements, err := approve.Settlements(opts.Published, opts.Missing)
	if err != nil {
		return err
	}
	request, err := env.choose(ctx, "retry", opts.Words)
	if err != nil {
		return err
	}
	s.Step("Reading %s", request)
	reading, err := request.reader.Read(ctx, request.number)
	s.EndSteps()
	if err != nil {
		return err
	}
	if err := approve.CheckSettlements(reading, settlements); err != nil {
		return fault.Wrap(err, "%s is not tried again", request)
	}
	verdict := approve.PreviewRetry(reading, settlements)
	if err := checkRetry(request, verdict, approve.Over(reading, verdict)); err != nil {
		return err
	}
	if len(settlements) > 0 {
		renderHead(s, request, reading)
		if err := env.confirm(ctx, opts.Yes, "Say so for everybody to rely on: "+settlementWords(settlements)+"?"); err != nil {
			return fault.Wrap(err, "%s is not tried again", request)
		}
	}
	s.Step("Asking the gate again")
	byWorkflow, err := request.approver().Retry(ctx, reading, settlements)
	s.EndSteps()
	if err != nil {
		return err
	}
	if byWorkflow {
		s.Notef("the workflow will ask the gate of %s again%s\n", request, aside(strings.Join(verdict.Left, ", ")))
	} else {
		s.Notef("the gate of %s is asked again%s\n", request, aside(strings.Join(verdict.Left, ", ")))
	}
	if verdict.Decision == policy.Wait {
		return fault.New(fault.Pending, "the gate will wait for %s: %s", request, findingTexts(verdict, policy.WaitFor))
	}
	return nil
}

// checkRetry refuses to ask the gate what is certain to be refused: its refusal
// would spend the approvals.
func checkRetry(request chosen, verdict policy.Verdict, over bool) error {
	switch {
	case over:
		return fault.New(fault.Refused, "%s is closed", request).
			WithHint("gh release-request view %d shows how it ended", request.number)
	case verdict.Decision == policy.Refuse:
		return fault.New(fault.Refused, "%s is not tried again: %s", request, findingTexts(verdict, policy.RefuseFor)).
			WithHint("gh release-request view %d shows every rule", request.number)
	}
	return nil
}

func settlementWords(settlements []policy.Command) string {
	words := make([]string, len(settlements))
	for i, c := range settlements {
		words[i] = fmt.Sprintf("%s is %s", c.Argument, c.Verb)
	}
	return strings.Join(words, ", ")
}
