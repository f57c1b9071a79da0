package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/release-request/gh-release-request/internal/output"
	"github.com/release-request/gh-release-request/internal/token"
)

type tokenListOptions struct {
	Env    *Env
	Export output.Export
}

func newTokenListCmd(env *Env, run func(context.Context, *tokenListOptions) error) *cobra.Command {
	opts := &tokenListOptions{Env: env}
	cmd := &cobra.Command{
		Use:     "list",
		Aliases: []string{"ls"},
		Short:   "Where each token is kept, how old it is, and when it is due",
		Long: `List every secret that the policy names, in each environment that should have it:
when it was set, when it has to be rotated, when a publish job had it last, and which
projects are published with it. The last use is looked for in the newest 30 publish runs.

It takes write access to the central repository. To others GitHub does not tell,
and the state is "withheld".`,
		Example: examples("$ gh release-request token list", "$ gh release-request token list --json secret,due --jq '.[] | select(.due != null)'"),
		Args:    noArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return run(cmd.Context(), opts) },
	}
	addExport(cmd, &opts.Export, tokenFields.Names())
	return cmd
}

var tokenFields = output.Fields[token.Stored]{
	{Name: "secret", Of: func(s token.Stored) any { return s.Secret }},
	{Name: "environment", Of: func(s token.Stored) any { return s.Environment }},
	{Name: "target", Of: func(s token.Stored) any { return s.Target }},
	{Name: "state", Of: func(s token.Stored) any { return s.State }},
	{Name: "updatedAt", Of: func(s token.Stored) any { return timeOrNull(s.Updated) }},
	{Name: "rotateEverySeconds", Of: func(s token.Stored) any { return int64(s.RotateEvery / time.Second) }},
	{Name: "due", Of: func(s token.Stored) any { return timeOrNull(s.Due) }},
	{Name: "verify", Of: func(s token.Stored) any { return s.Verify.String() }},
	{Name: "usedAt", Of: func(s token.Stored) any { return timeOrNull(s.Used.At) }},
	{Name: "usedBy", Of: func(s token.Stored) any { return s.Used.URL }},
	{Name: "projects", Of: func(s token.Stored) any { return append([]string{}, s.Projects...) }},
}

func timeOrNull(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UTC()
}

func runTokenList(ctx context.Context, opts *tokenListOptions) error {
	env := opts.Env
	d, err := env.centralDesk(ctx)
	if err != nil {
		return err
	}
	env.Streams.Step("Reading the secrets of %s", d.name)
	central, policy, err := d.reader.Policy(ctx, 0)
	if err != nil {
		return err
	}
	list, err := (&token.Lister{Hub: d.client, Repository: d.name}).List(ctx, policy)
	if err == nil && (!opts.Export.Wanted() || slices.Contains(opts.Export.JSON, "usedAt") || slices.Contains(opts.Export.JSON, "usedBy")) {
		env.Streams.Step("Looking through the newest runs of %s", d.name)
		err = token.LastUse(ctx, d.client, d.name, list)
	}
	env.Streams.EndSteps()
	if err != nil {
		return err
	}
	if opts.Export.Wanted() {
		return output.ExportAll(env.Streams, opts.Export, tokenFields, list)
	}
	renderTokens(env.Streams, central.At, d.name, list)
	return nil
}

func renderTokens(s *output.Streams, now time.Time, central string, list []token.Stored) {
	table := s.Table(now, "secret", "environment", "state", "set", "every", "due", "used", "projects")
	for _, t := range list {
		table.Row(output.Word(output.Normal, t.Secret), output.Word(output.Normal, t.Environment),
			output.Word(tokenStyle(t.State), string(t.State)), output.Time(t.Updated),
			output.Text(everyText(t.RotateEvery)), dueCell(s, now, t), output.Time(t.Used.At), output.Text(strings.Join(t.Projects, ", ")))
	}
	table.Render("The policy of " + central + " names no secrets.")
}

// everyText is how often a token is rotated, as a policy writes it where it can.
func everyText(every time.Duration) string {
	const day = 24 * time.Hour
	switch {
	case every == 0:
		return "never"
	case every%day == 0:
		return fmt.Sprintf("%dd", every/day)
	}
	return every.String()
}

// dueCell is a time to come, which the tables' own times are not.
func dueCell(s *output.Streams, now time.Time, t token.Stored) output.Cell {
	const day = 24 * time.Hour
	switch {
	case t.Due.IsZero() || !s.OutTerminal:
		return output.Time(t.Due)
	case t.Late(now):
		return output.Word(output.Bad, fmt.Sprintf("%dd overdue", now.Sub(t.Due)/day))
	}
	return output.Word(output.Muted, fmt.Sprintf("in %dd", t.Due.Sub(now)/day))
}

func tokenStyle(s token.State) output.Style {
	switch s {
	case token.Set:
		return output.Good
	case token.Withheld:
		return output.Muted
	}
	return output.Bad
}
