package policy

import (
	"fmt"
	"slices"
	"time"
)

// RuleUnfrozen passes outside the times of a freeze.
const RuleUnfrozen = "unfrozen"

// ReasonFrozen is the reason of RuleUnfrozen.
const ReasonFrozen = "frozen"

var unfrozen = rule{
	code:   RuleUnfrozen,
	passes: "no freeze of `freezes` holds the project now",
	asked:  ofAProject,
	yields: true,
	find:   findUnfrozen,
	reasons: []Reason{
		{Code: ReasonFrozen, Means: "The policy's `freezes` let nothing be published at this time.", Remedy: "Wait until the freeze is over; if that takes longer than `approval.valid-for`, approve again then."},
	},
}

func findUnfrozen(q *question) (o opinion) {
	now, ok := read(&o, "the time", q.now())
	if !ok {
		return o
	}
	for _, f := range q.rules.Freezes {
		if f.holds(q.rules.Name, now) {
			o.wait(ReasonFrozen, "frozen until the end of %s: %s", f.lastDay(), f.Reason)
		}
	}
	o.pass("no freeze holds %s now", q.rules.Name)
	return o
}

// holds reports whether the freeze keeps a project from being published.
func (f Freeze) holds(project string, now time.Time) bool {
	return !now.Before(f.From) && now.Before(f.Until) && !slices.Contains(f.Except, project)
}

// lastDay is the day as the policy file has it, with the zone in which it ends.
func (f Freeze) lastDay() string {
	last := f.Until.AddDate(0, 0, -1)
	return fmt.Sprintf("%s (%s)", last.Format(time.DateOnly), last.Location())
}
