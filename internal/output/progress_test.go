package output

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

// screen is what a terminal would show on its last line.
func screen(written string) string {
	line := ""
	for _, part := range bytes.Split([]byte(written), []byte("\n")) {
		line = string(part)
	}
	if i := bytes.LastIndex([]byte(line), []byte("\r\x1b[K")); i >= 0 {
		line = line[i+len("\r\x1b[K"):]
	}
	return line
}

// spinning returns streams with a spinner, and how to let it tick at a time
// after the beginning.
func spinning(t *testing.T, err *bytes.Buffer) (s *Streams, tick func(time.Duration)) {
	began := time.Unix(0, 0)
	ticks := make(chan time.Time)
	s = &Streams{Out: new(bytes.Buffer), Err: err, ErrTerminal: true, Animated: true}
	s.spin("reading the policy", began, ticks, func() { t.Log("released") })
	return s, func(after time.Duration) {
		ticks <- began.Add(after)
		ticks <- began.Add(after) // taken only once the tick before is drawn
	}
}

func TestStep_showsNameAndTime(t *testing.T) {
	var err bytes.Buffer
	s, tick := spinning(t, &err)
	tick(3200 * time.Millisecond)
	s.writing.Lock()
	shown := screen(err.String())
	s.writing.Unlock()
	if want := "reading the policy (3s)"; len(shown) < len(want) || shown[len(shown)-len(want):] != want {
		t.Errorf("shows %q, want %q", shown, want)
	}
	s.EndSteps()
	if shown := screen(err.String()); shown != "" {
		t.Errorf("after the end, %q is left", shown)
	}
	s.EndSteps()
}

func TestNotef_standsOnALineOfItsOwn(t *testing.T) {
	var err bytes.Buffer
	s, tick := spinning(t, &err)
	tick(time.Second)
	s.Notef("a note\n")
	s.EndSteps()
	lines := bytes.Split(err.Bytes(), []byte("\n"))
	if got := screen(string(lines[0])); got != "a note" {
		t.Errorf("the note's line reads %q", got)
	}
}

func TestStep_isALineWhereNothingCanBeRedrawn(t *testing.T) {
	var err bytes.Buffer
	s := &Streams{Err: &err, ErrTerminal: true}
	s.Step("reading %s", "the\x1bpolicy")
	s.Step("asking")
	s.EndSteps()
	if got := err.String(); got != "reading the<U+001B>policy...\nasking...\n" {
		t.Errorf("wrote %q", got)
	}
}

func TestStep_isSilentInAPipe(t *testing.T) {
	var err bytes.Buffer
	s := &Streams{Err: &err}
	s.Step("reading")
	s.EndSteps()
	if err.Len() > 0 {
		t.Errorf("wrote %q", err.String())
	}
}

func TestTalk_endsTheStep(t *testing.T) {
	var shown bytes.Buffer
	s := &Streams{Err: &shown, ErrTerminal: true}
	ticks := make(chan time.Time)
	start := time.Now()
	s.spin("Preparing", start, ticks, func() {})
	ticks <- start
	ticks <- start // so that the first was drawn
	if _, err := s.Talk().Write([]byte("npm says\n")); err != nil {
		t.Fatal(err)
	}
	if got := shown.String(); !strings.HasSuffix(got, "\r\x1b[Knpm says\n") || s.progress != nil {
		t.Errorf("shown is %q", got)
	}
}
