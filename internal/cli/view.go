package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/cli/go-gh/v2/pkg/config"
	"github.com/cli/go-gh/v2/pkg/text"
	"github.com/spf13/cobra"

	"github.com/release-request/gh-release-request/internal/inbox"
	"github.com/release-request/gh-release-request/internal/output"
	"github.com/release-request/gh-release-request/internal/policy"
)

type viewOptions struct {
	Env    *Env
	Words  []string // the request; empty: ask
	Web    bool
	Export output.Export
}

func newViewCmd(env *Env, run func(context.Context, *viewOptions) error) *cobra.Command {
	opts := &viewOptions{Env: env}
	cmd := &cobra.Command{
		Use:     "view [REQUEST]",
		GroupID: groupRequests,
		Short:   "One request: record, rules, targets, receipts, changelog",
		Long: `Show one request, open or closed: what would be published, what each rule of the
gate says, what became of each target, and what the workflow left on record.

` + requestHelp,
		Example: examples("$ gh release-request view 42", "$ gh release-request view 42 --json rules --jq '.rules[] | select(.outcome != \"pass\")'"),
		Args:    atMostOne,
		RunE: func(cmd *cobra.Command, args []string) error {
			opts.Words = args
			return run(cmd.Context(), opts)
		},
	}
	cmd.Flags().BoolVarP(&opts.Web, "web", "w", false, "open the request in the browser")
	addExport(cmd, &opts.Export, viewFields.Names())
	return cmd
}

// viewFields are those of a listing, and what only a view reads whole.
var viewFields = slices.Concat(itemFields, output.Fields[inbox.Item]{
	{Name: "changelog", Of: func(i inbox.Item) any { return changelogOf(i) }},
	{Name: "receipts", Of: func(i inbox.Item) any { return receiptsJSON(i) }},
})

func runView(ctx context.Context, opts *viewOptions) error {
	env := opts.Env
	request, err := env.choose(ctx, "view", opts.Words)
	if err != nil {
		return err
	}
	if opts.Web {
		return env.browse(request.url("issues/%d", request.number))
	}
	env.Streams.Step("Reading %s#%d", request.name, request.number)
	item, err := request.inbox().View(ctx, request.number)
	env.Streams.EndSteps()
	switch {
	case err != nil:
		return err
	case opts.Export.Wanted():
		return output.ExportOne(env.Streams, opts.Export, viewFields, *item)
	case !env.Streams.OutTerminal:
		renderViewPlain(env.Streams, *item)
		return nil
	}
	wait, err := env.Streams.StartPager(env.pager())
	if err != nil {
		return err
	}
	renderView(env.Streams, env.now([]inbox.Item{*item}), *item)
	return wait()
}

// pager is the command that long views go through, as gh chooses it: GH_PAGER
// counts also when it is empty. https://cli.github.com/manual/gh_help_environment
func (env *Env) pager() string {
	for _, entry := range env.Environ() {
		if pager, ok := strings.CutPrefix(entry, "GH_PAGER="); ok {
			return pager
		}
	}
	if cfg, err := config.Read(nil); err == nil {
		if pager, _ := cfg.Get([]string{"pager"}); pager != "" {
			return pager
		}
	}
	return env.Getenv("PAGER")
}

