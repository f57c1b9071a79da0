package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/output"
	"github.com/release-request/gh-release-request/internal/request"
)

type retractOptions struct {
	Env   *Env
	Words []string // the request; empty: ask
	Yes   bool
}

func newRetractCmd(env *Env, run func(context.Context, *retractOptions) error) *cobra.Command {
	opts := &retractOptions{Env: env}
	cmd := &cobra.Command{
		Use:     "retract [REQUEST]",
		GroupID: groupRequests,
		Short:   "Take back a request of your own",
		Long: `Take back a request of your own; to read the central repository is enough. The
comment "#retract" is left on it as you; the workflow of the central repository
obeys it: it closes the request and leaves a receipt. Where there is no such
workflow, the request is closed as you.

The release branch is deleted if it still is at the request's commit, nothing of
it is published, and no other request needs it. What is published already stays
published.

A request is named by its number, by OWNER/REPO#NUMBER, or by its URL. Without
one, you pick from your own.`,
		Example: examples("$ gh release-request retract 42"),
		Args:    atMostOne,
		RunE: func(cmd *cobra.Command, args []string) error {
			opts.Words = args
			return run(cmd.Context(), opts)
		},
	}
	cmd.Flags().BoolVarP(&opts.Yes, "yes", "y", false, "do not ask")
	return cmd
}

func runRetract(ctx context.Context, opts *retractOptions) error {
	env, s := opts.Env, opts.Env.Streams
	own, err := env.chooseOwn(ctx, opts.Words)
	if err != nil {
		return err
	}
	s.Step("Reading %s", own)
	reading, err := own.reader.Read(ctx, own.number)
	s.EndSteps()
	if err != nil {
		return err
	}
	if err := request.CheckRetract(reading); err != nil {
		return fault.Wrap(err, "%s is not taken back", own).
			WithHint("gh release-request view %d shows how it stands", own.number)
	}
	renderHead(s, own, reading)
	if err := env.confirm(ctx, opts.Yes, fmt.Sprintf("Take back %s?", own)); err != nil {
		return fault.Wrap(err, "%s is not taken back", own)
	}
	s.Step("Taking back %s", own)
	done, err := own.retractor().Retract(ctx, reading)
	s.EndSteps()
	if err != nil {
		return err
	}
	renderRetracted(s, own, reading.Parsed.Request.Branch, done)
	return nil
}

func renderRetracted(s *output.Streams, own chosen, branch string, done request.Retracted) {
	if done.ByWorkflow {
		s.Notef("%s is taken back; the workflow closes it\n", own)
	} else {
		s.Notef("%s is taken back and closed; %s has no workflow that leaves receipts of it\n", own, own.name)
	}
	if done.BranchDeleted {
		s.Notef("the release branch %s is deleted\n", branch)
	}
}

// chooseOwn returns the request that a word names. Without a word, a person at
// a terminal picks from their own open ones; anybody else is told which those
// are.
func (env *Env) chooseOwn(ctx context.Context, words []string) (chosen, error) {
	if len(words) > 0 {
		return env.chosen(ctx, words[0])
	}
	d, err := env.centralDesk(ctx)
	if err != nil {
		return chosen{}, err
	}
	env.Streams.Step("Reading your open requests in %s", d.name)
	central, _, err := d.reader.Policy(ctx, 0)
	if err != nil {
		return chosen{}, err
	}
	own, err := d.retractor().Own(ctx, central.Viewer.Person())
	env.Streams.EndSteps()
	switch {
	case err != nil:
		return chosen{}, err
	case len(own) == 0:
		return chosen{}, fault.New(fault.Failed, "you (%s) have no open request in %s", central.Viewer.Login, d.name)
	}
	options := make([]string, len(own))
	for i, issue := range own {
		options[i] = fmt.Sprintf("#%d  %s", issue.Number, strings.TrimPrefix(issue.Title, "publish: "))
	}
	if env.Prompter().Check() != nil {
		return chosen{}, fault.New(fault.Failed, "no request is named; yours are %s", strings.Join(options, ", ")).
			WithHint("gh release-request retract %d", own[0].Number)
	}
	index, err := env.Prompter().Select(ctx, "Which request?", options)
	if err != nil {
		return chosen{}, err
	}
	return chosen{d, own[index].Number}, nil
}
