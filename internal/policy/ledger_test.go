package policy

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/release-request/gh-release-request/internal/release"
)

// standing is a second opinion on presses, written the other way round: for
// each press it asks whether anything after it undoes it. It shares nothing
// with the ledger's walk but the words of the design.
func standing(ledger []Event, label string, bot release.Person, via []string) []int64 {
	var ids []int64
	for i, e := range ledger {
		if e.Kind == "labeled" && e.Label == label && !undone(ledger, i, bot, via) {
			ids = append(ids, e.ID)
		}
	}
	return ids
}

func undone(ledger []Event, i int, bot release.Person, via []string) bool {
	for j := i + 1; j < len(ledger); j++ {
		e := ledger[j]
		if e.Kind == "reopened" {
			return true
		}
		if r := e.Receipt; r != nil && r.Kind == "verdict" && r.Decision == "refuse" && positionSeen(ledger[:j], *r) >= i {
			return true
		}
		if e.Kind != "unlabeled" || e.Label != ledger[i].Label || bot.ID != 0 && e.Actor.ID == bot.ID && explained(ledger, e, bot) {
			continue
		}
		if !setAgain(ledger, j, via) || ledger[i].Actor.ID == e.Actor.ID {
			return true
		}
	}
	return false
}

// explained reports whether the bot's newest comment up to the second of a
// removal is a verdict for which the gate takes the label off.
func explained(ledger []Event, removal Event, bot release.Person) bool {
	said := Event{}
	for _, e := range ledger {
		if e.Kind == "commented" && e.Actor.ID == bot.ID && e.At.Sub(removal.At) <= 0 {
			said = e
		}
	}
	r := said.Receipt
	return r != nil && r.Kind == "verdict" && (r.Decision == "refuse" || r.WantsPress)
}

// positionSeen is where the event is that a receipt names, the end if nowhere.
// If it names none, it is before the first that happened after the gate looked.
func positionSeen(before []Event, r Receipt) int {
	position := -1
	for k, e := range before {
		switch {
		case e.Kind != "labeled" && e.Kind != "unlabeled":
		case r.LastEvent == 0 && r.Looked.Year() > 1 && e.At.Compare(r.Looked) > 0:
			return k - 1
		case r.LastEvent != 0 && e.ID == r.LastEvent:
			position = k
		}
	}
	if position < 0 {
		return len(before)
	}
	return position
}

// setAgain reports whether the removal at j was taken back by the same person
// within a minute, before anything else happened to the label.
func setAgain(ledger []Event, j int, via []string) bool {
	byHand := func(e Event) bool {
		return e.Actor.ID != 0 && e.Actor.Type == "User" && e.Intent == "" && (e.App == "" || slices.Contains(via, e.App))
	}
	for _, e := range ledger[j+1:] {
		if e.Label != ledger[j].Label || e.Kind != "labeled" && e.Kind != "unlabeled" {
			continue
		}
		seconds := e.At.Sub(ledger[j].At).Seconds()
		return e.Kind == "labeled" && e.Actor.ID == ledger[j].Actor.ID && byHand(e) && byHand(ledger[j]) && seconds >= 0 && seconds <= 60
	}
	return false
}

// draw makes a ledger from numbers, so that random and fuzzed ones share it.
func draw(length int, number func(n int) int) []Event {
	actors := []release.Person{alice, bob, carol, dave, robot, workflow, ghost}
	kinds := []string{"labeled", "labeled", "labeled", "unlabeled", "unlabeled", "commented", "reopened", "renamed"}
	var ledger []Event
	now := filed
	for i := range length {
		now = now.Add(time.Duration(number(91)-1) * time.Second)
		e := Event{ID: int64(100 + i - number(20)/19), Kind: kinds[number(len(kinds))], Actor: actors[number(len(actors))], At: now}
		switch e.Kind {
		case "labeled", "unlabeled":
			e.Label = []string{"accepted", "accepted", "accepted", "emergency", "emergency", "failed"}[number(6)]
			e.App = []string{"", "", "", "helper", "other"}[number(5)]
			e.Intent = []string{"", "", "", "", "suggested"}[number(5)]
		case "commented":
			if number(2) == 1 {
				e.Receipt = &Receipt{
					Kind:      []string{"verdict", "verdict", "result", "closed"}[number(4)],
					Decision:  []Decision{Refuse, Refuse, Wait, Publish}[number(4)],
					LastEvent: int64(99 + number(i+2)),
				}
				if number(4) == 3 {
					e.Receipt.LastEvent, e.Receipt.Looked = 0, []time.Time{{}, now, now.Add(-30 * time.Second), filed}[number(4)]
				}
				if number(3) > 0 {
					e.Actor = workflow
				}
				e.Receipt.WantsPress = e.Receipt.Decision == Wait && number(2) == 1
			}
		}
		ledger = append(ledger, e)
	}
	return ledger
}

