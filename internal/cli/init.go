package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/release-request/gh-release-request/internal/config"
	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/output"
	"github.com/release-request/gh-release-request/internal/release"
	"github.com/release-request/gh-release-request/internal/scaffold"
)

type initOptions struct {
	Env  *Env
	Kind string // central, or empty: by the name of the repository
	Yes  bool
}

func newInitCmd(env *Env, run func(context.Context, *initOptions) error) *cobra.Command {
	opts := &initOptions{Env: env}
	cmd := &cobra.Command{
		Use:     "init [central]",
		GroupID: groupSetup,
		Short:   "Write or update the files of the central repository",
		Long: `Write the files of a central repository into the clone you stand in: a policy to
start from, the workflows that follow from the policy, and what belongs to them.
Run it again after each change of the policy.

It shows first what would change. The policy is yours: it is written once and
never again. Any other file that this program did not write, or that was changed
since, is left as it is; to take the one of this program, delete it and run this
again.`,
		Example: examples("$ gh release-request init central"),
		Args:    atMostOne,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				opts.Kind = args[0]
			}
			return run(cmd.Context(), opts)
		},
		ValidArgs: []string{"central"},
	}
	cmd.Flags().BoolVarP(&opts.Yes, "yes", "y", false, "do not ask")
	return cmd
}

func runInit(ctx context.Context, opts *initOptions) error {
	env := opts.Env
	central, err := opts.central()
	if err != nil {
		return err
	}
	top, err := env.Git(ctx, "rev-parse", "--show-toplevel")
	if err != nil {
		return fault.Wrap(err, "you stand in no clone").WithHint("gh repo clone %s", central)
	}
	// Until a released program can name its own checksums, workflows take the
	// program from the runner's PATH.
	plan, err := scaffold.New(top, central, config.Binary{})
	if err != nil {
		return fault.Wrap(err, "nothing is written").WithHint("gh release-request config check")
	}
	todo := renderPlan(env.Streams, plan)
	if todo == 0 {
		env.Streams.Notef("Everything is as it should be.\n")
		return leftAlone(plan)
	}
	if err := env.confirm(ctx, opts.Yes, fmt.Sprintf("Write %s?", count(todo, "file"))); err != nil {
		return err
	}
	if err := plan.Write(); err != nil {
		return err
	}
	for _, c := range plan.Changes {
		if c.Action == scaffold.Create || c.Action == scaffold.Update {
			env.Streams.Printf("%s\n", c.Path)
		}
		if c.Action == scaffold.Create && c.Path == config.Path {
			env.Streams.Notef("Next: write your targets and projects into %s, and run this again.\n", c.Path)
		}
	}
	return leftAlone(plan)
}

// central is the repository whose files are written: -R, else the one that the
// person stands in.
func (o *initOptions) central() (release.Project, error) {
	standing, err := o.Env.Standing()
	if o.Env.repo != "" {
		standing, err = parseRepo("--repo", o.Env.repo)
	}
	if err != nil {
		return release.Project{}, err
	}
	central := release.Project{Owner: standing.Owner, Repo: standing.Name}
	switch {
	case o.Kind == "source":
		return central, fault.New(fault.Failed, "init source is not carried out by this version of the program").
			WithHint("a source repository needs no files for requests from a person's machine")
	case o.Kind != "" && o.Kind != "central":
		return central, fault.New(fault.Failed, "init knows central, not %q", o.Kind).WithHint("gh release-request init central")
	case o.Kind == "" && central.Repo != defaultName:
		return central, fault.New(fault.Failed, "%s is not called %s, so it is not clear that it is the central repository", central, defaultName).
			WithHint("if it is: gh release-request init central")
	}
	return central, central.Check()
}

// renderPlan shows what will be written, and returns how many files that is.
func renderPlan(s *output.Streams, plan *scaffold.Plan) (todo int) {
	for _, c := range plan.Changes {
		switch c.Action {
		case scaffold.Create:
			todo++
			s.Notef("create %s (%s)\n", c.Path, count(strings.Count(c.Diff, "\n+"), "line"))
		case scaffold.Update:
			todo++
			s.Notef("update %s\n%s", c.Path, c.Diff)
		case scaffold.Refuse:
			s.Notef("leave %s: this program did not write it so\n", c.Path)
			if slices.Contains(scaffold.WorkflowPaths(), c.Path) {
				s.Notef("%s", c.Diff)
			}
		}
	}
	return todo
}

// leftAlone is an error only for the workflows: they must be the policy's.
func leftAlone(plan *scaffold.Plan) error {
	for _, c := range plan.Changes {
		if c.Action == scaffold.Refuse && slices.Contains(scaffold.WorkflowPaths(), c.Path) {
			return fault.New(fault.Failed, "%s was changed by hand and is not what the policy asks for", c.Path).
				WithHint("delete it and run: gh release-request init central")
		}
	}
	return nil
}
