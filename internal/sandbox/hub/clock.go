package hub

import "time"

// epoch is the time at which every hub starts.
var epoch = time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC)

// Now is the hub's time, in UTC and whole seconds. Only writes, SetNow and
// Advance move it.
func (h *Hub) Now() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.now
}

// SetNow sets the clock, which must not go back: GitHub's never does.
func (h *Hub) SetNow(t time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if t.Before(h.now) {
		panic("hub: the clock would go back from " + h.now.Format(time.RFC3339) + " to " + t.Format(time.RFC3339))
	}
	h.now = t.UTC().Truncate(time.Second)
}

// Advance moves the clock forward by d, which is not negative.
func (h *Hub) Advance(d time.Duration) { h.SetNow(h.Now().Add(d)) }

// tick moves the clock one second and returns the new time. The mutex is held.
func (h *Hub) tick() time.Time {
	h.now = h.now.Add(time.Second)
	return h.now
}
