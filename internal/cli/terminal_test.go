package cli

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/creack/pty"
)

// patience is how long a program may take to show what is waited for. It only
// bounds a test that fails.
const patience = 20 * time.Second

// terminal ANSWERS PROGRAM ARG... runs a program whose standard streams are one
// terminal of 80 columns, and types what the file ANSWERS says:
//
//	wait TEXT      until the text is shown, after what was waited for before
//	send "KEYS"    a Go string, such as "y\r" or "\x03" for Ctrl-C
//
// It writes what was shown, without escapes, to standard output, and ends with
// the program's exit code.
func terminal(args []string) int {
	if len(args) < 2 {
		return complain("usage: terminal ANSWERS PROGRAM ARG...")
	}
	answers, err := os.ReadFile(args[0])
	if err != nil {
		return complain("%v", err)
	}
	program := exec.Command(args[1], args[2:]...)
	keyboard, err := pty.StartWithSize(program, &pty.Winsize{Rows: 24, Cols: 80})
	if err != nil {
		return complain("%v", err)
	}
	defer keyboard.Close()
	screen := watch(keyboard)
	if err := play(string(answers), keyboard, screen); err != nil {
		_ = program.Process.Kill()
		return complain("%v; shown:\n%s", err, screen.text())
	}
	if !screen.until(func(_ string, ended bool) bool { return ended }) {
		_ = program.Process.Kill()
		return complain("the program did not end; shown:\n%s", screen.text())
	}
	err = program.Wait()
	fmt.Print(screen.text())
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return exit.ExitCode()
	}
	return 0
}

// complain says why a script is wrong, in a code that no program uses.
func complain(format string, args ...any) int {
	fmt.Fprintf(os.Stderr, "terminal: "+format+"\n", args...)
	return 99
}

func play(answers string, keyboard *os.File, screen *screen) error {
	seen := 0
	for line := range strings.Lines(answers) {
		verb, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch verb {
		case "":
		case "wait":
			shown := screen.until(func(text string, _ bool) bool {
				at := strings.Index(text[min(seen, len(text)):], rest)
				if at >= 0 {
					seen += at + len(rest)
				}
				return at >= 0
			})
			if !shown {
				return fmt.Errorf("never saw %q", rest)
			}
		case "send":
			keys, err := strconv.Unquote(rest)
			if err != nil {
				return fmt.Errorf("send %s: %w", rest, err)
			}
			if _, err := keyboard.WriteString(keys); err != nil {
				return err
			}
		default:
			return fmt.Errorf("%q is neither wait nor send", verb)
		}
	}
	return nil
}

// screen is all that a program has shown.
type screen struct {
	mutex   sync.Mutex
	shown   strings.Builder
	ended   bool
	changed chan struct{}
}

func watch(tty *os.File) *screen {
	s := &screen{changed: make(chan struct{}, 1)}
	go func() {
		buffer := make([]byte, 4096)
		for {
			n, err := tty.Read(buffer) // fails once the program has left the terminal
			s.mutex.Lock()
			s.shown.Write(buffer[:n])
			s.ended = err != nil
			s.mutex.Unlock()
			select {
			case s.changed <- struct{}{}:
			default: // a change is announced already
			}
			if err != nil {
				return
			}
		}
	}()
	return s
}

// until waits until what is shown holds, and reports whether it did.
func (s *screen) until(holds func(text string, ended bool) bool) bool {
	late := time.After(patience)
	for {
		s.mutex.Lock()
		ended := s.ended
		s.mutex.Unlock()
		if holds(s.text(), ended) {
			return true
		}
		if ended {
			return false
		}
		select {
		case <-s.changed:
		case <-late:
			return false
		}
	}
}

// escapes are control sequences of terminals, ECMA-48.
var escapes = regexp.MustCompile(`\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\a\x1b]*(?:\a|\x1b\\)|\x1b[ -/]*[0-Z\\-~]`)

// text is what was shown, without escapes and carriage returns.
func (s *screen) text() string {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return strings.ReplaceAll(escapes.ReplaceAllString(s.shown.String(), ""), "\r", "")
}
