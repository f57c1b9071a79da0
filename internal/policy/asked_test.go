package policy

import "testing"

func TestAsked_untilItIsAnsweredOrTakenBack(t *testing.T) {
	press, again := accepted(101, bob, 60), accepted(105, carol, 70)
	verdict := func(d Decision, last int64, press bool) Event {
		return receipt(900, Receipt{Kind: ReceiptVerdict, Decision: d, LastEvent: last, WantsPress: press})
	}
	off := Event{ID: 102, Kind: "unlabeled", Label: LabelAccepted, Actor: bob, At: at(61)}
	byGate := Event{ID: 102, Kind: "unlabeled", Label: LabelAccepted, Actor: workflow, At: at(61)}
	for _, c := range []struct {
		claim  string
		ledger []Event
		want   bool
	}{
		{"nothing happened", nil, false},
		{"another label is set", []Event{{ID: 101, Kind: "labeled", Label: "failed", Actor: bob}}, false},
		{"accepted is pressed", []Event{press}, true},
		{"emergency is pressed", []Event{emergency(101, carol, 60)}, true},
		{"a person takes it off", []Event{press, off}, false},
		{"a person takes it off, and emergency stays", []Event{press, emergency(103, carol, 60), off}, true},
		{"the gate only waits", []Event{press, verdict(Wait, 101, false)}, true},
		{"the gate wants another press", []Event{press, verdict(Wait, 101, true), byGate}, false},
		{"the gate wants another press, and gets one", []Event{press, verdict(Wait, 101, true), byGate, again}, true},
		{"somebody pressed while the gate made up its mind", []Event{press, off, again, verdict(Refuse, 101, true)}, true},
		{"the gate refuses", []Event{press, verdict(Refuse, 101, true)}, false},
		{"the gate refuses, and had seen nothing that is still there", []Event{press, verdict(Refuse, 99, true)}, false},
		{"it is being published", []Event{press, verdict(Publish, 101, false)}, false},
		{"it is being finished", []Event{press, verdict(Finish, 101, false)}, false},
		{"a run has ended", []Event{press, verdict(Publish, 101, false), receipt(901, Receipt{Kind: ReceiptResult})}, false},
		{"it is tried again, and waits", []Event{press, receipt(901, Receipt{Kind: ReceiptResult}), verdict(Wait, 101, false)}, true},
		{"the label comes off while it waits", []Event{press, byGate, verdict(Wait, 101, false)}, true},
		{"it is over", []Event{press, receipt(901, Receipt{Kind: ReceiptClosed})}, false},
		{"it is reopened", []Event{press, {ID: 103, Kind: "reopened", Actor: bob}}, false},
		{"a receipt is missing", []Event{press, receipt(901, Receipt{Missing: true})}, true},
	} {
		t.Run(c.claim, func(t *testing.T) {
			s := passing()
			s.ledger(c.ledger...)
			if got := Asked(s.facts); got != c.want {
				t.Errorf("asked is %t", got)
			}
		})
	}
}
