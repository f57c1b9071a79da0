package prompt_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/creack/pty"

	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/prompt"
)

// person sits at a terminal and types each answer once its cue is shown. After
// the last one there is nothing more, and no end of input either.
type person struct {
	mutex sync.Mutex
	shown strings.Builder
	seen  int
	turns []turn
	keys  io.Writer
}

type turn struct {
	cue, keys string
	then      func() // called at the cue, if there is one
}

func (p *person) Write(b []byte) (int, error) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.shown.Write(b)
	var keys string
	for len(p.turns) > 0 {
		at := strings.Index(p.shown.String()[p.seen:], p.turns[0].cue)
		if at < 0 {
			break
		}
		p.seen += at + len(p.turns[0].cue)
		keys += p.turns[0].keys
		if then := p.turns[0].then; then != nil {
			then()
		}
		p.turns = p.turns[1:]
	}
	if keys != "" {
		go io.WriteString(p.keys, keys)
	}
	return len(b), nil
}

// sees reports whether the person has been shown the text.
func (p *person) sees(text string) bool {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	return strings.Contains(p.shown.String(), text)
}

// seat puts a person at a terminal whose TERM is mode.
func seat(t *testing.T, mode string, turns ...turn) (*prompt.Prompter, *person) {
	t.Helper()
	screen, tty, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	if err := pty.Setsize(screen, &pty.Winsize{Rows: 24, Cols: 80}); err != nil {
		t.Fatal(err)
	}
	sitting := &person{turns: turns, keys: screen}
	go io.Copy(sitting, screen)
	t.Cleanup(func() { screen.Close() }) // tty is left to the collector: bubbletea may still ask for its size
	return at(mode, tty, tty), sitting
}

// at returns a prompter on a terminal. mode is the value of TERM, and what else
// is set, after semicolons.
func at(mode string, in io.Reader, err io.Writer) *prompt.Prompter {
	return prompt.New(prompt.Terminal{In: in, Err: err, InIs: true, ErrIs: true, Getenv: func(name string) string {
		for setting := range strings.SplitSeq("TERM="+mode, ";") {
			if value, ok := strings.CutPrefix(setting, name+"="); ok {
				return value
			}
		}
		return ""
	}})
}

const redrawn, lines = "xterm", "dumb"

func TestConfirm_isYesOnlyWhenSaid(t *testing.T) {
	for name, test := range map[string]struct {
		mode, typed string
		want        bool
	}{
		"y":           {redrawn, "y\n", true},
		"yes":         {redrawn, "yes\n", true},
		"n":           {redrawn, "n\n", false},
		"enter":       {redrawn, "\n", false},
		"what then y": {redrawn, "what?\ny\n", true},
		"lines, y":    {lines, "y\n", true},
		"lines, n":    {lines, "n\n", false},
	} {
		t.Run(name, func(t *testing.T) {
			p, person := seat(t, test.mode, turn{cue: "Publish?", keys: test.typed})
			got, err := p.Confirm(t.Context(), "Publish?\x1b[2J")
			if got != test.want || err != nil {
				t.Errorf("Confirm = %v, %v", got, err)
			}
			if !person.sees("Publish?<U+001B>[2J") {
				t.Error("the escape was not shown as such")
			}
			if person.sees("\n\r\n") {
				t.Error("a blank line was left behind the answer")
			}
		})
	}
}

func TestEndOfInput_isNoAnswer(t *testing.T) {
	ask := map[string]func(context.Context, *prompt.Prompter) error{
		"confirm": func(ctx context.Context, p *prompt.Prompter) error { _, err := p.Confirm(ctx, "Sure?"); return err },
		"input": func(ctx context.Context, p *prompt.Prompter) error {
			_, err := p.Input(ctx, "Version?", func(string) error { return nil })
			return err
		},
		"select": func(ctx context.Context, p *prompt.Prompter) error {
			_, err := p.Select(ctx, "Which?", []string{"a", "b"})
			return err
		},
		"multi-select": func(ctx context.Context, p *prompt.Prompter) error {
			_, err := p.MultiSelect(ctx, "Which?", []string{"a", "b"})
			return err
		},
	}
	for question, ask := range ask {
		for _, typed := range []string{"", "9"} {
			var shown strings.Builder
			p := at(lines, strings.NewReader(typed), &shown)
			if err := ask(t.Context(), p); fault.KindOf(err) != fault.Cancelled {
				t.Errorf("%s after %q and the end of input: %v", question, typed, err)
			}
			if !strings.HasSuffix(shown.String(), " \n") {
				t.Errorf("%s after %q: the line is left open: %q", question, typed, &shown)
			}
		}
	}
}

