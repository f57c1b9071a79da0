package prompt

import (
	"context"

	"charm.land/huh/v2"

	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/plain"
)

// Hides says why nothing secret may be asked; nil where it may. Where questions
// are asked by lines, the terminal shows what is typed.
func (p *Prompter) Hides() error {
	if err := p.Check(); err != nil {
		return err
	}
	if p.lines {
		return fault.New(fault.Failed, "cannot ask: this terminal would show what is typed")
	}
	return nil
}

// Secret asks for a line that is not shown while it is typed. check says what is
// wrong with an answer, without repeating it; then it is asked for again.
func (p *Prompter) Secret(ctx context.Context, question string, check func(string) error) (string, error) {
	if err := p.Hides(); err != nil {
		return "", err
	}
	field := huh.NewInput().Title(plain.Line(question)).EchoMode(huh.EchoModeNone).Validate(check)
	if err := p.ask(ctx, field, false); err != nil {
		return "", err
	}
	answer, _ := field.GetValue().(string)
	return answer, check(answer)
}
