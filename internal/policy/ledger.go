package policy

import (
	"slices"
	"strings"
	"time"

	"github.com/release-request/gh-release-request/internal/release"
)

// The kinds of timeline entries that the rules look at, as REST names them.
// https://docs.github.com/en/rest/using-the-rest-api/issue-event-types
const (
	kindLabeled        = "labeled"
	kindUnlabeled      = "unlabeled"
	kindRenamed        = "renamed"
	kindClosed         = "closed"
	kindReopened       = "reopened"
	kindTransferred    = "transferred"
	kindCommented      = "commented"
	kindCommentDeleted = "comment_deleted"
	kindConverted      = "converted_" // ..note_to_issue, ..to_discussion
)

// regret is how soon the person who took the label off must set it again for
// the approvals of others to stand.
const regret = 60 * time.Second

// press is one labelling with a label that is a button. Whether it counts for
// what its actor may do is for others to say; void says what else undid it.
type press struct {
	Event
	position int            // in the ledger
	void     string         // code of the reason, empty while it stands
	by       release.Person // who undid it
}

func (e Event) sets(label string) bool { return e.Kind == kindLabeled && e.Label == label }

func (e Event) takesOff(label string) bool { return e.Kind == kindUnlabeled && e.Label == label }

func (e Event) isLabelling() bool { return e.Kind == kindLabeled || e.Kind == kindUnlabeled }

// own reports whether a person did it, not a machine in their name.
func (e Event) own(via []string) bool {
	return e.Actor.Human() && e.Intent == "" && e.direct(via)
}

// direct reports whether no App stands between, but for those of the policy.
func (e Event) direct(via []string) bool {
	return e.App == "" || slices.ContainsFunc(via, func(slug string) bool { return strings.EqualFold(slug, e.App) })
}

// presses walks the ledger in GitHub's order and returns every press of a label
// with what became of it later. The workflow takes the label off to ask for
// another press, which undoes nothing, and says so first; anyone else who does
// takes back what it said.
func presses(ledger []Event, label string, workflow release.Person, via []string) []press {
	var all []press
	void := func(reason string, by release.Person, undone func(press) bool) {
		for i := range all {
			if all[i].void == "" && undone(all[i]) {
				all[i].void, all[i].by = reason, by
			}
		}
	}
	everyone := func(press) bool { return true }
	for i, e := range ledger {
		switch {
		case e.sets(label):
			all = append(all, press{Event: e, position: i})
		case e.takesOff(label) && !asksAgain(ledger, e, workflow):
			undone := everyone
			if regretted(e, ledger[i+1:], via) {
				undone = func(p press) bool { return p.Actor.Same(e.Actor) }
			}
			void(ReasonApprovalRemoved, e.Actor, undone)
		case e.Kind == kindReopened:
			void(ReasonApprovalReopened, e.Actor, everyone)
		case e.Receipt != nil && e.Receipt.Kind == ReceiptVerdict && e.Receipt.Decision == Refuse:
			seen := seenBy(*e.Receipt, ledger[:i])
			void(ReasonApprovalSpent, e.Actor, func(p press) bool { return p.position < seen })
		}
	}
	return all
}

// asksAgain reports whether the gate took the label off: the last that the
// workflow had said by then is a verdict that asks for another press. Any job of
// the central repository can have its account, and could take the label off, or
// hide the refusal that did; GitHub tells times by the second, so that what is
// later in the ledger may have been earlier.
func asksAgain(ledger []Event, removal Event, workflow release.Person) bool {
	if !workflow.Same(removal.Actor) {
		return false
	}
	for _, e := range slices.Backward(ledger) {
		if e.Kind == kindCommented && workflow.Same(e.Actor) && !e.At.After(removal.At) {
			return e.Receipt != nil && e.Receipt.sendsBack()
		}
	}
	return false
}

// sendsBack reports whether a receipt is of a verdict that takes the label off.
func (r Receipt) sendsBack() bool {
	return r.Kind == ReceiptVerdict && (r.Decision == Refuse || r.WantsPress)
}

// regretted reports whether the next event of the label is that the person who
// took it off set it again, by their own hand and in time.
func regretted(removal Event, later []Event, via []string) bool {
	next := slices.IndexFunc(later, func(e Event) bool { return e.sets(removal.Label) || e.takesOff(removal.Label) })
	if next < 0 || !removal.own(via) {
		return false
	}
	again := later[next]
	after := again.At.Sub(removal.At)
	return again.sets(removal.Label) && again.own(via) && again.Actor.Same(removal.Actor) && 0 <= after && after <= regret
}

// seenBy returns how many of the entries before a receipt its gate had seen.
// One that names no event saw none, or was not told of any: what was there when
// it looked counts as seen, and only what came later does not. One that names an
// event which is not there is taken to have seen all: in doubt it counts against
// publishing.
func seenBy(r Receipt, before []Event) int {
	if r.LastEvent == 0 {
		i := slices.IndexFunc(before, func(e Event) bool { return e.isLabelling() && !r.Looked.IsZero() && e.At.After(r.Looked) })
		if i < 0 {
			return len(before)
		}
		return i
	}
	for i, e := range slices.Backward(before) {
		if e.isLabelling() && e.ID == r.LastEvent {
			return i + 1
		}
	}
	return len(before)
}

// lastLabelling returns the id of the last label event, which is what a receipt
// names; 0 for none.
func lastLabelling(ledger []Event) int64 {
	for _, e := range slices.Backward(ledger) {
		if e.isLabelling() {
			return e.ID
		}
	}
	return 0
}
