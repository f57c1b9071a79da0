package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/release-request/gh-release-request/internal/approve"
	"github.com/release-request/gh-release-request/internal/fault"
)

type rejectOptions struct {
	Env    *Env
	Words  []string // the request; empty: ask
	Reason string   // empty: ask
	Yes    bool
}

func newRejectCmd(env *Env, run func(context.Context, *rejectOptions) error) *cobra.Command {
	opts := &rejectOptions{Env: env}
	cmd := &cobra.Command{
		Use:     "reject [REQUEST] --reason TEXT",
		GroupID: groupApproval,
		Short:   "Say no to a request, for a reason",
		Long: `End a request for good, as an approver. The comment "#reject TEXT" is left on it as
you; the workflow of the central repository obeys it: it closes the request and
leaves a receipt. Where there is no such workflow, the request is closed as you.

What is published already stays published.

` + requestHelp,
		Example: examples(`$ gh release-request reject 42 --reason "the migration is not tested"`),
		Args:    atMostOne,
		RunE: func(cmd *cobra.Command, args []string) error {
			opts.Words = args
			return run(cmd.Context(), opts)
		},
	}
	cmd.Flags().StringVarP(&opts.Reason, "reason", "r", "", "why; one line of `text` for everybody to read")
	cmd.Flags().BoolVarP(&opts.Yes, "yes", "y", false, "do not ask")
	return cmd
}

func runReject(ctx context.Context, opts *rejectOptions) error {
	env, s := opts.Env, opts.Env.Streams
	silent := env.Prompter().Check() != nil
	if opts.Reason != "" || silent {
		if err := approve.CheckReason(opts.Reason); err != nil {
			return fault.Wrap(err, "nothing is rejected").WithHint(`gh release-request reject 42 --reason "why not"`)
		}
	}
	request, err := env.choose(ctx, "reject", opts.Words)
	if err != nil {
		return err
	}
	s.Step("Reading %s", request)
	reading, err := request.reader.Read(ctx, request.number)
	s.EndSteps()
	if err != nil {
		return err
	}
	if err := approve.CheckReject(reading); err != nil {
		return fault.Wrap(err, "%s is not rejected", request)
	}
	renderHead(s, request, reading)
	if opts.Reason == "" {
		opts.Reason, err = env.Prompter().Input(ctx, "Why?", approve.CheckReason)
		if err != nil {
			return err
		}
	}
	if err := env.confirm(ctx, opts.Yes, fmt.Sprintf("Reject %s?", request)); err != nil {
		return fault.Wrap(err, "%s is not rejected", request)
	}
	s.Step("Rejecting %s", request)
	byWorkflow, err := request.approver().Reject(ctx, reading, opts.Reason)
	s.EndSteps()
	if err != nil {
		return err
	}
	if byWorkflow {
		s.Notef("%s is rejected; the workflow closes it\n", request)
	} else {
		s.Notef("%s is rejected and closed; %s has no workflow that leaves receipts of it\n", request, request.name)
	}
	return nil
}
