package cli

import (
	"cmp"
	"fmt"
	"strings"
)

// markdown is a page for browsers.
func (p page) markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n%s.\n", p.command, p.short)
	fmt.Fprintf(&b, "\n```text\n%s\n```\n", strings.Join(p.usage, "\n"))
	if first := strings.TrimSuffix(p.paragraphs[0], "."); first != p.short {
		for _, paragraph := range p.paragraphs {
			b.WriteString("\n" + marked(paragraph) + "\n")
		}
	}
	if len(p.aliases) > 0 {
		fmt.Fprintf(&b, "\nAlso called: `%s`.\n", strings.Join(p.aliases, "`, `"))
	}
	for _, g := range p.groups {
		if len(g.pages) == 0 {
			continue
		}
		fmt.Fprintf(&b, "\n## %s\n\n| command | what it does |\n|---|---|\n", g.title)
		for _, line := range g.pages {
			fmt.Fprintf(&b, "| [%s](%s.md) | %s |\n", line.command, line.name, line.short)
		}
	}
	if p.name == "" {
		b.WriteString("\n## Topics\n\n| topic | what it tells |\n|---|---|\n")
		for _, t := range topics {
			fmt.Fprintf(&b, "| [%s](%s.md) | %s |\n", t.name, t.name, t.short)
		}
	}
	b.WriteString("\n## Flags\n\n| flag | what it does |\n|---|---|\n")
	for _, f := range p.flags {
		fmt.Fprintf(&b, "| `%s` | %s |\n", f.flag, cell(f.about))
	}
	if p.fields != "" {
		fmt.Fprintf(&b, "\n## JSON fields\n\n`%s`\n", strings.ReplaceAll(p.fields, ", ", "`, `"))
	}
	if len(p.exits) > 0 {
		b.WriteString("\n## Exit codes\n\n| code | meaning |\n|---|---|\n")
		for _, note := range p.exits {
			fmt.Fprintf(&b, "| %d | %s |\n", note.code, cell(note.says))
		}
	}
	if len(p.examples) > 0 {
		fmt.Fprintf(&b, "\n## Examples\n\n```\n%s\n```\n", strings.Join(p.examples, "\n"))
	}
	b.WriteString("\n## See also\n\n")
	var links []string
	for _, name := range p.seeAlso {
		links = append(links, fmt.Sprintf("[%s](%s.md)", cmp.Or(name, "gh release-request"), cmp.Or(name, "README")))
	}
	for _, name := range p.reading {
		links = append(links, fmt.Sprintf("[docs/%s](../%s)", name, name))
	}
	return b.String() + strings.Join(links, ", ") + "\n"
}

// markdown is a topic's page for browsers.
func (t topic) markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n", t.short)
	for _, paragraph := range paragraphs(t.intro) {
		b.WriteString("\n" + marked(paragraph) + "\n")
	}
	begun := false
	for _, part := range t.parts() {
		if part.title != "" {
			fmt.Fprintf(&b, "\n## %s\n", part.title)
		}
		if part.title != "" || !begun {
			b.WriteString("\n| | |\n|---|---|\n")
		}
		begun = true
		for _, row := range part.rows {
			fmt.Fprintf(&b, "| `%s` | %s |\n", strings.ReplaceAll(row.term, ", ", "`, `"), cell(row.text))
		}
	}
	return b.String() + "\n## See also\n\n[gh release-request](README.md)\n"
}

// marked is a paragraph of help in Markdown: what it must not take for marks is
// escaped.
func marked(paragraph string) string {
	if strings.HasPrefix(paragraph, "\t") || strings.HasPrefix(paragraph, " ") {
		return "```text\n" + strings.TrimSpace(paragraph) + "\n```"
	}
	paragraph = strings.TrimPrefix(paragraph, "#### ")
	return inMarkdown.Replace(paragraph)
}

var inMarkdown = strings.NewReplacer("*", `\*`, "_", `\_`, "<", `\<`, "[", `\[`, "]", `\]`)

// cell is text within a table.
func cell(text string) string { return strings.ReplaceAll(inMarkdown.Replace(text), "|", `\|`) }
