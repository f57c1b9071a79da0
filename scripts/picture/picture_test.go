package main

import (
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestScreen_showsWhatATerminalWould(t *testing.T) {
	for name, test := range map[string]struct{ written, want string }{
		"lines":               {"a\r\nb\r\n", "a\nb\n"},
		"a line over another": {"Reading...\rdone", "doneing..."},
		"a line wiped":        {"Reading...\r\x1b[Kdone", "done"},
		"a line wiped whole":  {"Reading...\x1b[2K\rdone", "done"},
		"rows wiped":          {"a\r\nb\r\nc\x1b[2A\r\x1b[Jx", "x"},
		"marks of other use":  {"\x1b]0;title\x07\x1b[?25la\x1b[?25h", "a"},
		"a long line":         {strings.Repeat("a", columns+1), strings.Repeat("a", columns) + "\na"},
		"moved":               {"abc\x1b[2Dx\x1b[1Gy", "yxc"},
	} {
		s := newScreen()
		if _, err := s.Write([]byte(test.written)); err != nil {
			t.Fatal(err)
		}
		var lines []string
		for _, cells := range s.rows {
			line := ""
			for _, c := range cells {
				line += string(c.r)
			}
			lines = append(lines, strings.TrimRight(line, " "))
		}
		if got := strings.Join(lines, "\n"); got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}

func TestScreen_keepsStyles(t *testing.T) {
	s := newScreen()
	_, _ = s.Write([]byte("\x1b[0;1;32ma\x1b[0mb\x1b[38;5;242mc\x1b[39;2md"))
	want := []style{{colour: 2, bold: true}, unstyled, {colour: 242}, {colour: -1, faint: true}}
	for i, c := range s.rows[0] {
		if c.style != want[i] {
			t.Errorf("%c is %+v, want %+v", c.r, c.style, want[i])
		}
	}
}

// Each is a picture in itself: it names no file, no address and no script.
func TestPictures_standAlone(t *testing.T) {
	for _, theme := range []theme{light, dark} {
		text, err := os.ReadFile(filepath.Join("..", "..", folder, "release-"+theme.name+".svg"))
		if err != nil {
			t.Fatal(err)
		}
		decoder := xml.NewDecoder(strings.NewReader(string(text)))
		for {
			token, err := decoder.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			start, ok := token.(xml.StartElement)
			if !ok {
				continue
			}
			if start.Name.Local == "script" || start.Name.Local == "image" {
				t.Errorf("%s holds <%s>", theme.name, start.Name.Local)
			}
			for _, attribute := range start.Attr {
				if attribute.Name.Local == "href" || strings.Contains(attribute.Value, "url(") {
					t.Errorf("%s names %s", theme.name, attribute.Value)
				}
			}
		}
		for _, words := range []string{"gh release-request sdk 1.2.3", "gh release-request approve 1", "published"} {
			if !strings.Contains(string(text), ">"+words+"<") {
				t.Errorf("%s does not show %q", theme.name, words)
			}
		}
	}
}
