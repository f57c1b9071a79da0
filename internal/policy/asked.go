package policy

import "slices"

// Asked reports whether the gate was asked for a decision and still owes one:
// somebody pressed a label that is a button, or asked once more, and since then
// it was neither taken back nor answered. A verdict that only waits is no
// answer; one that wants another press is. It says nothing of whether the press
// counts.
func Asked(facts Facts) bool {
	issue, _ := facts.Issue.Get()
	ledger, _ := facts.Ledger.Get()
	var pressed []string // labels; empty for one that asked by other means
	for i, e := range ledger {
		switch {
		case e.sets(LabelAccepted), e.sets(LabelEmergency):
			pressed = append(pressed, e.Label)
		case e.Kind == kindUnlabeled && !issue.Workflow.Same(e.Actor):
			pressed = slices.DeleteFunc(pressed, func(label string) bool { return label == e.Label })
		case e.Kind == kindReopened:
			pressed = nil
		case e.Receipt != nil && e.Receipt.leaves():
			pressed = append(pressed, "")
		case e.Receipt != nil && !e.Receipt.Missing:
			pressed = pressedAfter(ledger[:i], *e.Receipt)
		}
	}
	return len(pressed) > 0
}

// leaves reports whether a receipt leaves the question as it is: the gate waits
// for what needs nobody to ask again.
func (r Receipt) leaves() bool {
	return r.Kind == ReceiptVerdict && r.Decision == Wait && !r.WantsPress
}

// pressedAfter lists the labels that were set while the gate made up its mind,
// which it had not seen. Any other receipt answers all that came before it.
func pressedAfter(before []Event, r Receipt) []string {
	if r.Kind != ReceiptVerdict {
		return nil
	}
	var pressed []string
	for _, e := range before[seenBy(r, before):] {
		if e.sets(LabelAccepted) || e.sets(LabelEmergency) {
			pressed = append(pressed, e.Label)
		}
	}
	return pressed
}