func renderView(s *output.Streams, now time.Time, item inbox.Item) {
	request := requestOf(item)
	s.Printf("%s  %s\n", s.Style(output.Strong, strings.TrimSpace(nameOf(item)+" "+string(item.Version))), s.Style(stateStyle(item.State), string(item.State)))
	if item.Detail != "" {
		s.Printf("%s\n", s.Wrapped(0, item.Detail))
	}
	if next := item.Next(); next != "" {
		s.Printf("Next: %s\n", next)
	}
	s.Printf("Asked for by %s, %s\n", requesterOf(item), text.RelativeTimeAgo(now, item.Issue.CreatedAt))
	for _, a := range approvalsOf(item) {
		s.Printf("Approved by %s, %s\n", a.By.Login, text.RelativeTimeAgo(now, a.At))
	}
	if item.Verdict.Automatic {
		s.Printf("Needs nobody's approval\n")
	}
	for _, e := range emergenciesOf(item) {
		s.Printf("%s by %s, %s; %s\n", s.Style(output.Bad, "Emergency"), e.By.Login, text.RelativeTimeAgo(now, e.At), acknowledgement(e))
	}
	s.Printf("%s\n", s.Style(output.Muted, item.Issue.URL))
	if request.Commit != "" {
		heading(s, "Release")
		s.Printf("  commit   %s\n  branch   %s, to be merged into %s\n  record   %s\n", request.Commit, request.Branch, request.Base, item.Reading.Parsed.Digest.Short())
		heading(s, "Targets")
		for _, t := range targetsOf(item) {
			s.Printf("  %-16s %s%s\n", t.Name, s.Style(targetStyle(t.State), string(t.State)), aside(t.Why))
		}
	}
	if item.Issue.State == "OPEN" { // what the gate would say of a closed one helps nobody
		renderRules(s, item.Verdict)
	}
	renderReceipts(s, now, item)
	if log := changelogOf(item); log != "" {
		heading(s, "Changelog, as given by the requester")
		s.Printf("%s\n", log)
	}
}

// renderRules shows the rules; those that say something first.
func renderRules(s *output.Streams, verdict policy.Verdict) {
	heading(s, "Rules")
	var passed []string
	for _, f := range verdict.Findings {
		if f.Outcome == policy.Pass && !f.Excused {
			passed = append(passed, f.Rule)
			continue
		}
		renderFinding(s, s.Printf, f.Outcome, findingText(f))
	}
	if len(passed) > 0 {
		renderFinding(s, s.Printf, policy.Pass, strings.Join(passed, ", "))
	}
}

func renderReceipts(s *output.Streams, now time.Time, item inbox.Item) {
	receipts := receiptsOf(item)
	if len(receipts) == 0 {
		return
	}
	heading(s, "Receipts")
	for _, c := range receipts {
		r := c.Receipt.Receipt
		begin := fmt.Sprintf("  %-8s %-10s %-22s ", r.Kind, receiptWord(r), text.RelativeTimeAgo(now, r.At))
		if len(begin)+len(r.URL) > s.Width {
			begin = strings.TrimRight(begin, " ") + "\n           " // the address below: it is no good in two pieces
		}
		s.Printf("%s%s\n", begin, s.Style(output.Muted, r.URL))
	}
}

// renderViewPlain writes one "key<tab>value" a line, as gh's own views do.
func renderViewPlain(s *output.Streams, item inbox.Item) {
	request := requestOf(item)
	line := func(key, value string) { s.Printf("%s:\t%s\n", key, strings.ReplaceAll(value, "\n", " ")) }
	line("project", projectOf(item))
	line("version", string(item.Version))
	line("state", string(item.State))
	line("detail", item.Detail)
	line("next", item.Next())
	line("requester", requesterOf(item))
	line("filed", item.Issue.CreatedAt.UTC().Format(time.RFC3339))
	line("url", item.Issue.URL)
	line("commit", request.Commit)
	line("branch", request.Branch)
	line("base", request.Base)
	line("digest", digestOf(item))
	for _, t := range targetsOf(item) {
		line("target "+t.Name, string(t.State)+aside(t.Why))
	}
	if item.Issue.State == "OPEN" {
		for _, f := range item.Verdict.Findings {
			line("rule "+f.Rule, string(f.Outcome)+": "+linked(f))
		}
	}
	for _, a := range approvalsOf(item) {
		line("approval", a.By.Login+" "+a.At.UTC().Format(time.RFC3339))
	}
	for _, e := range emergenciesOf(item) {
		line("emergency", e.By.Login+" "+e.At.UTC().Format(time.RFC3339)+" "+acknowledgement(e))
	}
	for _, c := range receiptsOf(item) {
		r := c.Receipt.Receipt
		line("receipt", r.Kind+" "+receiptWord(r)+" "+r.At.UTC().Format(time.RFC3339)+" "+r.URL)
	}
	s.Printf("--\n%s\n", changelogOf(item))
}
