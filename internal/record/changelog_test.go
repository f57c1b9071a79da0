package record_test

import (
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/record"
)

func TestCutChangelog_showsWhatSurvivesGitHub(t *testing.T) {
	for name, test := range map[string]struct{ in, want string }{
		"nothing":                 {"", ""},
		"only white space":        {" \r\n\t\n", ""},
		"line ends":               {"a\r\nb\rc\n", "a\nb\nc"},
		"white space before them": {"a  \nb\t\n\nc", "a\nb\n\nc"},
		"blank lines at the ends": {"\n\n  a\n\n", "  a"},
		"hidden characters":       {"a\x00\u202eb", "a<U+0000><U+202E>b"},
		"bytes that are no UTF-8": {"\xff", "<0xFF>"},
		"HTML stays, in a fence":  {"<!-- release-request {} -->", "<!-- release-request {} -->"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := record.CutChangelog(test.in); got != test.want {
				t.Errorf("CutChangelog(%q) = %q, want %q", test.in, got, test.want)
			}
		})
	}
}

func TestCutChangelog_saysWhatItCut(t *testing.T) {
	for name, test := range map[string]struct{ in, end string }{
		"lines":         {strings.Repeat(strings.Repeat("é", 50)+"\n", 1000), "\n[cut here: 515 more lines do not fit into an issue]"},
		"one long line": {strings.Repeat("é", 40000) + "\nx", "\n[cut here: 63652 bytes of this line and 1 more lines do not fit into an issue]"},
		"backticks":     {strings.Repeat("`", 40000), "\n[cut here: 23651 bytes of this line and 0 more lines do not fit into an issue]"},
	} {
		t.Run(name, func(t *testing.T) {
			got := record.CutChangelog(test.in)
			if !strings.HasSuffix(got, test.end) {
				t.Errorf("ends in %q, want %q", got[max(0, len(got)-90):], test.end)
			}
			kept := strings.TrimSuffix(got, test.end)
			if !strings.HasPrefix(test.in, kept) || len(kept) < 15000 {
				t.Errorf("kept %d bytes that are not the beginning of the changelog, or too few", len(kept))
			}
			r := request()
			r.Changelog = record.HashChangelog(got)
			if _, _, err := record.Render(r, got, web); err != nil {
				t.Error(err)
			}
		})
	}
}
