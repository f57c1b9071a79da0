package cli

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

// helpText is what help shows of a command. The pages of the reference are made
// of the same parts.
func helpText(cmd *cobra.Command) string {
	var b strings.Builder
	b.WriteString(folded(cmp.Or(cmd.Long, cmd.Short), 0))
	for _, part := range slices.Concat([]helpPart{usage(cmd)}, subcommands(cmd), topicNames(cmd), details(cmd)) {
		if part.body != "" {
			fmt.Fprintf(&b, "\n%s:\n%s\n", part.title, strings.TrimRight(part.body, " \n"))
		}
	}
	if cmd.HasAvailableSubCommands() {
		fmt.Fprintf(&b, "\nMore about a command: %s COMMAND --help\n", cmd.CommandPath())
	}
	return b.String()
}

// helpPart is a part of a command's help; one without a body is left out.
type helpPart struct{ title, body string }

func usage(cmd *cobra.Command) helpPart {
	line := cmd.UseLine()
	if cmd.HasAvailableSubCommands() {
		line = cmd.CommandPath() + " COMMAND"
	}
	if !cmd.HasParent() {
		line += "\n  " + cmd.CommandPath() + " PROJECT [VERSION]"
	}
	return helpPart{"Usage", "  " + line}
}

// subcommands are those of a command, by group.
func subcommands(cmd *cobra.Command) []helpPart {
	if !cmd.HasAvailableSubCommands() {
		return nil
	}
	var parts []helpPart
	for _, group := range cmd.Groups() {
		parts = append(parts, helpPart{group.Title, commandList(cmd, group.ID)})
	}
	rest := "Commands"
	if len(parts) > 0 {
		rest = "More"
	}
	return append(parts, helpPart{rest, commandList(cmd, "")})
}

func commandList(cmd *cobra.Command, group string) string {
	var b strings.Builder
	for _, c := range shown(cmd) {
		if c.GroupID == group {
			fmt.Fprintf(&b, "  %-*s  %s\n", cmd.Commands()[0].NamePadding(), c.Name(), c.Short)
		}
	}
	return b.String()
}

// shown are the commands below one that people are told of.
func shown(cmd *cobra.Command) []*cobra.Command {
	return slices.DeleteFunc(slices.Clone(cmd.Commands()), func(c *cobra.Command) bool {
		return !c.IsAvailableCommand() && c.Name() != "help"
	})
}

func topicNames(cmd *cobra.Command) []helpPart {
	if cmd.HasParent() {
		return nil
	}
	var b strings.Builder
	for _, t := range topics {
		fmt.Fprintf(&b, "  %-11s  %s\n", t.name, t.short)
	}
	return []helpPart{{"Topics, for help TOPIC", b.String()}}
}

// details are what follows the usage of a command.
func details(cmd *cobra.Command) []helpPart {
	var aliases, fields, codes string
	if len(cmd.Aliases) > 0 {
		aliases = "  " + cmd.NameAndAliases()
	}
	if names := cmd.Annotations[annotationJSON]; names != "" {
		fields = folded(names, 2)
	}
	for _, note := range notesOf(cmd) {
		codes += fmt.Sprintf("  %d  %s\n", note.code, note.says)
	}
	return []helpPart{
		{"Aliases", aliases},
		{"Flags", cmd.LocalFlags().FlagUsagesWrapped(helpWidth)},
		{"Flags of every command", cmd.InheritedFlags().FlagUsagesWrapped(helpWidth)},
		{"JSON fields", fields},
		{"Exit codes", codes},
		{"Examples", cmd.Example},
	}
}

// examples joins lines of an example, each a comment that begins with "# " or
// a command that begins with "$ ".
func examples(lines ...string) string { return "  " + strings.Join(lines, "\n  ") }
