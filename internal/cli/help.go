package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/release-request/gh-release-request/internal/fault"
)

// newHelpCmd is cobra's, but for topics, and for a name that is not there, which
// is misuse.
func newHelpCmd(env *Env) *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND | TOPIC]",
		Short: "Help for a command, or on a topic",
		Example: examples(
			"$ gh release-request help approve",
			"$ gh release-request help exit-codes",
		),
		ValidArgsFunction: func(cmd *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			found, rest, err := cmd.Root().Find(args)
			if err != nil || len(rest) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			var names []cobra.Completion
			for _, c := range shown(found) {
				names = append(names, described(c.Name(), c.Short))
			}
			if len(args) == 0 {
				for _, t := range topics {
					names = append(names, described(t.name, t.short))
				}
			}
			return names, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if topic, ok := findTopic(args); ok {
				return showTopic(env, topic)
			}
			found, rest, err := cmd.Root().Find(args)
			if err != nil || len(rest) > 0 {
				return unknownHelp(found, args)
			}
			return found.Help()
		},
	}
}

// showTopic shows a topic, on a terminal page by page as views are.
func showTopic(env *Env, t topic) error {
	wait := func() error { return nil }
	if env.Streams.OutTerminal {
		var err error
		if wait, err = env.Streams.StartPager(env.pager()); err != nil {
			return err
		}
	}
	env.Streams.Printf("%s", t.text())
	return wait()
}

// helpOrMisuse is what a command does that only holds others.
func helpOrMisuse(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return unknownCommand(cmd, args[0])
	}
	return cmd.Help()
}

// unknownHelp is unknownCommand where topics are known, too.
func unknownHelp(parent *cobra.Command, args []string) error {
	word := args[len(args)-1]
	if parent.HasParent() || len(nearCommands(parent, word)) > 0 {
		return unknownCommand(parent, word)
	}
	var names []string
	for _, t := range topics {
		names = append(names, t.name)
	}
	return fault.New(fault.Failed, "%q is no command of %s, and no topic of help", word, parent.CommandPath()).
		WithHint("%s --help lists the commands; the topics are %s", parent.CommandPath(), strings.Join(names, ", "))
}

func unknownCommand(parent *cobra.Command, word string) error {
	err := fault.New(fault.Failed, "%q is no command of %s", word, parent.CommandPath())
	if near := nearCommands(parent, word); len(near) > 0 {
		return err.WithHint("%s %s", parent.CommandPath(), near[0])
	}
	return err.WithHint("%s --help", parent.CommandPath())
}

// nearCommands are those that a word may be a slip for.
func nearCommands(parent *cobra.Command, word string) []string {
	parent.SuggestionsMinimumDistance = 2 // cobra's own default, which it sets too late
	return parent.SuggestionsFor(word)
}

// topic is a text of help that belongs to no command. It is made from a table
// that the program itself goes by.
type topic struct {
	name  string
	short string
	intro string
	parts func() []topicPart
}

// topicPart is a table with its heading; empty for none.
type topicPart struct {
	title string
	rows  []topicRow
}

type topicRow struct{ term, text string }

// topics are in the order in which help lists them.
var topics = []topic{exitCodesTopic, environmentTopic, policyTopic}

func findTopic(args []string) (topic, bool) {
	i := slices.IndexFunc(topics, func(t topic) bool { return len(args) == 1 && t.name == args[0] })
	if i < 0 {
		return topic{}, false
	}
	return topics[i], true
}

// helpWidth is how many columns help takes: the terminal of tradition.
const helpWidth = 80

// text is the topic as a terminal shows it: in two columns where all terms are
// short.
func (t topic) text() string {
	const short = 12
	widest := 0
	for _, part := range t.parts() {
		for _, row := range part.rows {
			widest = max(widest, len(row.term))
		}
	}
	var b strings.Builder
	b.WriteString(folded(t.intro, 0))
	for _, part := range t.parts() {
		b.WriteString("\n")
		if part.title != "" {
			b.WriteString(part.title + ":\n")
		}
		for _, row := range part.rows {
			if widest > short {
				b.WriteString(folded(row.term, 2) + folded(row.text, 6))
				continue
			}
			begin := "  " + row.term + strings.Repeat(" ", widest-len(row.term)+2)
			b.WriteString(begin + strings.TrimLeft(folded(row.text, len(begin)), " "))
		}
	}
	return b.String()
}

// folded breaks paragraphs into lines of helpWidth columns, each with an indent.
// A blank line ends a paragraph; one that is indented itself is left as it is.
func folded(text string, indent int) string {
	margin := strings.Repeat(" ", indent)
	var all []string
	for paragraph := range strings.SplitSeq(strings.Trim(text, "\n"), "\n\n") {
		if strings.HasPrefix(paragraph, " ") || strings.HasPrefix(paragraph, "\t") {
			all = append(all, paragraph+"\n")
			continue
		}
		var b strings.Builder
		line := ""
		for word := range strings.FieldsSeq(paragraph) {
			switch {
			case line == "":
				line = margin + word
			case len(line)+1+len(word) > helpWidth:
				b.WriteString(line + "\n")
				line = margin + word
			default:
				line += " " + word
			}
		}
		all = append(all, b.String()+line+"\n")
	}
	return strings.Join(all, "\n")
}
