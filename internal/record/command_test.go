package record_test

import (
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/plain"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/record"
)

func TestParseCommand_obeysOnlyTheWholeComment(t *testing.T) {
	for name, body := range map[string]string{
		"nothing":                      "",
		"the mark alone":               "#",
		"another verb":                 "#approve",
		"another case":                 "#Retract",
		"no mark":                      "retract",
		"a number":                     "#42",
		"text before":                  "please #retract",
		"white space before":           " #retract",
		"a line before":                "hello\n#retract",
		"a line after":                 "#retract\nthanks",
		"a second command":             "#published npm\n#published docs",
		"a word after":                 "#retract now",
		"a word after retry":           "#retry npm",
		"quoted":                       "> #retract",
		"as code":                      "`#retract`",
		"as a heading":                 "# retract",
		"hidden in HTML":               "<!-- x -->#retract",
		"no reason":                    "#reject",
		"a reason of spaces":           "#reject    ",
		"two spaces":                   "#reject  not tested",
		"a tab":                        "#reject\tnot tested",
		"a reason of two lines":        "#reject not\ntested",
		"a reason that turns around":   "#reject not \u202etested",
		"a reason of no characters":    "#reject \xff",
		"a hard space before a reason": "#reject \u00a0tested",
		"a reason too long":            "#reject " + strings.Repeat("é", record.MaxReason+1),
		"no target":                    "#published",
		"a target of another form":     "#published NPM",
		"two targets":                  "#missing npm docs",
		"an option as a target":        "#missing --all",
		"a hidden character":           "#retract\u200b",
		"a hard space after":           "#retract\u00a0",
		"a form feed after":            "#retract\f",
	} {
		t.Run(name, func(t *testing.T) {
			if c, ok := record.ParseCommand(body); ok || c != (policy.Command{}) {
				t.Errorf("%q is taken for %+v", body, c)
			}
		})
	}
}

func TestParseCommand_readsEveryVerb(t *testing.T) {
	long := strings.Repeat("é", record.MaxReason)
	for body, want := range map[string]policy.Command{
		"#retract":                      {Verb: policy.CommandRetract},
		"#retry \r\n\r\n":               {Verb: policy.CommandRetry},
		"#reject not tested, see #12\t": {Verb: policy.CommandReject, Argument: "not tested, see #12"},
		"#reject " + long:               {Verb: policy.CommandReject, Argument: long},
		"#published npm":                {Verb: policy.CommandPublished, Argument: "npm"},
		"#missing npm-legacy\n":         {Verb: policy.CommandMissing, Argument: "npm-legacy"},
	} {
		if c, ok := record.ParseCommand(body); !ok || c != want {
			t.Errorf("%q reads %+v, %v; want %+v", body, c, ok, want)
		}
	}
}

func TestRenderCommand_saysWhatMakesItNone(t *testing.T) {
	for _, test := range []struct {
		command policy.Command
		want    string
	}{
		{policy.Command{Verb: "approve"}, "no command"},
		{policy.Command{Verb: policy.CommandRetract, Argument: "now"}, "stands alone"},
		{policy.Command{Verb: policy.CommandReject}, "empty"},
		{policy.Command{Verb: policy.CommandReject, Argument: "two\nlines"}, "one line"},
		{policy.Command{Verb: policy.CommandReject, Argument: "spaced "}, "white space"},
		{policy.Command{Verb: policy.CommandReject, Argument: strings.Repeat("x", 501)}, "501 characters"},
		{policy.Command{Verb: policy.CommandMissing, Argument: "a b"}, `target "a b"`},
	} {
		text, err := record.RenderCommand(test.command)
		if text != "" || err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%+v gives %q, %v; want an error with %q", test.command, text, err, test.want)
		}
	}
}

// Any text is a command or not, and what is one is what RenderCommand makes of
// it, but for white space at the end.
func FuzzParseCommand(f *testing.F) {
	for _, seed := range []string{"#retract", "#retry\r\n", "#reject not tested", "#published npm", "#missing docs \n", "#reject \u202e", "# reject x"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		c, ok := record.ParseCommand(body)
		if !ok {
			return
		}
		text, err := record.RenderCommand(c)
		if err != nil || strings.TrimRight(body, " \t\r\n") != text {
			t.Fatalf("%q reads %+v, which is written %q, %v", body, c, text, err)
		}
		if plain.Line(text) != text {
			t.Fatalf("%q does not show as itself", text)
		}
		if again, ok := record.ParseCommand(text); !ok || again != c {
			t.Fatalf("%q reads %+v, then %+v", body, c, again)
		}
	})
}
