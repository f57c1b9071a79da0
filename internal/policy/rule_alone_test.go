package policy

import (
	"testing"
	"time"
)

func aloneCases() []breakage {
	with := func(edits ...func(*Run)) func(*scene) {
		return func(s *scene) {
			run := Run{ID: 499, Request: 41, Project: "acme/sdk", StartedAt: at(59)}
			for _, edit := range edits {
				edit(&run)
			}
			change(&s.facts.Unfinished, func(l *[]Run) { *l = append(*l, run) })
		}
	}
	preview := func(do func(*scene)) func(*scene) {
		return func(s *scene) {
			s.facts.OwnRun = 0
			do(s)
		}
	}
	waits := func(claim string, do func(*scene)) breakage {
		return breakage{claim: claim, do: do, outcome: WaitFor, reason: "run-before", says: "#41"}
	}
	passes := func(claim string, do func(*scene)) breakage {
		return breakage{claim: claim, do: do, outcome: Pass}
	}
	later := func(r *Run) { r.ID, r.StartedAt = 501, at(61) }
	together := func(id int64) func(*Run) { return func(r *Run) { r.ID, r.StartedAt = id, at(60) } }
	own := func(edit func(*Run)) func(*scene) {
		return func(s *scene) {
			with(later)(s)
			change(&s.facts.Unfinished, func(l *[]Run) { edit(&(*l)[0]) })
		}
	}
	ofOwn := func(r *Run) { r.Request = 42 }
	return []breakage{
		waits("waits for an earlier run of the project", with()),
		waits("does not tell capitals in the project", with(func(r *Run) { r.Project = "Acme/SDK" })),
		passes("goes before a later run", with(later)),
		passes("passes by a run of another project", with(func(r *Run) { r.Project = "acme/sdk/core" })),
		waits("waits for an earlier run with a higher id, when its own is run again", with(func(r *Run) { r.ID = 501 })),
		passes("goes before an old run that is run again", with(func(r *Run) { r.StartedAt = at(61) })),
		waits("waits for the lower id of two of one second", with(together(499))),
		passes("goes before the higher id of two of one second", with(together(501))),
		waits("waits for a run whose start is not told", with(func(r *Run) { r.StartedAt = time.Time{} })),
		waits("waits for any other run while its own start is not told", own(func(r *Run) { r.StartedAt = time.Time{} })),
		waits("waits for any other run while its own is not listed", own(func(r *Run) { r.ID, r.Project = 7, "acme/x" })),
		waits("waits for a run that publishes nobody knows what", with(func(r *Run) { r.Project = "" })),
		{claim: "waits for an earlier run of the same request", do: with(ofOwn), outcome: WaitFor, reason: "run-before", says: "run 499"},
		waits("in a preview waits for any run of another request", preview(with(later))),
		passes("in a preview passes by the request's own runs", preview(with(ofOwn))),
	}
}

func TestAlone(t *testing.T) { prove(t, RuleAlone, aloneCases()) }

// Whatever the times and ids: of two runs exactly one goes on, unless one tells
// no start.
func TestAlone_ofTwoExactlyOneGoesOn(t *testing.T) {
	for _, first := range []int{59, 60, 61} {
		for _, id := range []int64{499, 501} {
			runs := []Run{{ID: 500, Request: 42, Project: "acme/sdk", StartedAt: at(60)}, {ID: id, Request: 41, Project: "acme/sdk", StartedAt: at(first)}}
			goes := 0
			for _, own := range runs {
				s := passing()
				s.facts.OwnRun, s.facts.Unfinished = own.ID, Known(runs)
				if s.evaluate().Finding(RuleAlone).Outcome == Pass {
					goes++
				}
			}
			if goes != 1 {
				t.Errorf("%d runs go on: %+v", goes, runs)
			}
		}
	}
}
