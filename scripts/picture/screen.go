package main

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// style is how a cell looks.
type style struct {
	colour int // of the sixteen; -1: the terminal's own
	bold   bool
	faint  bool
}

var unstyled = style{colour: -1}

type cell struct {
	r     rune
	style style
}

// screen is a terminal without an end: what scrolls away stays. It knows what the
// program writes, and nothing more.
type screen struct {
	rows     [][]cell
	row, col int
	pen      style
}

func newScreen() *screen { return &screen{rows: make([][]cell, 1), pen: unstyled} }

// control is an escape sequence: CSI with its parameters, or OSC.
var control = regexp.MustCompile(`^\x1b(?:\[([0-9;?]*)([A-Za-z])|\][^\x07\x1b]*(?:\x07|\x1b\\))`)

func (s *screen) Write(p []byte) (int, error) {
	for text := string(p); text != ""; {
		if found := control.FindStringSubmatch(text); found != nil {
			s.obey(found[2], found[1])
			text = text[len(found[0]):]
			continue
		}
		r, size := utf8.DecodeRuneInString(text)
		text = text[size:]
		switch r {
		case '\n':
			s.row++
			s.reach()
		case '\r':
			s.col = 0
		case '\b':
			s.col = max(s.col-1, 0)
		case '\x07', '\x1b':
		default:
			s.put(r)
		}
	}
	return len(p), nil
}

func (s *screen) put(r rune) {
	if s.col == columns {
		s.row, s.col = s.row+1, 0
	}
	s.reach()
	s.rows[s.row][s.col] = cell{r, s.pen}
	s.col++
}

// reach makes the row that the cursor is on, up to the cursor.
func (s *screen) reach() {
	for len(s.rows) <= s.row {
		s.rows = append(s.rows, nil)
	}
	for len(s.rows[s.row]) <= min(s.col, columns-1) {
		s.rows[s.row] = append(s.rows[s.row], cell{' ', unstyled})
	}
}

func (s *screen) obey(command, parameters string) {
	n, err := strconv.Atoi(parameters)
	if err != nil {
		n = 1
	}
	switch command {
	case "m":
		s.dip(parameters)
	case "A":
		s.row = max(s.row-n, 0)
	case "B":
		s.row += n
		s.reach()
	case "C":
		s.col = min(s.col+n, columns-1)
	case "D":
		s.col = max(s.col-n, 0)
	case "G":
		s.col = n - 1
	case "K":
		s.wipe(parameters)
	case "J":
		s.wipe(parameters)
		s.rows = s.rows[:s.row+1]
	}
}

// wipe clears the row, from the cursor on or whole.
func (s *screen) wipe(parameters string) {
	from := s.col
	if parameters == "2" {
		from = 0
	}
	if from < len(s.rows[s.row]) {
		s.rows[s.row] = s.rows[s.row][:from]
	}
}

// dip changes the pen.
func (s *screen) dip(parameters string) {
	codes := strings.Split(parameters, ";")
	for i := 0; i < len(codes); i++ {
		switch n, _ := strconv.Atoi(codes[i]); {
		case n == 0:
			s.pen = unstyled
		case n == 1:
			s.pen.bold = true
		case n == 2:
			s.pen.faint = true
		case n == 22:
			s.pen.bold, s.pen.faint = false, false
		case n >= 30 && n <= 37:
			s.pen.colour = n - 30
		case n >= 90 && n <= 97:
			s.pen.colour = n - 90 + 8
		case n == 38 && i+2 < len(codes) && codes[i+1] == "5":
			s.pen.colour, _ = strconv.Atoi(codes[i+2])
			i += 2
		case n == 39:
			s.pen.colour = -1
		}
	}
}
