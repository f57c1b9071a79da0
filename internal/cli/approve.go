package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/release-request/gh-release-request/internal/approve"
	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/output"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/release"
)

type approveOptions struct {
	Env    *Env
	Words  []string // the requests; empty: ask
	Yes    bool
	Anyway bool
	Watch  bool
	Reason string // of an emergency; empty: it is none
}

func newApproveCmd(env *Env, run func(context.Context, *approveOptions) error) *cobra.Command {
	opts := &approveOptions{Env: env}
	cmd := &cobra.Command{
		Use:     "approve [REQUEST...]",
		GroupID: groupApproval,
		Short:   "Approve a request",
		Long: `Show what would be published, check it against the rules as if you had approved,
ask, and set the label accepted as you. The label is the approval; setting it in
the browser is the same.

Nothing is set when a rule refuses, unless --anyway is given: then the gate
decides, and says its reasons on the request. With --watch the exit code is that
of the command watch.

With --emergency REASON the label emergency is set instead, after the reason was
left on the request. From a person whom the policy lists under approval.emergency
it stands in for the approval, and passes over four eyes, CI, freezes and blockers.
It is on record as an exception, which a second person acknowledges with the label
acknowledged.

` + requestHelp,
		Example: examples("$ gh release-request approve 42", "# in a script", "$ gh release-request approve 42 43 --yes --watch"),
		RunE: func(cmd *cobra.Command, args []string) error {
			opts.Words = args
			if cmd.Flags().Changed("emergency") {
				if err := approve.CheckReason(opts.Reason); err != nil {
					return fault.Wrap(err, "nothing is declared").WithHint(`gh release-request approve 42 --emergency "why it cannot wait"`)
				}
			}
			return run(cmd.Context(), opts)
		},
	}
	cmd.Flags().BoolVarP(&opts.Yes, "yes", "y", false, "do not ask")
	cmd.Flags().BoolVar(&opts.Anyway, "anyway", false, "set the label even if a rule refuses")
	cmd.Flags().StringVar(&opts.Reason, "emergency", "", "declare an emergency; the `reason` is one line for everybody to read")
	cmd.Flags().BoolVar(&opts.Watch, "watch", false, "follow what is approved to its end, as the command watch does")
	return cmd
}

func runApprove(ctx context.Context, opts *approveOptions) error {
	requests, err := opts.Env.chooseAll(ctx, "approve", opts.Words)
	if err != nil {
		return err
	}
	if len(opts.Words) > 1 {
		if err := findAll(ctx, opts.Env.Streams, requests); err != nil {
			return err
		}
	}
	var problems []error
	var approved []func() error // follows each that is to be watched
	for _, request := range requests {
		approval, err := approveOne(ctx, opts, request)
		switch {
		case isStopped(ctx, err):
			return err
		case opts.Watch && approval.Event != 0:
			approved = append(approved, func() error { return opts.Env.watch(ctx, request, 0, approval.At) })
		case err != nil:
			problems = append(problems, err)
		}
	}
	for _, follow := range approved {
		err := follow()
		if isStopped(ctx, err) {
			return err
		}
		if err != nil {
			problems = append(problems, err)
		}
	}
	if len(requests) == 1 && len(problems) == 1 {
		return problems[0]
	}
	return fault.All(fmt.Sprintf("%d of %d did not go well", len(problems), len(requests)), problems)
}

// findAll fails where one of several requests cannot be read, before a person is
// asked about any. Each is read again for its question: the one before takes time,
// and may change what stands against it.
func findAll(ctx context.Context, s *output.Streams, requests []chosen) error {
	defer s.EndSteps()
	problems := make([]error, len(requests))
	for i, request := range requests {
		s.Step("Looking for %s", request)
		if _, problems[i] = request.reader.Read(ctx, request.number); isStopped(ctx, problems[i]) {
			return problems[i]
		}
	}
	return fault.All("nothing is approved", problems)
}

