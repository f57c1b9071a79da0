package token

import "time"

// Due returns when a token that was set last at a time has to be rotated; false
// when the policy wants no rotation, or nobody knows when it was set.
func Due(set time.Time, every time.Duration) (time.Time, bool) {
	if set.IsZero() || every <= 0 {
		return time.Time{}, false
	}
	return set.Add(every), true
}
