package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/cli/go-gh/v2/pkg/config"
	"github.com/spf13/cobra"

	policyfile "github.com/release-request/gh-release-request/internal/config"
	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/output"
	"github.com/release-request/gh-release-request/internal/request"
)

type requestOptions struct {
	Env     *Env
	Project string
	Version string // empty: ask
	Base    string
	Fresh   bool
	DryRun  bool
	Yes     bool

	Rehearsal bool
	Via       string // request.ViaWorkflow, or empty: prepare here if the policy lets
}

func newRequestCmd(env *Env, run func(context.Context, *requestOptions) error) *cobra.Command {
	opts := &requestOptions{Env: env}
	cmd := &cobra.Command{
		Use:     requestName + " PROJECT [VERSION]",
		GroupID: groupRequests,
		Short:   "Ask for a release",
		Long: `Ask for a release of a project: look at everything that could stand against it,
show the plan, prepare the release branch in a scratch clone, push it, and file
the request in the central repository. Your own checkout is not touched.

VERSION is a version, or a word: major, minor and patch count on from the newest
tag of the project, within its series if the base is named for one (1.x, 1.2.x);
calver is the next version by date. Without one you are asked on a terminal.

Run it again after any failure: what is done is not done twice.

With --via workflow the release workflow of the source repository prepares it in
your place, and the central repository files what it asks for; so does a project
whose policy wants that (requests.local: false).

A rehearsal takes the same way, approval included, and does everything but
publish, tag and merge. It stands in no release's way, and proves nothing
published.`,
		Example: examples("$ gh release-request sdk 1.2.3", "$ gh release-request sdk minor", "# the repository you stand in", "$ gh release-request . 1.2.3 --dry-run", "# is everything in place?", "$ gh release-request sdk 1.2.3 --rehearsal"),
		Args: func(cmd *cobra.Command, args []string) error {
			return checkArgs(cmd, args, cobra.RangeArgs(1, 2))
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			opts.Project = args[0]
			if len(args) > 1 {
				opts.Version = args[1]
			}
			if opts.Via != "" && opts.Via != request.ViaWorkflow {
				return fault.New(fault.Failed, "--via is %q, and knows only %s", opts.Via, request.ViaWorkflow)
			}
			return run(cmd.Context(), opts)
		},
	}
	cmd.Flags().StringVarP(&opts.Base, "base", "b", "", "the `branch` that the release is made from and merged into")
	cmd.Flags().BoolVar(&opts.Fresh, "fresh", false, "prepare anew even if the release branch is there")
	cmd.Flags().BoolVar(&opts.DryRun, "dry-run", false, "show the plan and change nothing")
	cmd.Flags().StringVar(&opts.Via, "via", "", "who prepares: `workflow` has the source repository's own do it")
	cmd.Flags().BoolVar(&opts.Rehearsal, "rehearsal", false, "do everything but publish, tag and merge")
	cmd.Flags().BoolVarP(&opts.Yes, "yes", "y", false, "do not ask")
	return cmd
}

func runRequest(ctx context.Context, opts *requestOptions) error {
	env := opts.Env
	d, err := env.centralDesk(ctx)
	if err != nil {
		return err
	}
	env.Streams.Step("Reading the policy of %s", d.name)
	central, policy, err := d.reader.Policy(ctx, 0)
	env.Streams.EndSteps()
	if err != nil {
		return err
	}
	project, err := env.Project(policy, opts.Project)
	if err != nil {
		return err
	}
	requester := &request.Requester{
		Hub: d.client, Central: central, Clone: cloneURL(d.client.Host()), Output: env.Streams.Talk(),
		Step: func(name string) { env.Streams.Step("%s", name) },
	}
	wish := request.Wish{Project: project, Version: opts.Version, Base: opts.Base, Fresh: opts.Fresh, Rehearsal: opts.Rehearsal,
		Shared: sharesWorkflow(policy, project)}
	via := opts.Via == request.ViaWorkflow || !project.Rules().Requests.Local
	if via && opts.Fresh {
		return fault.New(fault.Failed, "--fresh is for preparing on this machine, and the workflow of %s prepares %s", project.Source.Repository(), project.Name).
			WithHint("delete the release branch, if it should be made anew")
	}
	if wish.Version == "" {
		if wish.Version, err = env.askVersion(ctx, requester, wish); err != nil {
			return err
		}
	}
	env.Streams.Step("Looking at %s", project.Source.Repository())
	plan, err := requester.Look(ctx, wish)
	env.Streams.EndSteps()
	if err != nil {
		return err
	}
	if via {
		return env.requestVia(ctx, d, central, plan, opts)
	}
	if plan.Open != nil {
		return env.resume(ctx, requester, plan, opts.DryRun)
	}
	if opts.DryRun {
		env.Streams.Printf("%s", planText(env.Streams, d.name, plan))
		return nil
	}
	env.Streams.Notef("%s", planText(env.Streams, d.name, plan))
	if err := env.confirm(ctx, opts.Yes, "Go on?"); err != nil {
		return err
	}
	return carryOut(ctx, env.Streams, requester, plan)
}