// isStopped reports whether a person stopped all, not only said no to one.
func isStopped(ctx context.Context, err error) bool {
	return err != nil && ctx.Err() != nil || fault.KindOf(err) == fault.Cancelled && !errors.Is(err, errDeclined)
}

// approveOne returns the approval, if there is one, beside an error that says
// how it goes on.
func approveOne(ctx context.Context, opts *approveOptions, request chosen) (release.Approval, error) {
	env, s := opts.Env, opts.Env.Streams
	s.Step("Reading %s", request)
	reading, err := request.reader.Read(ctx, request.number)
	s.EndSteps()
	if err != nil {
		return release.Approval{}, err
	}
	doing := approving()
	if opts.Reason != "" {
		doing = declaring(opts.Reason)
	}
	verdict, err := doing.preview(reading)
	if err != nil {
		return release.Approval{}, fault.Wrap(err, "%s %s", request, doing.undone)
	}
	renderApproval(s, request, reading, verdict)
	if verdict.Decision == policy.Refuse && !opts.Anyway {
		why := findingTexts(verdict, policy.RefuseFor)
		if s.ErrTerminal { // where it was just shown
			why = "refused by " + strings.Join(rulesOf(verdict, policy.RefuseFor), ", ")
		}
		return release.Approval{}, fault.New(fault.Refused, "%s %s: %s", request, doing.undone, why).
			WithHint("gh release-request view %d shows every rule; --anyway leaves it to the gate", request.number)
	}
	if err := env.Prompter().Check(); err != nil && !opts.Yes {
		return release.Approval{}, fault.Wrap(err, "%s %s", request, doing.undone).
			WithHint("look at it, then: gh release-request approve %d%s --yes", request.number, doing.flags)
	}
	if err := env.confirm(ctx, opts.Yes, fmt.Sprintf(doing.question, request)); err != nil {
		return release.Approval{}, fault.Wrap(err, "%s %s", request, doing.undone)
	}
	s.Step("Setting the label")
	approval, err := doing.do(ctx, request.approver(), reading)
	s.EndSteps()
	if err != nil {
		return release.Approval{}, err
	}
	s.Notef("%s %s %s\n", approval.By.Login, doing.done, request)
	if s.ErrTerminal && !opts.Watch && verdict.Decision != policy.Wait {
		s.Notef("Next: gh release-request watch %d\n", request.number)
	}
	if verdict.Decision == policy.Wait {
		return approval, fault.New(fault.Pending, "the gate will wait for %s: %s", request, findingTexts(verdict, policy.WaitFor))
	}
	return approval, nil
}

func wait(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// renderApproval shows what would be approved. It belongs to the question, so
// it goes where questions go.
func renderApproval(s *output.Streams, request chosen, reading *facts.Reading, verdict policy.Verdict) {
	renderHead(s, request, reading)
	for _, f := range append(verdict.Against(), verdict.Excused()...) {
		renderFinding(s, s.Notef, f.Outcome, findingText(f))
	}
}

// renderHead shows what a request is about, before a question about it.
func renderHead(s *output.Streams, request chosen, reading *facts.Reading) {
	r := reading.Parsed.Request
	s.Notef("%s: %s\n", request, reading.Central.Issue.Title)
	if r.Commit == "" {
		return
	}
	if r.Rehearsal {
		s.Notef("  a rehearsal: nothing is published, tagged or merged\n")
	}
	s.Notef("  commit   %s\n  branch   %s, to be merged into %s\n  targets  %s\n  asked by %s\n  compare  https://%s/%s/compare/%s...%s\n",
		r.Commit, r.Branch, r.Base, strings.Join(targetWords(reading), ", "), reading.Requester(),
		request.client.Host(), r.Project, r.Base, r.Commit)
}

// targetWords names the targets, and what became of those that are not left.
func targetWords(reading *facts.Reading) []string {
	var words []string
	for _, t := range targetsIn(reading) {
		if t.State != "" && t.State != policy.TargetLeft {
			t.Name += aside(string(t.State))
		}
		words = append(words, t.Name)
	}
	return words
}
