package cli

import (
	"context"
	"time"

	"github.com/spf13/cobra"

	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/inbox"
	"github.com/release-request/gh-release-request/internal/output"
	"github.com/release-request/gh-release-request/internal/plain"
	"github.com/release-request/gh-release-request/internal/release"
)

type watchOptions struct {
	Env     *Env
	Words   []string      // the request; empty: ask
	Timeout time.Duration // 0: none
}

func newWatchCmd(env *Env, run func(context.Context, *watchOptions) error) *cobra.Command {
	opts := &watchOptions{Env: env}
	cmd := &cobra.Command{
		Use:     "watch [REQUEST]",
		GroupID: groupRequests,
		Short:   "Follow a request to its end",
		Long: `Say where a request stands, and again whenever that changes, until nothing happens
any more by itself. In a pipe each line is the time, the state and what it waits
for or failed at, separated by tabs.

The exit code is 0 when it was published, 1 when a target failed or nobody can
tell, 3 when it was refused, rejected, taken back, replaced, changed or expired,
and 8 when the time was over before that.

` + requestHelp,
		Example: examples("$ gh release-request watch 42", "# in a script", "$ gh release-request watch 42 --timeout 30m && ./announce"),
		Args:    atMostOne,
		RunE: func(cmd *cobra.Command, args []string) error {
			opts.Words = args
			if opts.Timeout < 0 {
				return fault.New(fault.Failed, "--timeout is %s; it must be 0 or more", opts.Timeout)
			}
			return run(cmd.Context(), opts)
		},
	}
	cmd.Flags().DurationVar(&opts.Timeout, "timeout", 0, "stop after this `time`, such as 30m (default: never)")
	return cmd
}

func runWatch(ctx context.Context, opts *watchOptions) error {
	request, err := opts.Env.choose(ctx, "watch", opts.Words)
	if err != nil {
		return err
	}
	return opts.Env.watch(ctx, request, opts.Timeout, time.Time{})
}

// watch follows a request to its end, and returns what that means. pressed is
// when the person approved it just now, if they did.
func (env *Env) watch(ctx context.Context, request chosen, timeout time.Duration, pressed time.Time) error {
	s := env.Streams
	watcher := &inbox.Watcher{
		Inbox: request.inbox(), Pulse: request.client, Wait: wait, Now: env.Now, Timeout: timeout, Pressed: pressed,
		Show: func(item inbox.Item) {
			s.EndSteps()
			renderChange(s, env.Now(), item)
			if moving(item.State) {
				s.Step("%s is %s", request, item.State)
			}
		},
		Trouble: func(err error) { s.Notef("%s cannot be read, and is tried again: %s\n", request, redact(err.Error())) },
	}
	s.Step("Reading %s", request)
	item, over, err := watcher.Follow(ctx, request.number)
	s.EndSteps()
	switch {
	case err != nil:
		return err
	case !over:
		return fault.New(fault.Pending, "%s is %s after %s", request, item.State, timeout).
			WithHint("gh release-request watch %d goes on", request.number)
	}
	if err := item.Ending(); err != nil {
		return fault.Wrap(err, "%s ended", request).WithHint("%s", item.Next())
	}
	return nil
}

// moving reports whether a state is one that a request leaves by itself.
func moving(state release.State) bool {
	return state == release.Pending || state == release.Waiting || state == release.Publishing
}

// renderChange is one line: on a terminal for people, elsewhere for programs.
func renderChange(s *output.Streams, now time.Time, item inbox.Item) {
	if !s.OutTerminal {
		s.Printf("%s\t%s\t%s\n", now.UTC().Format(time.RFC3339), item.State, plain.Line(item.Detail))
		return
	}
	s.Printf("%s  %s", now.Local().Format(time.TimeOnly), s.Style(stateStyle(item.State), string(item.State)))
	if item.Detail != "" {
		indent := len(time.TimeOnly) + len(item.State) + 4
		s.Printf("  %s", s.Wrapped(indent, item.Detail))
	}
	s.Printf("\n")
}
