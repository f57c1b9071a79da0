package record

import "strings"

const noteMarker = "release-request-note"

// RenderNote returns a comment that the workflow writes once and never edits,
// such as an answer. name tells it from others: lower-case letters, digits and
// single spaces. It proves nothing. text is Markdown of our own, with text of
// others in it quoted.
func RenderNote(name, text string) string { return comment(noteMarker, []byte(name)) + "\n" + text }

// NoteName returns the name of a note, empty for any other comment; whose it
// is, is for the caller to ask GitHub.
func NoteName(body string) string {
	first, _, _ := strings.Cut(normalise(body), "\n")
	name, ok := cutComment(first, noteMarker)
	if !ok {
		return ""
	}
	return string(name)
}
