package output

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/cli/go-gh/v2/pkg/tableprinter"

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

// Word is a cell that is never shortened, such as a name or a state.
func Word(style Style, word string) Cell { return Cell{text: word, style: style, whole: true} }

// Number is the number of an issue: #42 on a terminal, 42 elsewhere.
func Number(n int) Cell { return Cell{number: n, whole: true} }

// Time is how long ago it was, in short, on a terminal; RFC 3339 in UTC elsewhere.
// A zero time is empty.
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
		for i, name := range t.header {
			addField(printer, strings.ToUpper(name), s.paint(Muted), t.rows[0][i].whole)
		}
		printer.EndRow()
	}
	for _, row := range t.rows {
		for _, cell := range row {
			addField(printer, t.words(cell), s.paint(cell.style), cell.whole)
		}
		printer.EndRow()
	}
	_ = printer.Render() // a strings.Builder takes everything
	s.write(b.String())
}

func addField(printer tableprinter.TablePrinter, words string, paint func(string) string, whole bool) {
	if whole {
		printer.AddField(words, tableprinter.WithColor(paint), tableprinter.WithTruncate(nil))
		return
	}
	printer.AddField(words, tableprinter.WithColor(paint))
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
		return ago(t.now.Sub(cell.time))
	case !cell.time.IsZero():
		return cell.time.UTC().Format(time.RFC3339)
	}
	return plain.Line(cell.text)
}

// ago is a time past in as few letters as a column deserves.
func ago(d time.Duration) string {
	const day = 24 * time.Hour
	switch {
	case d < time.Minute:
		return "now"
	case d < time.Hour:
		return fmt.Sprintf("%dm ago", d/time.Minute)
	case d < day:
		return fmt.Sprintf("%dh ago", d/time.Hour)
	}
	return fmt.Sprintf("%dd ago", d/day)
}