// resume does what an earlier run of the same command left undone.
func (env *Env) resume(ctx context.Context, requester *request.Requester, plan *request.Plan, dryRun bool) error {
	resumed := false
	if !dryRun {
		var err error
		if resumed, err = requester.Resume(ctx, plan); err != nil {
			return err
		}
	}
	if resumed {
		env.Streams.Notef("You asked for this already; now its approvers are called, too.\n")
	} else {
		env.Streams.Notef("You asked for this already; nothing was changed.\n")
	}
	env.Streams.Printf("%s\n", plan.Open.URL)
	return nil
}

func carryOut(ctx context.Context, s *output.Streams, requester *request.Requester, plan *request.Plan) error {
	prepared, err := requester.Prepare(ctx, plan)
	if err != nil {
		return err
	}
	filed, err := requester.File(ctx, plan, prepared)
	s.EndSteps()
	if filed != nil {
		s.Printf("%s\n", filed.URL)
	}
	return err
}

// planText is the plan as it will be carried out, step by step.
func planText(s *output.Streams, central string, p *request.Plan) string {
	var b strings.Builder
	const indent = 5
	step := func(begin, format string, args ...any) {
		fmt.Fprintf(&b, "%-*s%s\n", indent, begin, s.Wrapped(indent, fmt.Sprintf(format, args...)))
	}
	repository := p.Project.Source.Repository()
	fmt.Fprintf(&b, "%s %s (%s)", p.Rules.Name, p.Version, p.Project.Source)
	if p.Choice != nil {
		fmt.Fprintf(&b, ", %s", p.Choice)
	}
	b.WriteString(":\n")
	switch {
	case p.Take:
		step("  1.", "take the branch %s of %s as it is, at %.12s", p.Branch, repository, p.BranchWas)
	case p.Project.Prepare.By == policyfile.ByNone:
		step("  1.", "push %s at %.12s to %s as %s", p.Base, p.BaseCommit, repository, p.Branch)
	default:
		step("  1.", "in a scratch clone of %s at %.12s, run:", p.Base, p.BaseCommit)
		fmt.Fprintf(&b, "       %s\n", strings.Join(prepareCommand(p), " "))
		step("", "and push the result to %s as %s", repository, p.Branch)
	}
	if targets := targetsText(p); p.Rehearsal {
		step("  2.", "file the rehearsal in %s: everything for %s, but nothing is published, tagged or merged", central, targets)
	} else {
		step("  2.", "file the request in %s: publish to %s, tag %s, merge into %s", central, targets, p.Tag, p.Base)
	}
	if p.Replaces != nil {
		step("", "it replaces your request #%d, which is for another commit", p.Replaces.Number)
	}
	return b.String()
}

// prepareCommand is the program with its arguments that prepares the release.
func prepareCommand(p *request.Plan) []string {
	if p.Project.Prepare.By == policyfile.ByCraft {
		return []string{"craft", "prepare", string(p.Version)}
	}
	return policyfile.Fill(p.Project.Prepare.Command, policyfile.Values{Version: p.Version, Tag: p.Tag, Path: p.Project.Source.Path})
}

// targetsText lists the targets as far as they are known.
func targetsText(p *request.Plan) string {
	targets := strings.Join(p.Targets(), ", ")
	if p.TargetsOpen() {
		return "those that craft lists of " + targets
	}
	return targets
}

// cloneURL is how gh would clone: by ssh where that is the person's setting,
// else by https.
func cloneURL(host string) func(repository string) string {
	return func(repository string) string {
		if cfg, err := config.Read(nil); err == nil {
			if protocol, _ := cfg.Get([]string{"hosts", host, "git_protocol"}); protocol == "ssh" {
				return fmt.Sprintf("git@%s:%s.git", host, repository)
			}
		}
		return fmt.Sprintf("https://%s/%s.git", host, repository)
	}
}
