package prompt

import (
	"context"

	"charm.land/huh/v2"

	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/plain"
)

// Secret asks for a line that is not shown while it is typed. It cannot be
// asked by lines: the terminal would show what is typed. An empty answer is
// returned as it is.
func (p *Prompter) Secret(ctx context.Context, question string) (string, error) {
	if err := p.Check(); err != nil {
		return "", err
	}
	if p.lines {
		return "", fault.New(fault.Failed, "cannot ask: this terminal would show what is typed")
	}
	field := huh.NewInput().Title(plain.Line(question)).EchoMode(huh.EchoModeNone)
	if err := p.ask(ctx, field, false); err != nil {
		return "", err
	}
	answer, _ := field.GetValue().(string)
	return answer, nil
}
