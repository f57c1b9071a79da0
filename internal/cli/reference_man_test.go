package cli

import (
	"fmt"
	"strings"
)

// manName is a page's name for man, without the section.
func manName(name string) string {
	if name == "" {
		return "gh-release-request"
	}
	return "gh-release-request-" + name
}

// man is a page for man, in the macros of man(7). It bears no date, so that the
// same commands give the same page.
func (p page) man() string {
	var b strings.Builder
	manHead(&b, p.name, "1", p.short)
	b.WriteString(".SH SYNOPSIS\n")
	for i, line := range p.usage {
		if i > 0 {
			b.WriteString(".br\n")
		}
		fmt.Fprintf(&b, "%s\n", roff(line))
	}
	b.WriteString(".SH DESCRIPTION\n")
	for i, paragraph := range p.paragraphs {
		if i > 0 {
			b.WriteString(".PP\n")
		}
		manParagraph(&b, paragraph)
	}
	for _, g := range p.groups {
		if len(g.pages) == 0 {
			continue
		}
		fmt.Fprintf(&b, ".SH %s\n", strings.ToUpper(g.title))
		for _, line := range g.pages {
			fmt.Fprintf(&b, ".TP\n.BR %s (1)\n%s\n", roff(manName(line.name)), roff(line.short))
		}
	}
	b.WriteString(".SH OPTIONS\n")
	for _, f := range p.flags {
		fmt.Fprintf(&b, ".TP\n\\fB%s\\fR\n%s\n", roff(f.flag), roff(f.about))
	}
	if p.fields != "" {
		fmt.Fprintf(&b, ".SH JSON FIELDS\n%s\n", roff(p.fields))
	}
	if len(p.exits) > 0 {
		b.WriteString(".SH EXIT STATUS\n")
		for _, note := range p.exits {
			fmt.Fprintf(&b, ".TP\n%d\n%s\n", note.code, roff(note.says))
		}
	}
	if len(p.examples) > 0 {
		fmt.Fprintf(&b, ".SH EXAMPLES\n.EX\n")
		for _, line := range p.examples {
			fmt.Fprintf(&b, "%s\n", roff(line))
		}
		b.WriteString(".EE\n")
	}
	manSeeAlso(&b, p.seeAlso)
	return b.String()
}

// man is a topic's page for man.
func (t topic) man() string {
	var b strings.Builder
	manHead(&b, t.name, "7", t.short)
	b.WriteString(".SH DESCRIPTION\n")
	for i, paragraph := range paragraphs(t.intro) {
		if i > 0 {
			b.WriteString(".PP\n")
		}
		manParagraph(&b, paragraph)
	}
	for _, part := range t.parts() {
		if part.title != "" {
			fmt.Fprintf(&b, ".SH %s\n", strings.ToUpper(roff(part.title)))
		}
		for _, row := range part.rows {
			fmt.Fprintf(&b, ".TP\n\\fB%s\\fR\n%s\n", roff(row.term), roff(row.text))
		}
	}
	manSeeAlso(&b, []string{""})
	return b.String()
}

func manHead(b *strings.Builder, name, section, short string) {
	fmt.Fprintf(b, ".TH %q %q \"\" \"gh-release-request\" \"gh release-request\"\n", strings.ToUpper(manName(name)), section)
	fmt.Fprintf(b, ".SH NAME\n%s \\- %s\n", roff(manName(name)), roff(strings.ToLower(short[:1])+short[1:]))
}

func manParagraph(b *strings.Builder, paragraph string) {
	if strings.HasPrefix(paragraph, "\t") || strings.HasPrefix(paragraph, " ") {
		fmt.Fprintf(b, ".EX\n%s\n.EE\n", roff(strings.TrimSpace(paragraph)))
		return
	}
	fmt.Fprintf(b, "%s\n", roff(strings.TrimPrefix(paragraph, "#### ")))
}

func manSeeAlso(b *strings.Builder, names []string) {
	b.WriteString(".SH SEE ALSO\n")
	for i, name := range names {
		section, end := "1", ","
		if _, ok := findTopic([]string{name}); ok {
			section = "7"
		}
		if i == len(names)-1 {
			end = ""
		}
		fmt.Fprintf(b, ".BR %s (%s)%s\n", roff(manName(name)), section, end)
	}
}

// roff is text that is shown as it is.
func roff(text string) string {
	text = strings.NewReplacer(`\`, `\e`, "-", `\-`, "'", `\(aq`).Replace(text)
	if strings.HasPrefix(text, ".") {
		text = `\&` + text
	}
	return text
}
