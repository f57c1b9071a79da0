package token

import (
	"testing"
	"time"
)

func TestDue(t *testing.T) {
	const day = 24 * time.Hour
	set := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for name, test := range map[string]struct {
		set   time.Time
		every time.Duration
		want  time.Time
	}{
		"set and rotated":       {set, 80 * day, time.Date(2026, 3, 22, 0, 0, 0, 0, time.UTC)},
		"never rotated":         {set, 0, time.Time{}},
		"nobody knows when set": {time.Time{}, 80 * day, time.Time{}},
	} {
		if got, ok := Due(test.set, test.every); !got.Equal(test.want) || ok == test.want.IsZero() {
			t.Errorf("%s: %s, %v", name, got, ok)
		}
	}
	due := Stored{Due: set}
	for now, want := range map[time.Time]bool{set.Add(-1): false, set: true, set.Add(1): true} {
		if due.Late(now) != want {
			t.Errorf("late at %s: %v", now, !want)
		}
	}
	if (Stored{}).Late(set) {
		t.Error("what is never due is late")
	}
}
