package cli

import (
	"context"
	"fmt"
	"net/url"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/inbox"
	"github.com/release-request/gh-release-request/internal/output"
	"github.com/release-request/gh-release-request/internal/release"
)

type statusOptions struct {
	Env     *Env
	Project string // empty: all
	Limit   int
	Web     bool
	Export  output.Export
}

func newStatusCmd(env *Env, run func(context.Context, *statusOptions) error) *cobra.Command {
	opts := &statusOptions{Env: env}
	cmd := &cobra.Command{
		Use:     "status [PROJECT]",
		Aliases: []string{"list", "ls"},
		GroupID: groupRequests,
		Short:   "What is waiting, on whom, and why",
		Long: `List the open requests, newest first, each with where it stands: what it waits
for, what failed, or why a rule refuses it; and with the command that comes next,
where somebody has to do something.

What is shown is what the gate would say, as far as a list tells: whether people
may do what they did is left to the gate. The command view looks closer.`,
		Example: examples("$ gh release-request status", "$ gh release-request status sdk", "$ gh release-request status --json number,state --jq '.[] | select(.state == \"pending\")'"),
		Args:    atMostOne,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				opts.Project = args[0]
			}
			if opts.Limit < 1 {
				return fault.New(fault.Failed, "--limit is %d; it must be 1 or more", opts.Limit)
			}
			return run(cmd.Context(), opts)
		},
	}
	cmd.Flags().IntVarP(&opts.Limit, "limit", "L", 50, "list at most this many `requests`")
	cmd.Flags().BoolVarP(&opts.Web, "web", "w", false, "open the list in the browser")
	addExport(cmd, &opts.Export, itemFields.Names())
	return cmd
}

func runStatus(ctx context.Context, opts *statusOptions) error {
	env := opts.Env
	d, err := env.centralDesk(ctx)
	if err != nil {
		return err
	}
	env.Streams.Step("Reading the open requests of %s", d.name)
	if opts.Web {
		return d.browseRequests(ctx, env, opts.Project)
	}
	items, more, err := d.list(ctx, opts)
	env.Streams.EndSteps()
	if err != nil {
		return err
	}
	if opts.Export.Wanted() {
		return output.ExportAll(env.Streams, opts.Export, itemFields, items)
	}
	renderStatus(env.Streams, env.now(items), d.name, items)
	if more && env.Streams.OutTerminal {
		env.Streams.Notef("There are more; --limit shows them.\n")
	}
	return nil
}

// list looks the project up while the issues are read, of which it then picks.
func (d *desk) list(ctx context.Context, opts *statusOptions) ([]inbox.Item, bool, error) {
	wanted := sync.OnceValues(func() (release.Project, error) { return d.projectNamed(ctx, opts.Env, opts.Project) })
	listing, stop := context.WithCancel(ctx)
	defer stop()
	go func() {
		if _, err := wanted(); err != nil {
			stop()
		}
	}()
	items, more, err := d.inbox().List(listing, opts.Limit, func(p release.Project) bool {
		project, err := wanted()
		return err == nil && (opts.Project == "" || p == project)
	})
	if _, unknown := wanted(); unknown != nil {
		return nil, false, unknown
	}
	return items, more, err
}

// browseRequests shows the same on the web.
func (d *desk) browseRequests(ctx context.Context, env *Env, name string) error {
	project, err := d.projectNamed(ctx, env, name)
	if err != nil {
		return err
	}
	titles := "publish:"
	if name != "" {
		titles += " " + project.String()
	}
	return env.browse(d.url("issues?q=%s", url.QueryEscape(fmt.Sprintf("is:issue is:open in:title %q", titles))))
}

// projectNamed is a project of the policy; zero for no name.
func (d *desk) projectNamed(ctx context.Context, env *Env, name string) (release.Project, error) {
	if name == "" {
		return release.Project{}, nil
	}
	_, policy, err := d.reader.Policy(ctx, 0)
	if err != nil {
		return release.Project{}, err
	}
	project, err := env.Project(policy, name)
	if err != nil {
		return release.Project{}, err
	}
	return project.Source, nil
}

func renderStatus(s *output.Streams, now time.Time, central string, items []inbox.Item) {
	header := []string{"request", "project", "version", "state", "detail", "asked by", "filed"}
	if !s.OutTerminal {
		header = append(header, "next")
	}
	table := s.Table(now, header...)
	for _, item := range items {
		row := []output.Cell{output.Number(item.Number), output.Text(nameOf(item)), output.Text(string(item.Version)),
			output.Word(stateStyle(item.State), string(item.State)), output.Text(item.Detail),
			output.Text(requesterOf(item)), output.Time(item.Issue.CreatedAt)}
		if !s.OutTerminal {
			row = append(row, output.Text(item.Next()))
		}
		table.Row(row...)
	}
	table.Render("There are no open requests in " + central + ".")
	if s.OutTerminal {
		renderNext(s, items)
	}
}

// renderNext says below a table, which has no room for it, what comes next where
// more than an approval is wanted.
func renderNext(s *output.Streams, items []inbox.Item) {
	lead := "Next: "
	for _, item := range items {
		if next := item.Next(); next != "" && item.State != release.Pending {
			s.Notef("%s%s\n", lead, next)
			lead = "      "
		}
	}
}

// stateStyle colours a state as gh colours issues and runs.
func stateStyle(s release.State) output.Style {
	switch s {
	case release.Published, release.Rehearsed:
		return output.Good
	case release.Failed, release.Unknown, release.Refused, release.Malformed, release.Changed:
		return output.Bad
	case release.Pending, release.Waiting, release.Publishing, release.MergeByHand:
		return output.Pause
	}
	return output.Muted
}
