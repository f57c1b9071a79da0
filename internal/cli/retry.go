package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"github.com/release-request/gh-release-request/internal/approve"
	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/policy"
)

type retryOptions struct {
	Env   *Env
	Words []string // the request; empty: ask
}

func newRetryCmd(env *Env, run func(context.Context, *retryOptions) error) *cobra.Command {
	opts := &retryOptions{Env: env}
	cmd := &cobra.Command{
		Use:     "retry [REQUEST]",
		GroupID: groupRequests,
		Short:   "Publish what is left, through the gate again",
		Long: `Start the publishing workflow for a request again. The gate decides anew: what is
published is not published twice, and an approval that still counts needs no new
press. It needs write access to the central repository.

` + requestHelp,
		Example: examples("$ gh release-request retry 42"),
		Args:    atMostOne,
		RunE: func(cmd *cobra.Command, args []string) error {
			opts.Words = args
			return run(cmd.Context(), opts)
		},
		ValidArgsFunction: cobra.NoFileCompletions,
	}
	return cmd
}

func runRetry(ctx context.Context, opts *retryOptions) error {
	env := opts.Env
	request, err := env.choose(ctx, "retry", opts.Words)
	if err != nil {
		return err
	}
	env.Streams.Step("Reading %s#%d", request.name, request.number)
	reading, err := request.reader.Read(ctx, request.number)
	if err != nil {
		return err
	}
	issue, _ := reading.Facts.Issue.Get()
	verdict := reading.Verdict()
	if !issue.Open && verdict.Decision != policy.Finish {
		return fault.New(fault.Refused, "%s#%d is closed", request.name, request.number).
			WithHint("gh release-request view %d shows how it ended", request.number)
	}
	env.Streams.Step("Starting the workflow")
	approver := &approve.Approver{Hub: request.client, Repository: request.name, Wait: wait}
	if err := approver.Retry(ctx, reading); err != nil {
		return err
	}
	env.Streams.EndSteps()
	env.Streams.Notef("the gate of %s#%d is asked again%s\n", request.name, request.number, aside(strings.Join(verdict.Left, ", ")))
	return nil
}
