package output

import "github.com/release-request/gh-release-request/internal/plain"

// Style is how a word stands out. It only ever repeats what the word says.
type Style string

// The styles, as terminals number them: ECMA-48, select graphic rendition.
const (
	Normal Style = ""
	Good   Style = "32" // green: done, allowed
	Bad    Style = "31" // red: failed, refused
	Pause  Style = "33" // yellow: waits for something
	Muted  Style = "90" // grey: beside the point
	Strong Style = "1"
)

// Styled is text of our own making that holds colours.
type Styled string

// Style returns the text, made plain, in the style where colours are wanted.
func (s *Streams) Style(style Style, text string) Styled {
	return Styled(s.paint(style)(plain.Line(text)))
}

// paint returns a function that colours text that is plain already.
func (s *Streams) paint(style Style) func(string) string {
	if !s.Color || style == Normal {
		return func(text string) string { return text }
	}
	return func(text string) string { return "\x1b[" + string(style) + "m" + text + "\x1b[0m" }
}
