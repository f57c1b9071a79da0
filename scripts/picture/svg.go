package main

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"slices"
)

// theme is how GitHub shows code by day and by night.
type theme struct {
	name         string
	paper, frame string
	ink, faint   string
	colours      map[int]string // of the sixteen, those that the program uses
}

var (
	light = theme{
		name: "light", paper: "#ffffff", frame: "#d1d9e0", ink: "#1f2328", faint: "#59636e",
		colours: map[int]string{1: "#cf222e", 2: "#116329", 3: "#7d4e00", 4: "#0969da", 5: "#8250df", 6: "#1b7c83", 8: "#59636e", 242: "#59636e"},
	}
	dark = theme{
		name: "dark", paper: "#0d1117", frame: "#3d444d", ink: "#e6edf3", faint: "#9198a1",
		colours: map[int]string{1: "#ff7b72", 2: "#3fb950", 3: "#d29922", 4: "#58a6ff", 5: "#bc8cff", 6: "#39c5cf", 8: "#9198a1", 242: "#9198a1"},
	}
)

// Sizes in pixels. A column is a fixed part of the letters' size, whatever font the
// reader's machine has: textLength holds it to that.
const (
	letters = 14.0
	column  = 8.4
	row     = 20.0
	margin  = 20.0
	bar     = 34.0
)

// draw returns the rows as a window of a terminal.
func draw(rows [][]cell, t theme) []byte {
	for len(rows) > 0 && blank(rows[len(rows)-1]) {
		rows = rows[:len(rows)-1]
	}
	width, height := columns*column+2*margin, bar+float64(len(rows))*row+margin
	var b bytes.Buffer
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.0f %.0f" width="%.0f" height="%.0f" role="img" aria-labelledby="title">`+"\n", width, height, width, height)
	b.WriteString("<title id=\"title\">A release in a terminal: asked for by sam, approved by alex, published</title>\n")
	fmt.Fprintf(&b, `<rect x="0.5" y="0.5" width="%.0f" height="%.0f" rx="8" fill="%s" stroke="%s"/>`+"\n", width-1, height-1, t.paper, t.frame)
	for i := range 3 {
		fmt.Fprintf(&b, `<circle cx="%d" cy="17" r="5" fill="%s"/>`+"\n", 20+18*i, t.frame)
	}
	fmt.Fprintf(&b, `<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="%.0f" fill="%s" xml:space="preserve">`+"\n", letters, t.ink)
	for i, cells := range rows {
		t.drawRow(&b, cells, bar+float64(i)*row+letters)
	}
	b.WriteString("</g>\n</svg>\n")
	return b.Bytes()
}

func blank(cells []cell) bool {
	return !slices.ContainsFunc(cells, func(c cell) bool { return c.r != ' ' })
}

// drawRow draws each run of cells of one style, without the blanks around it.
func (t theme) drawRow(b *bytes.Buffer, cells []cell, y float64) {
	for from := 0; from < len(cells); {
		to := from + 1
		for to < len(cells) && cells[to].style == cells[from].style {
			to++
		}
		run := cells[from:to]
		for len(run) > 0 && run[0].r == ' ' {
			run, from = run[1:], from+1
		}
		for len(run) > 0 && run[len(run)-1].r == ' ' {
			run = run[:len(run)-1]
		}
		if len(run) > 0 {
			t.drawRun(b, run, margin+float64(from)*column, y)
		}
		from = to
	}
}

func (t theme) drawRun(b *bytes.Buffer, run []cell, x, y float64) {
	fmt.Fprintf(b, `<text x="%.1f" y="%.1f" textLength="%.1f"`, x, y, float64(len(run))*column)
	style := run[0].style
	if fill, ok := t.colours[style.colour]; ok {
		fmt.Fprintf(b, ` fill="%s"`, fill)
	} else if style.faint {
		fmt.Fprintf(b, ` fill="%s"`, t.faint)
	}
	if style.bold {
		b.WriteString(` font-weight="600"`)
	}
	b.WriteString(">")
	text := make([]rune, len(run))
	for i, c := range run {
		text[i] = c.r
	}
	_ = xml.EscapeText(b, []byte(string(text))) // a buffer takes everything
	b.WriteString("</text>\n")
}
