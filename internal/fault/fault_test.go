package fault

import (
	"context"
	"errors"
	"fmt"
	"io"
	"testing"
)

func TestWrap_keepsKindHintAndCause(t *testing.T) {
	cause := New(Refused, "version %s is out", "1.2.3").WithHint("gh release-request view %d", 7)
	for name, err := range map[string]error{
		"wrapped":       Wrap(cause, "requesting %s", "sdk"),
		"wrapped twice": Wrap(Wrap(cause, "looking"), "requesting %s", "sdk"),
		"through fmt":   Wrap(fmt.Errorf("looking: %w", cause), "requesting %s", "sdk"),
	} {
		if KindOf(err) != Refused || HintOf(err) != "gh release-request view 7" || !errors.Is(err, cause) {
			t.Errorf("%s: kind %d, hint %q", name, KindOf(err), HintOf(err))
		}
	}
	if got := Wrap(cause, "requesting %s", "sdk").Error(); got != "requesting sdk: version 1.2.3 is out" {
		t.Errorf("it reads %q", got)
	}
	plain := Wrap(io.EOF, "reading")
	if plain.Kind != Failed || plain.Hint != "" || !errors.Is(plain, io.EOF) {
		t.Errorf("what wraps an error of others is %+v", plain)
	}
}

func TestWith_changesACopy(t *testing.T) {
	first := New(Failed, "no token for %s", "github.com").WithHint("gh auth login")
	first.WithHint("another")
	other := first.WithKind(Unauthenticated).WithHint("gh auth login --hostname %s", "h")
	if first.Kind != Failed || first.Hint != "gh auth login" {
		t.Errorf("the first became %+v", first)
	}
	if other.Kind != Unauthenticated || other.Hint != "gh auth login --hostname h" || other.Error() != first.Error() {
		t.Errorf("the other is %+v", other)
	}
	if got := KindOf(Wrap(other, "x").WithKind(Pending)); got != Pending {
		t.Errorf("the outermost kind is %d", got)
	}
}

func TestWithHint_keepsTheWordsAndTheKindOfAnyError(t *testing.T) {
	problems := All("the plan", []error{New(Refused, "a").WithHint("its own"), New(Refused, "b")})
	for _, err := range []error{io.EOF, New(Refused, "no").WithHint("another"), problems} {
		hinted := WithHint(err, "do %d", 1)
		if hinted.Error() != err.Error() || KindOf(hinted) != KindOf(err) || HintOf(hinted) != "do 1" || !errors.Is(hinted, err) {
			t.Errorf("%v became %v, kind %d, hint %q", err, hinted, KindOf(hinted), HintOf(hinted))
		}
	}
}

func TestKindOf_isThatOfTheOutermost(t *testing.T) {
	refused := New(Refused, "no")
	for _, c := range []struct {
		claim string
		err   error
		kind  Kind
	}{
		{"no error", nil, Failed},
		{"an error of others", io.EOF, Failed},
		{"one with a kind", refused, Refused},
		{"wrapped by fmt", fmt.Errorf("a: %w", fmt.Errorf("b: %w", refused)), Refused},
		{"another kind around it", Wrap(refused, "a").WithKind(Pending), Pending},
		{"an error made of text", fmt.Errorf("a: %v", refused), Failed},
		{"a stopped context has no kind of its own", fmt.Errorf("a: %w", context.Canceled), Failed},
	} {
		if got := KindOf(c.err); got != c.kind {
			t.Errorf("%s: kind %d, want %d", c.claim, got, c.kind)
		}
	}
}

// TestKindOf_takesTheGravestSideBySide tries each pair in both orders, in each
// way in which errors come to stand side by side.
func TestKindOf_takesTheGravestSideBySide(t *testing.T) {
	order := []Kind{Cancelled, Unauthenticated, Failed, Refused, Pending} // gravest first
	for i, grave := range order {
		for _, light := range order[i:] {
			a, b := New(grave, "a"), New(light, "b")
			for _, pair := range [][]error{{a, b}, {b, a}} {
				for way, err := range map[string]error{
					"All":              All("x", pair),
					"errors.Join":      errors.Join(pair...),
					"fmt with two":     fmt.Errorf("%w and %w", pair[0], pair[1]),
					"wrapped":          fmt.Errorf("x: %w", errors.Join(pair...)),
					"Wrap":             Wrap(errors.Join(pair...), "x"),
					"one within All":   All("x", []error{New(light, "c"), All("y", pair)}),
					"wrapped side":     errors.Join(fmt.Errorf("x: %w", pair[0]), pair[1]),
					"Join within Join": errors.Join(errors.Join(pair...), New(light, "c")),
				} {
					if got := KindOf(err); got != grave {
						t.Errorf("%s of %d and %d is %d", way, pair[0].(*Error).Kind, pair[1].(*Error).Kind, got)
					}
				}
			}
		}
	}
	if got := KindOf(errors.Join(New(Pending, "not yet"), io.EOF)); got != Failed {
		t.Errorf("a failure beside what is only not done yet is %d", got)
	}
}

func TestHintOf_isTheFirstOnTheWayIn(t *testing.T) {
	bare, one, two := New(Failed, "bare"), New(Failed, "a").WithHint("one"), New(Failed, "b").WithHint("two")
	for _, c := range []struct {
		claim string
		err   error
		hint  string
	}{
		{"no error", nil, ""},
		{"an error of others", io.EOF, ""},
		{"none has one", errors.Join(io.EOF, bare), ""},
		{"its own", one, "one"},
		{"the outermost", Wrap(one, "x").WithHint("out"), "out"},
		{"through fmt", fmt.Errorf("x: %w", one), "one"},
		{"below one without", Wrap(Wrap(one, "x"), "y"), "one"},
		{"the first of joined ones", errors.Join(bare, io.EOF, one, two), "one"},
		{"the first of fmt's", fmt.Errorf("%w %w", two, one), "two"},
		{"deep in the first", errors.Join(fmt.Errorf("x: %w", errors.Join(bare, two)), one), "two"},
		{"the first of Problems", All("x", []error{io.EOF, bare, two, one}), "two"},
		{"Problems wrapped by fmt", fmt.Errorf("y: %w", All("x", []error{bare, one})), "one"},
		{"Problems within Problems", All("y", []error{bare, All("x", []error{bare, two}), one}), "two"},
		{"Problems with one around them", Wrap(All("x", []error{bare, one}), "y").WithHint("out"), "out"},
	} {
		if got := HintOf(c.err); got != c.hint {
			t.Errorf("%s: hint %q, want %q", c.claim, got, c.hint)
		}
	}
}
