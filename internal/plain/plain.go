// Package plain makes text of others show what it holds: whatever a terminal
// or a browser would obey, hide or reorder becomes visible characters. It
// stands on the ground floor and imports nothing of ours. It never drops
// anything silently, and it knows no markup: quoting for Markdown is the
// business of internal/record.
package plain

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Text returns s with every character that would not show as itself written
// out, such as <U+202E>. Newlines and tabs stay, CRLF and CR become newlines.
// Bytes that are no UTF-8 are written out as <0xFF>.
func Text(s string) string {
	if isPlain(s) {
		return s
	}
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s)
	var b strings.Builder
	before := utf8.RuneError
	for i, r := range s {
		switch size := runeLen(s[i:]); {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, "<0x%02X>", s[i])
		case r == zeroWidthJoiner && joins(before, s[i+size:]), !Hidden(r):
			b.WriteRune(r)
		default:
			fmt.Fprintf(&b, "<U+%04X>", r)
		}
		before = r
	}
	return b.String()
}

// Line returns s as Text does, on one line: each run of white space that holds
// a newline or a tab becomes one space.
func Line(s string) string {
	s = Text(s)
	if !strings.ContainsAny(s, "\n\t") {
		return s
	}
	return strings.Join(strings.Fields(s), " ")
}

// zeroWidthJoiner makes one emoji of several, and belongs to some scripts.
const zeroWidthJoiner = '\u200d'

// joins reports whether a joiner between before and what rest begins with has
// something to join: two visible characters beyond ASCII.
func joins(before rune, rest string) bool {
	after, _ := utf8.DecodeRuneInString(rest)
	joinable := func(r rune) bool { return r > 0x7f && r != utf8.RuneError && !Hidden(r) }
	return joinable(before) && joinable(after)
}

// Hidden reports whether r is a character that does not show as itself:
// control, zero-width and bidirectional formatting characters, other line
// breaks than newline, tags, fillers and noncharacters. The list is written
// out, not taken from the tables of the unicode package: those change with the
// version of Go, and two programs must agree on what a record may hold.
func Hidden(r rune) bool {
	switch {
	case r == '\n', r == '\t':
		return false
	case r < 0x20, r >= 0x7f && r < 0xa0, // C0, DEL, C1
		r == 0xad, r == 0x34f, r == 0x61c, // soft hyphen, grapheme joiner, Arabic letter mark
		r == 0x115f, r == 0x1160, r == 0x3164, r == 0xffa0, // Hangul fillers
		r == 0x17b4, r == 0x17b5, r == 0x180e, // Khmer vowels and Mongolian separator without a shape
		r >= 0x200b && r <= 0x200f,              // zero-width characters, direction marks
		r >= 0x2028 && r <= 0x202e,              // line and paragraph separator, embeddings, overrides
		r >= 0x2060 && r <= 0x206f,              // word joiner, invisible operators, isolates
		r == 0xfeff, r >= 0xfff0 && r <= 0xfffb, // byte order mark, annotations
		r >= 0xe0000 && r <= 0xe0fff,                   // tags
		r >= 0xfdd0 && r <= 0xfdef, r&0xfffe == 0xfffe: // noncharacters
		return true
	}
	return false
}

func isPlain(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x7f || s[i] < 0x20 && s[i] != '\n' && s[i] != '\t' {
			return false
		}
	}
	return true
}

func runeLen(s string) int {
	_, size := utf8.DecodeRuneInString(s)
	return size
}
