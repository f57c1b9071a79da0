package output_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/release-request/gh-release-request/internal/output"
)

var now = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// hostile is what a title of others may hold.
const hostile = "a\x1b[2Jb\u202ec\nd\te"

func pipe() (s *output.Streams, out, err *bytes.Buffer) {
	out, err = new(bytes.Buffer), new(bytes.Buffer)
	return &output.Streams{Out: out, Err: err}, out, err
}

func terminal(width int, color bool) (s *output.Streams, out, err *bytes.Buffer) {
	s, out, err = pipe()
	s.OutTerminal, s.ErrTerminal, s.Width, s.Color = true, true, width, color
	return s, out, err
}

func table(s *output.Streams) {
	t := s.Table(now, "id", "title", "state", "age")
	t.Row(output.Number(42), output.Text(hostile), output.Word(output.Pause, "waiting"), output.Time(now.Add(-2*time.Hour)))
	t.Row(output.Number(7), output.Text("#1 a title that is rather long"), output.Word(output.Good, "published"), output.Time(time.Time{}))
	t.Render("no requests")
}

func TestTable_isTabSeparatedAndCompleteInAPipe(t *testing.T) {
	s, out, err := pipe()
	s.Width = 20
	table(s)
	want := "42\ta<U+001B>[2Jb<U+202E>c d e\twaiting\t2026-03-01T10:00:00Z\n" +
		"7\t#1 a title that is rather long\tpublished\t\n"
	if diff := cmp.Diff(want, out.String()); diff != "" || err.Len() > 0 {
		t.Errorf("stderr %q, stdout (-want +got):\n%s", err, diff)
	}
}

func TestTable_fitsTheTerminal(t *testing.T) {
	s, out, _ := terminal(44, false)
	table(s)
	want := `
ID   TITLE                 STATE      AGE
#42  a<U+001B>[2Jb<U+2...  waiting    2h ago
#7   #1 a title that i...  published  
`
	if diff := cmp.Diff(want[1:], out.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestTable_coloursOnlyRepeatWords(t *testing.T) {
	plain, out, _ := terminal(80, false)
	table(plain)
	coloured, painted, _ := terminal(80, true)
	table(coloured)
	bare := painted.String()
	for _, code := range []string{"\x1b[0m", "\x1b[32m", "\x1b[33m", "\x1b[90m"} {
		if !strings.Contains(bare, code) {
			t.Errorf("no %q", code)
		}
		bare = strings.ReplaceAll(bare, code, "")
	}
	if diff := cmp.Diff(out.String(), bare); diff != "" {
		t.Errorf("without colours it says something else (-without +with):\n%s", diff)
	}
}

func TestTable_ofNothingIsANoteOnATerminalOnly(t *testing.T) {
	s, out, err := terminal(80, false)
	s.Table(now, "id").Render("no requests are open")
	if out.Len() > 0 || err.String() != "no requests are open\n" {
		t.Errorf("on a terminal: stdout %q, stderr %q", out, err)
	}
	s, out, err = pipe()
	s.Table(now, "id").Render("no requests are open")
	if out.Len() > 0 || err.Len() > 0 {
		t.Errorf("in a pipe: stdout %q, stderr %q", out, err)
	}
}

type name string

type pair struct{ a, b string }

func TestPrintf_makesTextOfOthersPlain(t *testing.T) {
	s, out, err := terminal(80, true)
	s.Printf("%s|%s|%v|%v|%d|%q|%s\n", hostile, name("\x1b"), errors.New("\x1b"), pair{"\x1b", "b"}, 42, "\u202e", s.Style(output.Good, "ok\x1b"))
	want := "a<U+001B>[2Jb<U+202E>c\nd\te|<U+001B>|<U+001B>|{<U+001B> b}|42|\"<U+202E>\"|\x1b[32mok<U+001B>\x1b[0m\n"
	if got := out.String(); got != want {
		t.Errorf("Printf wrote\n%q, want\n%q", got, want)
	}
	s.Notef("%s\n", "\x1b")
	if got := err.String(); got != "<U+001B>\n" {
		t.Errorf("Notef wrote %q", got)
	}
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }

func TestGuard_seesAllThatIsWritten(t *testing.T) {
	s, out, err := pipe()
	s.Guard = strings.ToUpper
	s.Printf("one %s\n", "two")
	s.Notef("three %s\n", "four")
	if out.String() != "ONE TWO\n" || err.String() != "THREE FOUR\n" {
		t.Errorf("stdout %q, stderr %q", out, err)
	}
}

func TestFailed_tellsOfALostResult(t *testing.T) {
	s := &output.Streams{Out: broken{}, Err: broken{}}
	s.Notef("a note may get lost\n")
	if err := s.Failed(); err != nil {
		t.Errorf("after a note: %v", err)
	}
	s.Printf("a result may not\n")
	if err := s.Failed(); err == nil || !strings.Contains(err.Error(), "no space left") {
		t.Errorf("after a result: %v", err)
	}
}

func TestStartPager_onlyOnATerminal(t *testing.T) {
	s, out, _ := terminal(80, false)
	wait, err := s.StartPager(`sed "s/^/> /"`)
	if err != nil {
		t.Fatal(err)
	}
	s.Printf("one\ntwo\n")
	if err := wait(); err != nil || out.String() != "> one\n> two\n" {
		t.Errorf("through the pager: %q, %v", out, err)
	}
	s.Printf("three\n")
	if !strings.HasSuffix(out.String(), "> two\nthree\n") {
		t.Errorf("after the pager: %q", out)
	}
	s, out, _ = pipe()
	wait, err = s.StartPager("this-is-not-started")
	s.Printf("one\n")
	if err != nil || wait() != nil || out.String() != "one\n" {
		t.Errorf("in a pipe: %q, %v", out, err)
	}
}

func TestWrapped_fitsTheTerminal(t *testing.T) {
	s := &output.Streams{Width: 30}
	if got, want := s.Wrapped(4, "one two three four five six seven\x1b[2J"), "one two three four five\n    six seven<U+001B>[2J"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	for _, width := range []int{0, 10} {
		if got := (&output.Streams{Width: width}).Wrapped(4, "one two three four"); got != "one two three four" {
			t.Errorf("on %d columns it is %q", width, got)
		}
	}
}

func TestTime_isShortOnATerminal(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	for since, want := range map[time.Duration]string{
		-time.Hour: "now", time.Minute - 1: "now", time.Minute: "1m ago", 59 * time.Minute: "59m ago",
		time.Hour: "1h ago", 47 * time.Hour: "1d ago", 400 * 24 * time.Hour: "400d ago",
	} {
		s, out, _ := terminal(80, false)
		table := s.Table(now, "filed")
		table.Row(output.Time(now.Add(-since)))
		table.Render("")
		if got := strings.TrimPrefix(out.String(), "FILED\n"); got != want+"\n" {
			t.Errorf("%v: %q, want %q", since, got, want)
		}
	}
}
