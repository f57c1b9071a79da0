package cli

import (
	"context"

	"github.com/release-request/gh-release-request/internal/fault"
)

// confirm asks whether to go on, and no answer is no. Where nobody can be
// asked, or yes was given, the command line itself was the decision.
func (env *Env) confirm(ctx context.Context, yes bool, question string) error {
	prompter := env.Prompter()
	if yes || prompter.Check() != nil {
		return nil
	}
	agreed, err := prompter.Confirm(ctx, question)
	if err != nil {
		return err
	}
	if !agreed {
		return errDeclined
	}
	return nil
}

// errDeclined is the answer no. It ends one question, not, as Ctrl-C does, all.
var errDeclined = fault.New(fault.Cancelled, "cancelled; nothing was changed")
