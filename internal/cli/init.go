package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/release-request/gh-release-request/internal/config"
	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/release"
	"github.com/release-request/gh-release-request/internal/scaffold"
)

// The kinds of repositories that have files of this program.
const (
	initCentral = "central"
	initSource  = "source"
)

type initOptions struct {
	Env     *Env
	Kind    string // central, source, or empty: by the name of the repository
	DryRun  bool
	Markers bool
	Yes     bool
}

func newInitCmd(env *Env, run func(context.Context, *initOptions) error) *cobra.Command {
	opts := &initOptions{Env: env}
	cmd := &cobra.Command{
		Use:     "init [central | source]",
		GroupID: groupSetup,
		Short:   "Write or update the files of a central or source repository",
		Long: `Write the files of a central repository into the clone you stand in: a policy to
start from, the workflows that follow from the policy, and what belongs to them.
Run it again after each change of the policy.

In a clone of a source repository, write the workflow by which releases of its
projects are asked for in the browser and on a schedule. It holds no key to the
central repository. For its push to start CI, store a token as the secret
RELEASE_PUSH_TOKEN: a fine-grained one of a machine account, for this repository
alone, with contents: write and nothing else.

It shows first what would change. The policy is yours: it is written once and
never again. What you changed in another file is kept, and merged with what is new.
If both changed the same lines, nothing is written; --markers writes them, both
versions between conflict markers, for you to decide. A file that this program did
not write is left as it is. To have any file as this program writes it, delete it
and run this again.

Commit what is written before you change anything in it, and what a merge writes
to .github/rendered: the next merge begins there.`,
		Example: examples("$ gh release-request init central", "$ gh release-request init source"),
		Args:    atMostOne,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				opts.Kind = args[0]
			}
			return run(cmd.Context(), opts)
		},
		ValidArgs: []string{"central", "source"},
	}
	cmd.Flags().BoolVar(&opts.DryRun, "dry-run", false, "show what would change, and write nothing")
	cmd.Flags().BoolVar(&opts.Markers, "markers", false, "write conflicts, too, between conflict markers")
	cmd.Flags().BoolVarP(&opts.Yes, "yes", "y", false, "do not ask")
	return cmd
}

func runInit(ctx context.Context, opts *initOptions) error {
	env := opts.Env
	repository, err := opts.repository()
	if err != nil {
		return err
	}
	top, err := env.Git(ctx, "rev-parse", "--show-toplevel")
	if err != nil {
		return fault.Wrap(err, "you stand in no clone").WithHint("gh repo clone %s", repository)
	}
	plan, err := opts.plan(ctx, top, repository)
	if err != nil {
		return err
	}
	plan.Markers = opts.Markers
	show := env.Streams.Notef
	if opts.DryRun {
		show = env.Streams.Printf // it is what was asked for
	}
	todo := renderPlan(show, plan)
	if err := opts.blocked(plan); err != nil {
		return err
	}
	warned := opts.warn(plan)
	if todo == 0 && !warned {
		env.Streams.Notef("Everything is as it should be.\n")
	}
	if todo == 0 || opts.DryRun {
		return nil
	}
	if err := env.confirm(ctx, opts.Yes, fmt.Sprintf("Write %s?", count(todo, "file"))); err != nil {
		return err
	}
	if err := plan.Write(); err != nil {
		return err
	}
	for _, c := range plan.Changes {
		if plan.Writes(c) {
			env.Streams.Printf("%s\n", c.Path)
		}
	}
	opts.renderNext(plan)
	return nil
}

// repository is the one whose files are written: that which the person stands
// in, or for a central one -R. It settles of which kind it is.
func (o *initOptions) repository() (release.Project, error) {
	standing, err := o.Env.Standing()
	if o.Env.repo != "" && o.Kind != initSource {
		standing, err = parseRepo("--repo", o.Env.repo)
	}
	if err != nil {
		return release.Project{}, err
	}
	repository := release.Project{Owner: standing.Owner, Repo: standing.Name}
	switch {
	case o.Kind == "" && repository.Repo == defaultName:
		o.Kind = initCentral
	case o.Kind == "":
		o.Kind = initSource
	case o.Kind != initCentral && o.Kind != initSource:
		return repository, fault.New(fault.Failed, "init knows central and source, not %q", o.Kind).WithHint("gh release-request init central")
	}
	return repository, repository.Check()
}

// plan looks at what is there and what should be.
func (o *initOptions) plan(ctx context.Context, top string, repository release.Project) (*scaffold.Plan, error) {
	if o.Kind == initCentral {
		// Until a released program can name its own checksums, workflows take the
		// program from the runner's PATH.
		plan, err := scaffold.New(ctx, top, repository, config.Binary{})
		if err != nil {
			return nil, fault.Wrap(err, "nothing is written").WithHint("gh release-request config check")
		}
		return plan, nil
	}
	d, err := o.Env.centralDesk(ctx)
	if err != nil {
		return nil, err
	}
	central, policy, err := d.reader.Policy(ctx, 0)
	if err != nil {
		return nil, err
	}
	plan, err := scaffold.NewSource(ctx, top, policy, repository.Repository(), central.Name, central.DefaultBranch)
	if err != nil {
		return nil, fault.Wrap(err, "nothing is written")
	}
	return plan, nil
}
