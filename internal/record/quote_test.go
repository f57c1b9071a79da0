package record_test

import (
	"html"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/record"
)

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

func TestQuote(t *testing.T) {
	for in, want := range map[string]string{
		"plain, (text): 1.2.3 - 10:00!": "plain, (text): 1.2.3 - 10:00!",
		"<!-- x -->":                    "&#60;!-- x --&#62;",
		"@alice and @acme/team":         "@&#8203;alice and @&#8203;acme/team",
		"acme/sdk#7, #8 and GH-9":       "acme/sdk#&#8203;7, #&#8203;8 and GH&#8203;-9",
		"gh-release-request":            "gh-release-request",
		"https://x.example www.y":       "https:&#8203;//x.example www&#8203;.y",
		"`a` *b* _c_ [d](e) ~f~ |":      "&#96;a&#96; &#42;b&#42; &#95;c&#95; &#91;d&#93;(e) &#126;f&#126; &#124;",
		"&lt; &#64;x \\@x $a$":          "&#38;lt; &#38;#&#8203;64;x &#92;@&#8203;x &#36;a&#36;",
		":tada: a:b":                    ":&#8203;tada: a:&#8203;b",
		":www.y :gh-9":                  ":&#8203;www&#8203;.y :&#8203;gh&#8203;-9",
		"a\r\n\n# b\tc":                 "a #&#8203; b c",
		"a\u202eb\u200bc\x1b[0m\xff":    "a&#60;U+202E&#62;b&#60;U+200B&#62;c&#60;U+001B&#62;&#91;0m&#60;0xFF&#62;",
	} {
		if got := record.Quote(in); got != want {
			t.Errorf("Quote(%q)\n got %q\nwant %q", in, got, want)
		}
	}
}

// active is what means something to GitHub once character references, which
// mean nothing, are taken for U+0001.
var (
	reference = regexp.MustCompile(`&#[0-9]+;`)
	active    = regexp.MustCompile("[<>&`*_\\[\\]|\\\\~$\n\r\t]|[@#]([^\u0001]|$)|://|(?i:www\\.)")
)

func FuzzQuote(f *testing.F) {
	for _, seed := range []string{"", "<!-- release-request-receipt {} -->", "@a #1 GH-1 www.x http://x :x:", "&#64;a", "\u200b\u202e\x00\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := record.Quote(text)
		if found := active.FindString(reference.ReplaceAllString(got, "\u0001")); found != "" {
			t.Fatalf("Quote(%q) = %q holds %q", text, got, found)
		}
		shown := strings.ReplaceAll(html.UnescapeString(got), "\u200b", "")
		if again := record.Quote(shown); again != got {
			t.Fatalf("Quote(%q) reads as %q, which quotes to %q, not %q", text, shown, again, got)
		}
	})
}
