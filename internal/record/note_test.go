package record

import "testing"

func TestNoteName_readsBackWhatRenderNoteWrote(t *testing.T) {
	body := RenderNote("answer 123", "**Done.**")
	for _, text := range []string{body, body + "\n\n", "<!-- release-request-note answer 123 -->\r\n**Done.**"} {
		if got := NoteName(text); got != "answer 123" {
			t.Errorf("%q is the note %q", text, got)
		}
	}
}

func TestNoteName_isEmptyForAnythingElse(t *testing.T) {
	for _, text := range []string{"", "answer 123", "hello\n" + RenderNote("answer 123", "x"), RenderStatus("x"),
		"<!-- release-request-note answer 123", "<!-- release-request-note a --> b -->\nx"} {
		if got := NoteName(text); got != "" {
			t.Errorf("%q is the note %q", text, got)
		}
	}
}

func TestClaims_tellsRequestsFromOrdinaryIssues(t *testing.T) {
	for _, c := range []struct {
		title, body string
		want        bool
	}{
		{"publish: acme/sdk@1.2.3", "written by hand", true},
		{"renamed", "<!-- release-request {} -->\nrest", true},
		{"renamed", "<!-- release-request {broken\nrest", true},
		{"The build is slow", "Why?", false},
		{"publish: soon", "Please.", false},
		{"publish acme/sdk@1.2.3", "no colon", false},
		{"Question", "What is <!-- release-request for?", false},
		{"", "", false},
	} {
		if got := Claims(c.title, c.body); got != c.want {
			t.Errorf("%q, %q: %t", c.title, c.body, got)
		}
	}
}
