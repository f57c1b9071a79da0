package output

import (
	"strings"

	"github.com/cli/go-gh/v2/pkg/text"

	"github.com/release-request/gh-release-request/internal/plain"
)

// narrow is the room for words below which wrapping helps nobody.
const narrow = 20

// Wrapped returns words of text, made plain, in lines that fit the terminal of
// Out, those after the first indented by as many columns as the first will be.
// Where there is no terminal they are left on one line.
func (s *Streams) Wrapped(indent int, words string) string {
	words = plain.Line(words)
	room := s.Width - indent
	if room < narrow {
		return words
	}
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(words) {
		switch {
		case line == "":
			line = word
		case text.DisplayWidth(line)+1+text.DisplayWidth(word) <= room:
			line += " " + word
		default:
			lines, line = append(lines, line), word
		}
	}
	return strings.Join(append(lines, line), "\n"+strings.Repeat(" ", indent))
}
