package cli

import (
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// The reference is made from the commands: docs/cli for browsers, docs/man for
// man. go test ./internal/cli -run TestReference -update writes it anew.
const (
	pagesFolder = "../../docs/cli"
	manFolder   = "../../docs/man"
)

// page is what the reference says of a command.
type page struct {
	name       string // such as token-rotate; empty for the program itself
	command    string // such as gh release-request token rotate
	short      string
	usage      []string
	paragraphs []string
	groups     []group // of the commands below it
	aliases    []string
	flags      []flagLine
	fields     string
	exits      []exitNote
	examples   []string
	seeAlso    []string // names of pages
	reading    []string // documents under docs
}

type group struct {
	title string
	pages []pageLine
}

type pageLine struct{ name, command, short string }

type flagLine struct{ flag, about string }

// reading are the documents in which a command is part of a story.
var reading = map[string][]string{
	"":                {"architecture.md", "compatibility.md"},
	"request":         {"versions.md", "refusals.md"},
	"approve":         {"refusals.md", "threat-model.md"},
	"view":            {"refusals.md"},
	"config check":    {"compatibility.md"},
	"config schema":   {"compatibility.md"},
	"completion":      {"completion.md"},
	"token list":      {"tokens.md"},
	"token rotate":    {"tokens.md"},
	"token verify":    {"tokens.md"},
	"workflow":        {"architecture.md"},
	"workflow record": {"source-repositories.md"},
}

func pageOf(cmd *cobra.Command) page {
	below := strings.TrimPrefix(strings.TrimPrefix(cmd.CommandPath(), cmd.Root().CommandPath()), " ")
	p := page{
		name: strings.ReplaceAll(below, " ", "-"), command: cmd.CommandPath(), short: cmd.Short,
		paragraphs: paragraphs(cmp.Or(cmd.Long, cmd.Short+".")),
		aliases:    cmd.Aliases, fields: cmd.Annotations[annotationJSON], exits: notesOf(cmd), reading: reading[below],
	}
	for line := range strings.Lines(usage(cmd).body) {
		p.usage = append(p.usage, strings.TrimSpace(line))
	}
	for line := range strings.Lines(cmd.Example) {
		p.examples = append(p.examples, strings.TrimSpace(line))
	}
	for _, set := range []*pflag.FlagSet{cmd.LocalFlags(), cmd.InheritedFlags()} {
		set.VisitAll(func(f *pflag.Flag) {
			if !f.Hidden {
				p.flags = append(p.flags, lineOf(f))
			}
		})
	}
	for _, g := range cmd.Groups() {
		p.groups = append(p.groups, groupOf(cmd, g.Title, g.ID))
	}
	if rest := groupOf(cmd, "More", ""); len(rest.pages) > 0 {
		if len(p.groups) == 0 {
			rest.title = "Commands"
		}
		p.groups = append(p.groups, rest)
	}
	if cmd.HasParent() {
		p.seeAlso = append(p.seeAlso, pageName(cmd.Parent()))
		for _, other := range shown(cmd.Parent()) {
			if other != cmd && (other.GroupID == cmd.GroupID && cmd.GroupID != "" || cmd.Parent().HasParent()) {
				p.seeAlso = append(p.seeAlso, pageName(other))
			}
		}
	}
	for _, t := range topics {
		p.seeAlso = append(p.seeAlso, t.name)
	}
	return p
}

func groupOf(cmd *cobra.Command, title, id string) group {
	g := group{title: title}
	for _, c := range shown(cmd) {
		if c.GroupID == id {
			g.pages = append(g.pages, pageLine{pageName(c), c.CommandPath(), c.Short})
		}
	}
	return g
}

func pageName(cmd *cobra.Command) string {
	return strings.ReplaceAll(strings.TrimPrefix(strings.TrimPrefix(cmd.CommandPath(), cmd.Root().CommandPath()), " "), " ", "-")
}

func lineOf(f *pflag.Flag) flagLine {
	value, about := pflag.UnquoteUsage(f)
	flag := "--" + f.Name
	if f.Shorthand != "" {
		flag = "-" + f.Shorthand + ", " + flag
	}
	if value != "" {
		flag += " " + value
	}
	if plain := []string{"", "false", "[]", "0", "0s"}; !slices.Contains(plain, f.DefValue) {
		about += " (default " + f.DefValue + ")"
	}
	return flagLine{flag, about}
}

// paragraphs are those of a text, each on one line; one that is indented is left
// as it is.
func paragraphs(text string) []string {
	var all []string
	for paragraph := range strings.SplitSeq(strings.Trim(text, "\n"), "\n\n") {
		if !strings.HasPrefix(paragraph, "\t") && !strings.HasPrefix(paragraph, " ") {
			paragraph = strings.Join(strings.Fields(paragraph), " ")
		}
		if paragraph != "" {
			all = append(all, paragraph)
		}
	}
	return all
}

func TestReference_isWhatTheCommandsSay(t *testing.T) {
	files := map[string]string{}
	everyCommand(t, func(cmd *cobra.Command) {
		p := pageOf(cmd)
		files[filepath.Join(pagesFolder, cmp.Or(p.name, "README")+".md")] = p.markdown()
		files[filepath.Join(manFolder, manName(p.name)+".1")] = p.man()
	})
	for _, topic := range topics {
		files[filepath.Join(pagesFolder, topic.name+".md")] = topic.markdown()
		files[filepath.Join(manFolder, manName(topic.name)+".7")] = topic.man()
	}
	for path, text := range files {
		if *update {
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if have, err := os.ReadFile(path); err != nil || string(have) != text {
			t.Errorf("%s is not what the commands say (%v): go test ./internal/cli -run TestReference -update", path, err)
		}
	}
	for _, folder := range []string{pagesFolder, manFolder} {
		have, err := filepath.Glob(filepath.Join(folder, "*"))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range have {
			if _, ok := files[path]; !ok {
				t.Errorf("%s is of no command", path)
			}
		}
	}
}

func TestReference_pointsToWhatIsThere(t *testing.T) {
	paths := map[string]bool{"": true}
	everyCommand(t, func(cmd *cobra.Command) { paths[strings.ReplaceAll(pageName(cmd), "-", " ")] = true })
	for below, documents := range reading {
		if !paths[below] {
			t.Errorf("there is no command %q", below)
		}
		for _, name := range documents {
			if _, err := os.Stat(filepath.Join("../../docs", name)); err != nil {
				t.Error(err)
			}
		}
	}
}