// checkLedger compares the walk with the second opinion, and then holds the
// count to what must be true of it whatever the ledger.
func checkLedger(t *testing.T, ledger []Event) {
	t.Helper()
	via := []string{"helper"}
	accepted := checkPresses(t, ledger, LabelAccepted, via)
	declared := checkPresses(t, ledger, LabelEmergency, nil)
	s := passing()
	s.rules.Approval.Via, s.rules.Approval.Required = via, 2
	s.rules.Approval.Emergency = []string{"carol", "dave", "robot[bot]"}
	s.facts.Now = filed.Add(24 * time.Hour)
	s.ledger(ledger...)
	v := s.evaluate()
	var people []int64
	for _, a := range v.Approvals {
		if !slices.Contains(accepted, a.Event) || a.By.Type != "User" || a.By.Same(alice) || a.By.Same(dave) || slices.Contains(people, a.By.ID) {
			t.Fatalf("the approval %+v counts, of:\n%s", a, show(ledger))
		}
		people = append(people, a.By.ID)
	}
	if e := v.Emergency; e != nil && (!slices.Contains(declared, e.Event) || !e.By.Same(carol)) {
		t.Fatalf("the emergency %+v counts, of:\n%s", *e, show(ledger))
	}
	if v.Decision == Publish && len(people) < 2 && v.Emergency == nil {
		t.Fatalf("published with %d of 2 approvals, of:\n%s", len(people), show(ledger))
	}
}

// checkPresses returns the presses of a label that stand.
func checkPresses(t *testing.T, ledger []Event, label string, via []string) []int64 {
	t.Helper()
	var got []int64
	for _, p := range presses(ledger, label, workflow, via) {
		if p.void == "" {
			got = append(got, p.ID)
		}
	}
	if want := standing(ledger, label, workflow, via); !slices.Equal(got, want) {
		t.Fatalf("standing presses of %s %v, want %v, of:\n%s", label, got, want, show(ledger))
	}
	return got
}

func show(ledger []Event) string {
	var text string
	for _, e := range ledger {
		text += fmt.Sprintf("%d %s %s %s by %s app=%s intent=%s", e.ID, e.At.Format("15:04:05"), e.Kind, e.Label, name(e.Actor), e.App, e.Intent)
		if e.Receipt != nil {
			text += fmt.Sprintf(" %+v", *e.Receipt)
		}
		text += "\n"
	}
	return text
}

func TestPresses_agreeWithASecondOpinion(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 20000 {
		checkLedger(t, draw(random.IntN(14), random.IntN))
	}
}

// Every order of five events that matter to one another.
func TestPresses_agreeInEveryOrder(t *testing.T) {
	events := []Event{
		accepted(101, bob, 0), accepted(102, carol, 0), takenOff(103, carol, 0), takenOff(104, workflow, 0),
		receipt(900, Receipt{Kind: ReceiptVerdict, Decision: Refuse, LastEvent: 101}),
	}
	var permute func(done, rest []Event)
	permute = func(done, rest []Event) {
		if len(rest) == 0 {
			ledger := slices.Clone(done)
			for i := range ledger {
				ledger[i].At = filed.Add(time.Duration(10+i*40) * time.Second)
			}
			checkLedger(t, ledger)
		}
		for i := range rest {
			permute(append(done[:len(done):len(done)], rest[i]), slices.Delete(slices.Clone(rest), i, i+1))
		}
	}
	permute(nil, events)
}

func FuzzLedger(f *testing.F) {
	f.Add([]byte{4, 61, 0, 0, 1, 0, 0, 0, 30, 0, 3, 2, 0, 0, 0, 30, 0, 0, 2, 0, 0, 0})
	f.Add([]byte{9, 1, 0, 0, 2, 0, 0, 0, 5, 0, 5, 5, 1, 0, 0, 1, 90, 0, 6, 0, 7, 0, 0, 1})
	f.Fuzz(func(t *testing.T, bytes []byte) {
		next := 0
		number := func(n int) int {
			if next >= len(bytes) {
				return 0
			}
			next++
			return int(bytes[next-1]) % n
		}
		checkLedger(t, draw(number(20), number))
	})
}

// A gate that saw no press, or was told of none, has refused those that were
// there when it looked, and no other.
func TestPresses_areSpentByAReceiptThatNamesNoneIfTheyWereThere(t *testing.T) {
	refused := func(looked time.Time) Event {
		return receipt(900, Receipt{Kind: ReceiptVerdict, Decision: Refuse, Looked: looked})
	}
	for _, c := range []struct {
		claim  string
		looked time.Time
		counts bool
	}{
		{"pressed while it made up its mind", at(59), true},
		{"pressed in the second in which it looked", at(60), false},
		{"pressed before", at(61), false},
		{"nobody knows when it looked", time.Time{}, false},
	} {
		s := passing()
		s.then(refused(c.looked))
		if v := s.evaluate(); (len(v.Approvals) == 1) != c.counts {
			t.Errorf("%s: approvals %+v", c.claim, v.Approvals)
		}
		if got := Asked(s.facts); got != c.counts {
			t.Errorf("%s: asked is %t", c.claim, got)
		}
	}
}

func TestLastLabelling(t *testing.T) {
	comment := Event{ID: 999, Kind: "commented"}
	for _, c := range []struct {
		name   string
		ledger []Event
		want   int64
	}{
		{"none", []Event{comment}, 0},
		{"a press", []Event{accepted(101, bob, 1), comment}, 101},
		{"another label", []Event{accepted(101, bob, 1), {ID: 102, Kind: "unlabeled", Label: "failed"}, comment}, 102},
	} {
		if got := lastLabelling(c.ledger); got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
}
