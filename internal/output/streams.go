// Package output is how results, notes and progress reach people and scripts:
// streams, tables, JSON. It is a door: it stands on the ground floor alone and
// knows nothing of releases. Standard output carries the result and nothing
// else; notes, questions and progress go to standard error. Text of others
// passes through internal/plain on every way out, so that nothing of it can
// move a cursor or reorder a line. It never decides what is said.
package output

import (
	"fmt"
	"io"
	"os"
	"reflect"
	"sync"

	"github.com/cli/go-gh/v2/pkg/term"

	"github.com/release-request/gh-release-request/internal/plain"
)

// Streams is where a command reads and writes, and what is at the other end.
// It may be used by several goroutines, and is not to be copied.
type Streams struct {
	In  io.Reader
	Out io.Writer // the result
	Err io.Writer // all else

	InTerminal  bool
	OutTerminal bool
	ErrTerminal bool
	Color       bool // Out may be coloured
	Width       int  // columns of Out; 0 where it is no terminal
	Animated    bool // Err may be redrawn in place

	// Guard, if set, has the last word on all that Printf and Notef write: for
	// a reader that obeys more than a terminal does.
	Guard func(string) string

	writing  sync.Mutex // guards all below, and every write
	failed   error      // the first write of a result that failed
	progress *progress  // shown on Err now
}

// System returns the streams of the process, looking at the terminal and at
// GH_FORCE_TTY, NO_COLOR, CLICOLOR and CLICOLOR_FORCE as gh does.
func System() *Streams {
	t := term.FromEnv()
	s := &Streams{
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr,
		InTerminal:  term.IsTerminal(os.Stdin),
		OutTerminal: t.IsTerminalOutput(),
		ErrTerminal: term.IsTerminal(os.Stderr),
		Color:       t.IsColorEnabled(),
	}
	s.Animated = s.ErrTerminal && os.Getenv("TERM") != "dumb" && os.Getenv("GH_SPINNER_DISABLED") == ""
	if s.OutTerminal {
		s.Width = 80
		if width, _, err := t.Size(); err == nil && width > 0 {
			s.Width = width
		}
	}
	return s
}

// Printf writes a part of the result. Arguments that are text are made plain,
// except what Style returned.
func (s *Streams) Printf(format string, args ...any) {
	s.write(s.guarded(fmt.Sprintf(format, plainArgs(args)...)))
}

// Notef writes a note to standard error, its arguments made plain as by Printf.
func (s *Streams) Notef(format string, args ...any) {
	s.writing.Lock()
	defer s.writing.Unlock()
	s.progress.wipe(s.Err)
	io.WriteString(s.Err, s.guarded(fmt.Sprintf(format, plainArgs(args)...)))
}

func (s *Streams) guarded(text string) string {
	if s.Guard == nil {
		return text
	}
	return s.Guard(text)
}

// Failed returns the error of the first write of a result that failed: what
// did not arrive was not done.
func (s *Streams) Failed() error {
	s.writing.Lock()
	defer s.writing.Unlock()
	return s.failed
}

// write writes text that is plain already.
func (s *Streams) write(text string) {
	s.writing.Lock()
	defer s.writing.Unlock()
	s.progress.wipe(s.Err)
	if _, err := io.WriteString(s.Out, text); err != nil && s.failed == nil {
		s.failed = fmt.Errorf("cannot write the result: %w", err)
	}
}

// plainArgs makes plain whatever would be written as text.
func plainArgs(args []any) []any {
	out := make([]any, len(args))
	for i, arg := range args {
		switch kind := reflect.ValueOf(arg).Kind(); {
		case reflect.TypeFor[Styled]() == reflect.TypeOf(arg), kind >= reflect.Bool && kind <= reflect.Complex128:
			out[i] = arg
		default:
			out[i] = plain.Text(fmt.Sprint(arg))
		}
	}
	return out
}
