package plain_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/release-request/gh-release-request/internal/plain"
)

func TestText_writesOutWhatDoesNotShow(t *testing.T) {
	for name, test := range map[string]struct{ in, want string }{
		"plain text stays":              {"Fix a\tbug\n- & <b>", "Fix a\tbug\n- & <b>"},
		"other scripts stay":            {"Größe 日本語 العربية", "Größe 日本語 العربية"},
		"emoji stay":                    {"✨ ⚡️ 🧑\u200d💻 👩🏽\u200d🔬", "✨ ⚡️ 🧑\u200d💻 👩🏽\u200d🔬"},
		"terminal escape":               {"a\x1b[31mred", "a<U+001B>[31mred"},
		"one-character escape":          {"a\u009b31m", "a<U+009B>31m"},
		"bell, backspace, NUL":          {"\a\b\x00", "<U+0007><U+0008><U+0000>"},
		"right-to-left override":        {"a\u202eb\u202cc", "a<U+202E>b<U+202C>c"},
		"isolate":                       {"\u2066x\u2069", "<U+2066>x<U+2069>"},
		"zero-width space":              {"ad\u200bmin", "ad<U+200B>min"},
		"joiner between ASCII letters":  {"ad\u200dmin", "ad<U+200D>min"},
		"joiner at the ends":            {"\u200dé\u200d", "<U+200D>é<U+200D>"},
		"joiners in a row":              {"é\u200d\u200dé", "é<U+200D><U+200D>é"},
		"tags":                          {"a\U000e0041", "a<U+E0041>"},
		"line separators":               {"a\u2028b\u0085c", "a<U+2028>b<U+0085>c"},
		"carriage returns are newlines": {"a\r\nb\rc", "a\nb\nc"},
		"bytes that are no UTF-8":       {"a\xffb\xc0\xafc", "a<0xFF>b<0xC0><0xAF>c"},
		"the replacement character":     {"a\ufffdb", "a\ufffdb"},
		"noncharacter":                  {"\ufffe\U0001ffff", "<U+FFFE><U+1FFFF>"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := plain.Text(test.in); got != test.want {
				t.Errorf("Text(%q) = %q, want %q", test.in, got, test.want)
			}
		})
	}
}

func TestLine_staysOnOneLine(t *testing.T) {
	for in, want := range map[string]string{
		"a b":            "a b",
		"a  b":           "a  b",
		"a\nb\r\nc\td":   "a b c d",
		"\n\n a \n":      "a",
		"a\u2028b\x1b[K": "a<U+2028>b<U+001B>[K",
	} {
		if got := plain.Line(in); got != want {
			t.Errorf("Line(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzText(f *testing.F) {
	for _, seed := range []string{"", "a\x1b]8;;http://x\a", "é\u200dé", "\xff\u202e", "a\r\nb"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := plain.Text(s)
		if !utf8.ValidString(got) {
			t.Fatalf("Text(%q) = %q is no UTF-8", s, got)
		}
		if again := plain.Text(got); again != got {
			t.Fatalf("Text(%q) = %q, and again %q", s, got, again)
		}
		for _, r := range got {
			if plain.Hidden(r) && r != '\u200d' {
				t.Fatalf("Text(%q) = %q holds %U", s, got, r)
			}
		}
		if line := plain.Line(s); strings.ContainsAny(line, "\n\r\t") {
			t.Fatalf("Line(%q) = %q is not one line", s, line)
		}
	})
}
