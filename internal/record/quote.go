package record

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/release-request/gh-release-request/internal/plain"
)

// Quote makes text of others safe in a comment of ours, as part of a line: it
// reads as the same characters, and is neither markup, HTML, a mention, a
// reference nor a link. Newlines become spaces. Everything that passes into a
// comment and is not of our own making passes through here.
//
// A character reference cannot stand for a mark of Markdown's own
// (https://spec.commonmark.org/0.31.2/#entity-and-numeric-character-references).
// Mentions, references and emoji names are found after those are resolved, so
// a zero-width space keeps their first character from the rest.
func Quote(text string) string {
	var b strings.Builder
	for _, r := range plain.Line(text) {
		switch {
		case strings.ContainsRune("@#", r):
			b.WriteRune(r)
			b.WriteString(apart)
		case strings.ContainsRune("<>&`*_[]|\\~$", r):
			fmt.Fprintf(&b, "&#%d;", r)
		default:
			b.WriteRune(r)
		}
	}
	named := naming.ReplaceAllString(b.String(), "$1$3"+apart+"$2$4")
	return marking.ReplaceAllString(named, "$1"+apart+"$2")
}

const apart = "&#8203;"

// naming and marking are what GitHub makes a link, a reference or an emoji of
// without any other mark around it. They can share a letter, as in ":www.", so
// each has a pass of its own. https://github.github.com/gfm/#autolinks-extension-
var (
	naming  = regexp.MustCompile(`(?i)(www)(\.)|(\bgh)(-[0-9])`)
	marking = regexp.MustCompile(`(?i)(:)(//|[a-z+-])`)
)

var codeForm = regexp.MustCompile(`^[A-Za-z0-9._+!@/\[\]-]+$`)

// code shows a name as code, where nothing is a mention; a name that is of no
// form known to us is quoted.
func code(name string) string {
	if !codeForm.MatchString(name) {
		return Quote(name)
	}
	return "`" + name + "`"
}
