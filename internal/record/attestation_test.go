package record_test

import (
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"github.com/release-request/gh-release-request/internal/record"
)

func TestAttestation_isReadBackAsItIs(t *testing.T) {
	r := request()
	r.Run = "4711/2"
	message, err := record.Attestation(r, changelogText, web)
	if err != nil {
		t.Fatal(err)
	}
	got, problems := record.ParseAttestation(message)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if diff := cmp.Diff(r, got); diff != "" {
		t.Error(diff)
	}
	_, body, err := record.Render(r, changelogText, web)
	if err != nil || !strings.HasPrefix(body, "<!-- release-request "+message+" -->\n") {
		t.Errorf("the issue does not begin with what was attested: %v", err)
	}
}

func TestAttestation_refusesWhatNoRequestCouldBe(t *testing.T) {
	long := strings.Repeat("line\n", 1000)
	for name, test := range map[string]struct {
		change func() (run, changelog, shown string)
		want   string
	}{
		"no run":           {func() (string, string, string) { return "", changelogText, changelogText }, "names no run"},
		"another text":     {func() (string, string, string) { return "1/1", "other", changelogText }, "not the one that the record names"},
		"text that is cut": {func() (string, string, string) { c := record.CutChangelog(long); return "1/1", c, c }, "longer than an annotation holds"},
	} {
		r := request()
		run, changelog, shown := test.change()
		r.Run, r.Changelog = run, record.HashChangelog(changelog)
		if message, err := record.Attestation(r, shown, web); err == nil || !strings.Contains(err.Error(), test.want) || message != "" {
			t.Errorf("%s: %q, %v", name, message, err)
		}
	}
}

func TestParseAttestation_refusesWhatThisProgramDoesNotWrite(t *testing.T) {
	r := request()
	r.Run = "4711/2"
	message, err := record.Attestation(r, changelogText, web)
	if err != nil {
		t.Fatal(err)
	}
	for _, other := range []string{"", "{}", message + " ", strings.Replace(message, `"4711/2"`, `""`, 1), strings.Replace(message, `"base"`, `"Base"`, 1), message[:len(message)-1]} {
		if _, problems := record.ParseAttestation(other); len(problems) == 0 {
			t.Errorf("%q is taken for an attestation", other)
		}
	}
}

func TestCutForNotice_fitsIntoAnAnnotation(t *testing.T) {
	for name, text := range map[string]string{
		"lines": strings.Repeat("- a change 🙂\n", 1000), "one line": strings.Repeat("é", 9000), "backticks": strings.Repeat("`", 9000), "short": "- a change",
	} {
		got := record.CutForNotice(text)
		if units := len(utf16.Encode([]rune(got))); units > 4096 {
			t.Errorf("%s: %d code units", name, units)
		}
		if again := record.CutForNotice(got); again != got {
			t.Errorf("%s: cut twice it is another text", name)
		}
		if issue := record.CutChangelog(got); issue != got {
			t.Errorf("%s: an issue shows another text", name)
		}
		if name != "short" && !strings.Contains(got, "do not fit into an annotation]") {
			t.Errorf("%s: it does not say that it is cut: %q", name, got[max(0, len(got)-80):])
		}
	}
}
