package prompt_test

import (
	"errors"
	"testing"

	"github.com/release-request/gh-release-request/internal/fault"
)

func TestSecret_isNeverShown(t *testing.T) {
	check := func(answer string) error {
		if answer != "npm_4c1f" {
			return errors.New("copy it alone")
		}
		return nil
	}
	// What the check says is drawn together with what was typed.
	p, person := seat(t, redrawn, turn{cue: "Value of NPM_TOKEN?", keys: "bad_4c1f\r"}, turn{cue: "copy it alone", keys: "\x15npm_4c1f\r"})
	got, err := p.Secret(t.Context(), "Value of NPM_TOKEN?", check)
	if got != "npm_4c1f" || err != nil {
		t.Errorf("Secret = %q, %v", got, err)
	}
	if person.sees("4c1f") {
		t.Error("what was typed was shown")
	}
	p, person = seat(t, lines)
	if got, err := p.Secret(t.Context(), "Value?", func(string) error { return nil }); got != "" || fault.KindOf(err) != fault.Failed || person.sees("Value") {
		t.Errorf("where it would be shown: %q, %v", got, err)
	}
}

func TestSecret_interruptCancels(t *testing.T) {
	p, _ := seat(t, redrawn, turn{cue: "Value?", keys: "\x03"})
	if got, err := p.Secret(t.Context(), "Value?", func(string) error { return nil }); got != "" || fault.KindOf(err) != fault.Cancelled {
		t.Errorf("Ctrl-C: %q, %v", got, err)
	}
}
