package rehearsal

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"
)

const (
	screen  = 80 // columns of the terminal that a rehearsal is made for
	framing = "   | "
	within  = screen - len(framing) // columns inside the frame
	longest = 18                    // lines of a diff that are shown
)

// frame prints what somebody sees on a screen.
func (s *Stage) frame(text string) {
	s.shown.WriteString(text) // as it was: what is cut was shown, too
	fmt.Fprint(s.out, indent(text))
}

// tellf prints a line of the narrator's, which begins with a lead.
func (s *Stage) tellf(lead, format string, args ...any) {
	for _, row := range rows(fmt.Sprintf(format, args...), screen-len(lead)) {
		fmt.Fprintln(s.out, lead+row)
		lead = strings.Repeat(" ", len(lead))
	}
}

// folded is text of the narrator's with its lines broken.
func folded(format string, args ...any) string {
	var b strings.Builder
	for line := range strings.Lines(fmt.Sprintf(format, args...)) {
		b.WriteString(strings.Join(rows(strings.TrimSuffix(line, "\n"), screen), "\n") + "\n")
	}
	return b.String()
}

// indent puts text into a frame. Lines of a diff are cut and not broken, and a
// long one is told by its length.
func indent(text string) string {
	var b strings.Builder
	var diff []string
	put := func() {
		if len(diff) > longest {
			diff = []string{fmt.Sprintf("… (a diff of %d lines)", len(diff))}
		}
		for _, line := range diff {
			b.WriteString(strings.TrimRight(framing+cut(line, within), " ") + "\n")
		}
		diff = nil
	}
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, " \n")
		if strings.HasPrefix(line, "@@ ") || diff != nil && (line == "" || strings.ContainsAny(line[:1], " +-")) {
			diff = append(diff, line)
			continue
		}
		put()
		lead := beginning.FindString(line)
		for _, row := range rows(line[len(lead):], max(within-len(lead), within/2)) {
			b.WriteString(strings.TrimRight(framing+lead+row, " ") + "\n")
			lead = strings.Repeat(" ", len(lead))
		}
	}
	put()
	return b.String()
}

// beginning is what the rows of a long line stand behind: the mark of an item of
// a list, or the word of a first column.
var beginning = regexp.MustCompile(`^ *(?:- |[0-9]+\. |[a-z]+ {2,})?`)

// rows breaks a line at spaces, and cuts what has none.
func rows(line string, columns int) []string {
	if utf8.RuneCountInString(line) <= columns {
		return []string{line}
	}
	var list []string
	row := ""
	for word := range strings.SplitSeq(line, " ") {
		if joined := row + " " + word; row != "" && utf8.RuneCountInString(joined) <= columns {
			row = joined
			continue
		} else if row != "" {
			list = append(list, cut(row, columns))
		}
		row = word
	}
	return append(list, cut(row, columns))
}

func cut(row string, columns int) string {
	if utf8.RuneCountInString(row) <= columns {
		return row
	}
	return string([]rune(row)[:columns-1]) + "…"
}
