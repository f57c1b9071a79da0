package cli

import (
	"regexp"
	"strings"
	"testing"
)

var (
	blank = regexp.MustCompile(`[a-z-]+: \.\.\.`)
	fills = regexp.MustCompile(`([a-z-]+): "?[\w+/=]+"?`)
	wiped = regexp.MustCompile(`[^\n]*\r\x1b\[K`) // a spinner, drawn over
	keys  = regexp.MustCompile(`\b[\w+/]{43}=`)
	ids   = regexp.MustCompile(`\b[0-9a-f]{7,64}\b`)
)

// left is what stands on the screen when all is over.
func (s *screen) left() string {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	text := wiped.ReplaceAllString(strings.ReplaceAll(s.shown.String(), "\r\n", "\n"), "")
	return strings.ReplaceAll(escapes.ReplaceAllString(text, ""), "\r", "")
}

// plainly leaves out what differs each time, ids, and what nobody sees: empty
// lines, and spaces at the ends of lines.
func plainly(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		if line = strings.TrimRight(keys.ReplaceAllString(ids.ReplaceAllString(line, "ID"), "KEY"), " \n"); line != "" {
			b.WriteString(line + "\n")
		}
	}
	return b.String()
}

// showing is what a document shows, as a pattern.
func showing(want string) *regexp.Regexp {
	var b strings.Builder
	for line := range strings.Lines(plainly(want)) {
		if line == "...\n" {
			b.WriteString(`(?:.*\n)*`)
			continue
		}
		b.WriteString(strings.ReplaceAll(regexp.QuoteMeta(line), `\.\.\.`, `.*`))
	}
	return regexp.MustCompile("^" + b.String() + "$")
}

func TestDocs_showWhatStandsThere(t *testing.T) {
	for name, test := range map[string]struct {
		says, shown string
		want        bool
	}{
		"the same":            {"one\ntwo", "one\ntwo\n", true},
		"empty lines":         {"one\n\ntwo", "one  \n\n\ntwo\n", true},
		"another id":          {"at a43a23af81a2", "at 32c0f4474730\n", true},
		"anything in a line":  {"in ... seconds", "in 3.2 seconds\n", true},
		"any lines":           {"one\n...\nfour", "one\ntwo\nthree\nfour\n", true},
		"no lines":            {"one\n...\ntwo", "one\ntwo\n", true},
		"another word":        {"one", "two\n", false},
		"a line too few":      {"one\ntwo", "one\n", false},
		"a line too many":     {"one", "one\ntwo\n", false},
		"a line that is more": {"one", "one two\n", false},
		"no pattern":          {"(a.c)", "(abc)\n", false},
	} {
		if got := showing(test.says).MatchString(plainly(test.shown)); got != test.want {
			t.Errorf("%s: %v, want %v", name, got, test.want)
		}
	}
}
