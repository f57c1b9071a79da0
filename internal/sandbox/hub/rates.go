package hub

import (
	"strconv"
	"time"
)

// Rate is a caller's budget of calls to one resource: core, graphql, search.
type Rate struct {
	Resource string
	Limit    int
	Used     int
	Reset    time.Time
}

// Remaining is what is left until Reset.
func (r Rate) Remaining() int { return max(0, r.Limit-r.Used) }

// Spend counts a call (or, in GraphQL, its cost) and returns the state after
// it; cost 0 only looks. Nothing is ever refused: tests would depend on how
// many calls came before.
// Source of the limits: docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api.
func (h *Hub) Spend(c Caller, resource string, cost int) Rate {
	h.mu.Lock()
	defer h.mu.Unlock()
	who := "anonymous"
	if c.Token != nil {
		who = strconv.FormatInt(c.Token.ID, 10)
	}
	key := who + " " + resource
	r := h.rates[key]
	if r == nil || h.now.After(r.Reset) {
		period := time.Hour
		if resource == "search" {
			period = time.Minute
		}
		r = &Rate{Resource: resource, Limit: limit(c, resource), Reset: h.now.Add(period)}
		h.rates[key] = r
	}
	r.Used += cost
	return *r
}

// limit is how many calls an hour (a minute, for search) a caller has.
func limit(c Caller, resource string) int {
	switch {
	case resource == "search" && c.Anonymous():
		return 10
	case resource == "search":
		return 30
	case c.Anonymous() && resource == "graphql":
		return 0
	case c.Anonymous():
		return 60
	case c.ByJob():
		return 1000
	}
	return 5000
}
