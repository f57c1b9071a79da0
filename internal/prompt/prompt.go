// Package prompt asks people. It is a door: it stands on the ground floor
// alone, and it is the only package that imports huh. It never asks anybody
// who cannot answer, and nothing but an answer is one: the end of input,
// Ctrl-C, an answer that does not hold good, and a terminal that is none are
// errors, never a yes.
package prompt

import (
	"context"
	"errors"
	"io"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/huh/v2"

	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/plain"
)

// Prompter asks on one terminal.
type Prompter struct {
	in     io.Reader
	out    io.Writer
	silent string // why nothing may be asked; empty where it may
	lines  bool   // ask by lines of text, without redrawing
}

// Terminal is where questions would be asked.
type Terminal struct {
	In     io.Reader // standard input
	Err    io.Writer // standard error: questions are no result
	InIs   bool      // In is a terminal
	ErrIs  bool      // Err is a terminal
	Getenv func(string) string
}

// New returns a prompter that heeds GH_PROMPT_DISABLED, GH_ACCESSIBLE_PROMPTER
// and TERM=dumb. https://cli.github.com/manual/gh_help_environment
func New(t Terminal) *Prompter {
	p := &Prompter{in: t.In, out: t.Err}
	switch {
	case t.Getenv("GH_PROMPT_DISABLED") != "":
		p.silent = "GH_PROMPT_DISABLED is set"
	case !t.InIs:
		p.silent = "standard input is no terminal"
	case !t.ErrIs:
		p.silent = "standard error is no terminal"
	}
	p.lines = t.Getenv("TERM") == "dumb" || isTrue(t.Getenv("GH_ACCESSIBLE_PROMPTER"))
	return p
}

// isTrue reads a switch as gh does: anything but an explicit no turns it on.
func isTrue(value string) bool {
	if value == "" {
		return false
	}
	on, err := strconv.ParseBool(value)
	return on || err != nil && !strings.EqualFold(value, "no")
}

// Check says why nothing may be asked; nil where it may. Callers say in a hint
// which flag answers instead.
func (p *Prompter) Check() error {
	if p.silent != "" {
		return fault.New(fault.Failed, "cannot ask: %s", p.silent)
	}
	return nil
}

// Confirm asks a question of yes or no. An empty answer is no. It is asked on a
// line of its own everywhere: redrawn, nothing but a colour would show what is
// chosen, and nothing what was.
func (p *Prompter) Confirm(ctx context.Context, question string) (bool, error) {
	field := huh.NewConfirm().Title(plain.Line(question))
	if err := p.ask(ctx, field, true); err != nil {
		return false, err
	}
	yes, ok := field.GetValue().(bool)
	return yes && ok, nil
}

// Input asks for a line of text. check says what is wrong with an answer, which
// is then asked for again.
func (p *Prompter) Input(ctx context.Context, question string, check func(string) error) (string, error) {
	checked := func(answer string) error { return check(strings.TrimSpace(answer)) }
	field := huh.NewInput().Title(plain.Line(question)).Validate(checked)
	if err := p.ask(ctx, field, p.lines); err != nil {
		return "", err
	}
	answer, _ := field.GetValue().(string)
	answer = strings.TrimSpace(answer)
	return answer, check(answer)
}

// Select asks for one of the options, of which there is at least one, and
// returns its index.
func (p *Prompter) Select(ctx context.Context, question string, options []string) (int, error) {
	field := huh.NewSelect[int]().Title(plain.Line(question)).Options(numbered(options)...)
	if err := p.ask(ctx, field, p.lines); err != nil {
		return 0, err
	}
	chosen, ok := field.GetValue().(int)
	if !ok || chosen < 0 || chosen >= len(options) {
		return 0, fault.New(fault.Failed, "nothing was chosen")
	}
	return chosen, nil
}

// MultiSelect asks for any number of the options, and returns their indices in
// the order of the options.
func (p *Prompter) MultiSelect(ctx context.Context, question string, options []string) ([]int, error) {
	field := huh.NewMultiSelect[int]().Title(plain.Line(question)).Options(numbered(options)...).
		Height(1 + len(options)) // with the question; left alone, huh takes its line off the options
	if err := p.ask(ctx, field, p.lines); err != nil {
		return nil, err
	}
	chosen, _ := field.GetValue().([]int)
	return chosen, nil
}

func numbered(options []string) []huh.Option[int] {
	list := make([]huh.Option[int], len(options))
	for i, option := range options {
		list[i] = huh.NewOption(plain.Line(option), i)
	}
	return list
}

var errStopped = fault.New(fault.Cancelled, "cancelled")

func (p *Prompter) ask(ctx context.Context, field huh.Field, lines bool) error {
	if err := p.Check(); err != nil {
		return err
	}
	theme := huh.ThemeFunc(huh.ThemeBase)
	if lines {
		return askByLines(ctx, field.WithTheme(theme), p.in, p.out)
	}
	form := huh.NewForm(huh.NewGroup(field)).WithTheme(theme).
		WithProgramOptions(tea.WithFilter(leaveInOrder)).WithInput(p.in).WithOutput(p.out)
	err := form.RunWithContext(context.WithoutCancel(ctx))
	switch {
	case errors.Is(err, huh.ErrUserAborted), err == nil && form.State != huh.StateCompleted:
		return errStopped
	case err != nil:
		return fault.Wrap(err, "cannot ask")
	}
	if ctx.Err() != nil {
		return errStopped
	}
	return nil
}

// leaveInOrder makes an interrupt, by key or signal, an ordinary end without an
// answer. bubbletea itself listens to signals while it asks. Ended in any other
// way, by a context too, it leaves its reader at the terminal.
func leaveInOrder(_ tea.Model, msg tea.Msg) tea.Msg {
	if _, ok := msg.(tea.InterruptMsg); ok {
		return tea.QuitMsg{}
	}
	return msg
}