func TestInterrupt_cancels(t *testing.T) {
	options := []string{"a", "b"}
	p, _ := seat(t, redrawn, turn{cue: "Which?", keys: "\x03"})
	if _, err := p.Select(t.Context(), "Which?", options); fault.KindOf(err) != fault.Cancelled {
		t.Errorf("Ctrl-C: %v", err)
	}
	for _, signal := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		p, _ := seat(t, redrawn, turn{cue: "Which?", then: func() {
			if self, err := os.FindProcess(os.Getpid()); err != nil || self.Signal(signal) != nil {
				t.Errorf("cannot send %v", signal)
			}
		}})
		if _, err := p.Select(t.Context(), "Which?", options); fault.KindOf(err) != fault.Cancelled {
			t.Errorf("%v: %v", signal, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	p, _ = seat(t, lines, turn{cue: "Sure?", then: cancel})
	if yes, err := p.Confirm(ctx, "Sure?"); yes || fault.KindOf(err) != fault.Cancelled {
		t.Errorf("by lines, interrupted from outside: %v, %v", yes, err)
	}
}

func TestInput_asksUntilTheAnswerHoldsGood(t *testing.T) {
	check := func(answer string) error {
		if answer != "1.2.3" {
			return errors.New("such as 1.2.3")
		}
		return nil
	}
	for mode, turns := range map[string][]turn{
		redrawn: {{cue: "Version?", keys: "x\r"}, {cue: "such as 1.2.3", keys: "\x7f1.2.3\r"}},
		lines:   {{cue: "Version?", keys: "x\n"}, {cue: "such as 1.2.3", keys: " 1.2.3 \n"}},
	} {
		p, _ := seat(t, mode, turns...)
		if got, err := p.Input(t.Context(), "Version?", check); got != "1.2.3" || err != nil {
			t.Errorf("%s: Input = %q, %v", mode, got, err)
		}
	}
	p := at(lines, strings.NewReader("x\n"), io.Discard)
	if got, err := p.Input(t.Context(), "Version?", check); got != "" || fault.KindOf(err) != fault.Cancelled {
		t.Errorf("a wrong answer and the end of input: %q, %v", got, err)
	}
}

func TestSelect(t *testing.T) {
	for mode, turns := range map[string][]turn{
		redrawn: {{cue: "#42", keys: "\x1b[B\r"}},
		lines:   {{cue: "Enter", keys: "\n"}, {cue: "Invalid", keys: "x\n"}, {cue: "Invalid", keys: "9\n"}, {cue: "Invalid", keys: "2\n"}},
	} {
		p, person := seat(t, mode, turns...)
		got, err := p.Select(t.Context(), "Which?", []string{"#41 a", "#42 b\u202e", "#43 c"})
		if got != 1 || err != nil || person.sees("\u202e") {
			t.Errorf("%s: Select = %d, %v", mode, got, err)
		}
	}
}

func TestMultiSelect(t *testing.T) {
	for mode, turns := range map[string][]turn{
		redrawn: {{cue: "Which?"}, {cue: "#41"}, {cue: "#42"}, {cue: "#43", keys: "x\x1b[B\x1b[Bx\r"}},
		lines:   {{cue: "Enter", keys: "3\n"}, {cue: "Enter", keys: "1\n"}, {cue: "Enter", keys: "0\n"}},
	} {
		p, _ := seat(t, mode, turns...)
		got, err := p.MultiSelect(t.Context(), "Which?", []string{"#41", "#42", "#43"})
		if !slices.Equal(got, []int{0, 2}) || err != nil {
			t.Errorf("%s: MultiSelect = %v, %v", mode, got, err)
		}
	}
	p, _ := seat(t, redrawn, turn{cue: "#41", keys: "x\r"})
	if got, err := p.MultiSelect(t.Context(), "Which?", []string{"#41"}); !slices.Equal(got, []int{0}) || err != nil {
		t.Errorf("of one: MultiSelect = %v, %v", got, err)
	}
}

func TestNew_asksNobodyWhoCannotAnswer(t *testing.T) {
	for name, test := range map[string]struct {
		in, err bool
		env     map[string]string
		want    string
	}{
		"stdin is no terminal":  {false, true, nil, "standard input is no terminal"},
		"stderr is no terminal": {true, false, nil, "standard error is no terminal"},
		"disabled":              {true, true, map[string]string{"GH_PROMPT_DISABLED": "1"}, "GH_PROMPT_DISABLED is set"},
	} {
		t.Run(name, func(t *testing.T) {
			var shown bytes.Buffer
			p := prompt.New(prompt.Terminal{In: strings.NewReader("y\n"), Err: &shown, InIs: test.in, ErrIs: test.err, Getenv: func(n string) string { return test.env[n] }})
			yes, err := p.Confirm(t.Context(), "Sure?")
			if yes || err == nil || !strings.Contains(err.Error(), test.want) || fault.KindOf(err) != fault.Failed || shown.Len() > 0 {
				t.Errorf("Confirm = %v, %v; shown %q", yes, err, &shown)
			}
		})
	}
}

func TestNew_asksByLinesWhereAskedTo(t *testing.T) {
	for value, want := range map[string]bool{"": false, "1": true, "yes": true, "0": false, "false": false, "no": false} {
		p, person := seat(t, "xterm;GH_ACCESSIBLE_PROMPTER="+value, turn{cue: "#42", keys: map[bool]string{true: "2\n", false: "\x1b[B\r"}[want]})
		if got, err := p.Select(t.Context(), "Which?", []string{"#41", "#42"}); got != 1 || err != nil {
			t.Errorf("GH_ACCESSIBLE_PROMPTER=%s: %v, %v", value, got, err)
		}
		if got := person.sees("Enter a number"); got != want {
			t.Errorf("GH_ACCESSIBLE_PROMPTER=%s: by lines %v, want %v", value, got, want)
		}
	}
}
