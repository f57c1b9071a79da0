package output

import (
	"strconv"
	"strings"
	"time"

	"github.com/cli/go-gh/v2/pkg/tableprinter"
	"github.com/cli/go-gh/v2/pkg/text"

	"github.com/release-request/gh-release-request/internal/plain"
)

// Table is a listing: aligned columns under a header on a terminal; elsewhere
// lines of tab-separated fields, without header, complete.
type Table struct {
	streams *Streams
	now     time.Time
	header  []string
	rows    [][]Cell
}

// Table begins a listing. now is what times are relative to on a terminal.
func (s *Streams) Table(now time.Time, header ...string) *Table {
	return &Table{streams: s, now: now, header: header}
}

// Cell is one field of a row.
type Cell struct {
	text   string
	number int
	time   time.Time
	style  Style
	whole  bool
}

// Text is a cell that is shortened where the terminal is narrow. It may hold
// text of others.
func Text(text string) Cell { return Cell{text: text} }

// Word is a cell that is never shortened, such as a state.
func Word(style Style, word string) Cell { return Cell{text: word, style: style, whole: true} }

// Number is the number of an issue: #42 on a terminal, 42 elsewhere.
func Number(n int) Cell { return Cell{number: n, whole: true} }

// Time is relative on a terminal, RFC 3339 in UTC elsewhere; a zero time is
// empty.
func Time(t time.Time) Cell { return Cell{time: t, style: Muted, whole: true} }

// Row adds a row of as many cells as the header has.
func (t *Table) Row(cells ...Cell) { t.rows = append(t.rows, cells) }

// Render writes the table. One without rows writes empty as a note, on a
// terminal only.
func (t *Table) Render(empty string) {
	s := t.streams
	if len(t.rows) == 0 {
		if s.OutTerminal {
			s.Notef("%s\n", empty)
		}
		return
	}
	var b strings.Builder
	printer := tableprinter.New(&b, s.OutTerminal, s.Width)
	if s.OutTerminal {
		for _, name := range t.header {
			printer.AddField(strings.ToUpper(name), tableprinter.WithColor(s.paint(Muted)))
		}
		printer.EndRow()
	}
	for _, row := range t.rows {
		for _, cell := range row {
			if cell.whole {
				printer.AddField(t.words(cell), tableprinter.WithColor(s.paint(cell.style)), tableprinter.WithTruncate(nil))
			} else {
				printer.AddField(t.words(cell), tableprinter.WithColor(s.paint(cell.style)))
			}
		}
		printer.EndRow()
	}
	_ = printer.Render() // a strings.Builder takes everything
	s.write(b.String())
}

// words is what a cell says at the other end.
func (t *Table) words(cell Cell) string {
	terminal := t.streams.OutTerminal
	switch {
	case cell.number != 0 && terminal:
		return "#" + strconv.Itoa(cell.number)
	case cell.number != 0:
		return strconv.Itoa(cell.number)
	case !cell.time.IsZero() && terminal:
		return text.RelativeTimeAgo(t.now, cell.time)
	case !cell.time.IsZero():
		return cell.time.UTC().Format(time.RFC3339)
	}
	return plain.Line(cell.text)
}
