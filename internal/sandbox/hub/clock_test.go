package hub_test

import (
	"testing"
	"time"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

func TestClock_movesOneSecondPerWriteAndNeverByReading(t *testing.T) {
	w := newWorld(t)
	before := w.Now()
	i := w.issue("rita", "x")
	if got := w.Now().Sub(before); got != time.Second || i.CreatedAt != w.Now() {
		t.Errorf("the clock moved %s, the issue is of %s", got, i.CreatedAt)
	}
	if _, err := w.Issue(w.As("rita"), w.publish.ID(), 1); err != nil {
		t.Fatal(err)
	}
	if got := w.Now().Sub(before); got != time.Second {
		t.Errorf("reading moved the clock by %s", got-time.Second)
	}
}

func TestClock_startsAtAFixedTimeAndRefusesToGoBack(t *testing.T) {
	h := hub.New(hub.Options{})
	if want := time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC); !h.Now().Equal(want) {
		t.Errorf("starts at %s", h.Now())
	}
	h.Advance(36 * time.Hour)
	defer func() {
		if recover() == nil {
			t.Error("the clock went back")
		}
	}()
	h.SetNow(h.Now().Add(-time.Second))
}

func TestHub_isTheSameInEveryRun(t *testing.T) {
	a, b := newWorld(t), newWorld(t)
	first, second := a.issue("rita", "x"), b.issue("rita", "x")
	if first.ID != second.ID || first.CreatedAt != second.CreatedAt || first.NodeID() != second.NodeID() {
		t.Errorf("%v\n%v", first, second)
	}
	if a.NewToken(hub.TokenSpec{User: "rita"}).Secret != b.NewToken(hub.TokenSpec{User: "rita"}).Secret {
		t.Error("tokens differ")
	}
}
