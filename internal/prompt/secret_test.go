package prompt_test

import (
	"testing"

	"github.com/release-request/gh-release-request/internal/fault"
)

func TestSecret_isNeverShown(t *testing.T) {
	p, person := seat(t, redrawn, turn{cue: "Value of NPM_TOKEN?", keys: "npm_4c1f\r"})
	got, err := p.Secret(t.Context(), "Value of NPM_TOKEN?")
	if got != "npm_4c1f" || err != nil {
		t.Errorf("Secret = %q, %v", got, err)
	}
	if person.sees("4c1f") {
		t.Error("what was typed was shown")
	}
	p, person = seat(t, lines)
	if got, err := p.Secret(t.Context(), "Value?"); got != "" || fault.KindOf(err) != fault.Failed || person.sees("Value") {
		t.Errorf("where it would be shown: %q, %v", got, err)
	}
}

func TestSecret_interruptCancels(t *testing.T) {
	p, _ := seat(t, redrawn, turn{cue: "Value?", keys: "\x03"})
	if got, err := p.Secret(t.Context(), "Value?"); got != "" || fault.KindOf(err) != fault.Cancelled {
		t.Errorf("Ctrl-C: %q, %v", got, err)
	}
}
