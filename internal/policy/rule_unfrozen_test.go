package policy

import (
	"testing"
	"time"
)

func unfrozenCases() []breakage {
	freeze := func(from, until time.Time, except ...string) func(*scene) {
		return func(s *scene) {
			s.rules.Freezes = append(s.rules.Freezes, Freeze{From: from, Until: until, Reason: "moving house", Except: except})
		}
	}
	return []breakage{
		{claim: "waits in a freeze", do: freeze(at(60), at(180)), outcome: WaitFor, reason: "frozen", says: "moving house"},
		{claim: "waits from the first moment of it", do: freeze(at(120), at(180)), outcome: WaitFor, reason: "frozen"},
		{claim: "passes from the first moment after it", do: freeze(at(60), at(120)), outcome: Pass},
		{claim: "passes until the last moment before it", do: freeze(at(120).Add(time.Second), at(180)), outcome: Pass},
		{claim: "passes for a project that the freeze excepts", do: freeze(at(60), at(180), "relay", "sdk"), outcome: Pass},
		{claim: "waits although the freeze excepts other projects", do: freeze(at(60), at(180), "relay", "SDK"), outcome: WaitFor, reason: "frozen"},
		{claim: "says the last day in the policy's zone", do: func(s *scene) {
			zone := time.FixedZone("Vienna", 3600)
			day := func(d int) time.Time { return time.Date(2026, 3, d, 0, 0, 0, 0, zone) }
			freeze(day(2), day(5))(s)
		}, outcome: WaitFor, reason: "frozen", says: "until the end of 2026-03-04 (Vienna)"},
		{claim: "begins and ends in the policy's zone", do: func(s *scene) {
			zone := time.FixedZone("far west", -12*3600)
			day := func(d int) time.Time { return time.Date(2026, 3, d, 0, 0, 0, 0, zone) }
			freeze(day(2), day(3))(s) // 2 March begins there at noon, and now is 11:00
		}, outcome: Pass},
	}
}

func TestUnfrozen(t *testing.T) { prove(t, RuleUnfrozen, unfrozenCases()) }
