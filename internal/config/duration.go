package config

import (
	"fmt"
	"strconv"
	"time"

	"github.com/release-request/gh-release-request/internal/lazyregexp"
)

// never is how a policy switches off what is measured in time.
const never = "never"

const day = 24 * time.Hour

// durationForm splits 14d, 1d12h or 72h into days and what Go reads.
var durationForm = lazyregexp.New(`^(?:([0-9]{1,5})d)?((?:[0-9]+(?:\.[0-9]+)?(?:ns|us|µs|ms|s|m|h))*)$`)

// parseDuration reads Go's durations and days, such as 15m, 72h, 14d, 1d12h.
// A day is 24 hours.
func parseDuration(s string) (time.Duration, error) {
	bad := fmt.Errorf("%q is no duration; write one such as 15m, 72h or 14d", s)
	parts := durationForm.FindStringSubmatch(s)
	if parts == nil || s == "" {
		return 0, bad
	}
	var days, rest time.Duration
	if parts[1] != "" {
		n, err := strconv.Atoi(parts[1])
		if err != nil {
			return 0, bad
		}
		days = time.Duration(n) * day
	}
	if parts[2] != "" {
		var err error
		if rest, err = time.ParseDuration(parts[2]); err != nil || rest < 0 {
			return 0, bad
		}
	}
	if days+rest < days {
		return 0, bad
	}
	return days + rest, nil
}

// span is which durations a key allows, both ends included.
type span struct {
	least, most time.Duration
	never       bool // the word never is allowed, and reads as 0
}

// long is the span of what may be switched off.
var long = span{least: time.Minute, most: 3650 * day, never: true}

func (s span) String() string {
	allowed := "a duration from " + showDuration(s.least) + " to " + showDuration(s.most)
	if s.never {
		allowed += ", or never"
	}
	return allowed
}

// duration reads a duration within the span.
func (d *decoder) duration(into *time.Duration, allowed span) reader {
	return reader{allowed.form(*into), func(n *node) {
		if !d.is(n, text, allowed.String()) {
			return
		}
		if allowed.never && n.text == never {
			*into = 0
			return
		}
		v, err := parseDuration(n.text)
		if err != nil || v < allowed.least || v > allowed.most {
			d.wrong(n, "it must be %s", allowed)
			return
		}
		*into = v
	}}
}

// form is that of a duration that is left where it is not given.
func (s span) form(left time.Duration) form {
	f := form{kind: "string", called: s.String(), pattern: durationForm.String()}
	if left >= s.least {
		f.left = showDuration(left)
	}
	if s.never {
		f.pattern = "^" + never + "$|" + f.pattern
		if left == 0 {
			f.left = never
		}
	}
	return f
}

// showDuration writes a duration as a policy would.
func showDuration(v time.Duration) string {
	switch {
	case v != 0 && v%day == 0:
		return fmt.Sprintf("%dd", v/day)
	case v != 0 && v%time.Hour == 0:
		return fmt.Sprintf("%dh", v/time.Hour)
	case v != 0 && v%time.Minute == 0:
		return fmt.Sprintf("%dm", v/time.Minute)
	}
	return v.String()
}
