package publish

import (
	"context"
	"fmt"
	"slices"

	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/record"
)

// LabelChange is what somebody did to a label of the central repository.
type LabelChange struct {
	Name    string // now, or when it was deleted
	Before  string // if it was renamed: what it was called
	Deleted bool
}

// button returns the label that is a button and was touched; empty if none was.
// A label that was given the name of one is as bad as one that lost it.
func (c *LabelChange) button() string {
	if c == nil {
		return ""
	}
	for _, label := range []string{policy.LabelAccepted, policy.LabelEmergency} {
		if slices.Contains([]string{c.Name, c.Before}, label) {
			return label
		}
	}
	return ""
}

// report says on a request on which a button was pressed that somebody touched
// the button: the presses before that prove nothing any more.
func (t *tending) report(ctx context.Context) (done bool, err error) {
	label := t.keeper.Label.button()
	name := fmt.Sprintf("label %d", t.Runtime.Run.ID)
	ledger, _ := t.reading.Facts.Ledger.Get()
	if label == "" || !t.open() || t.noted(name) {
		return false, nil
	}
	// The timeline calls a label as it is called now.
	if !slices.ContainsFunc(ledger, func(e policy.Event) bool {
		return e.Kind == "labeled" && (e.Label == label || e.Label == t.keeper.Label.Name)
	}) {
		return false, nil
	}
	text := fmt.Sprintf("**%s changed the label `%s` of this repository**, so setting it before that proves nothing any more ([run %d](%s)).",
		record.Quote(t.Runtime.Actor), label, t.Runtime.Run.ID, t.Runtime.RunURL())
	if t.keeper.Label.gone(label) {
		text += fmt.Sprintf(" There is no label of that name now: an owner makes it with `gh label create %s`.", label)
	}
	return false, t.note(ctx, name, text)
}

// gone reports whether no label bears that name since.
func (c *LabelChange) gone(label string) bool { return c.Deleted || c.Name != label }
