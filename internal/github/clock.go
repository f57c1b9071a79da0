package github

import (
	"net/http"
	"sync/atomic"
	"time"
)

// clock knows GitHub's time from the answers that pass: signatures and expiries
// are measured by it, and machines' clocks go wrong.
type clock struct {
	next  http.RoundTripper
	ahead atomic.Pointer[time.Duration] // of this machine's clock; nil: not known yet
}

func (k *clock) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := k.next.RoundTrip(req)
	if err == nil {
		if at, err := http.ParseTime(resp.Header.Get("Date")); err == nil {
			ahead := time.Until(at)
			k.ahead.Store(&ahead)
		}
	}
	return resp, err
}

// Now returns GitHub's time as of the newest answer, carried on since then;
// before any answer it is this machine's.
func (c *Client) Now() time.Time {
	now := time.Now().UTC()
	if ahead := c.clock.ahead.Load(); ahead != nil {
		now = now.Add(*ahead)
	}
	return now
}
