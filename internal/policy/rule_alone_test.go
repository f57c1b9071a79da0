package policy

import "testing"

func aloneCases() []breakage {
	with := func(edits ...func(*Run)) func(*scene) {
		return func(s *scene) {
			run := Run{ID: 499, Request: 41, Open: true, Project: "acme/sdk"}
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
	later := func(r *Run) { r.ID = 501 }
	ofOwn := func(r *Run) { r.Request = 42 }
	return []breakage{
		waits("waits for an earlier run of the project", with()),
		waits("does not tell capitals in the project", with(func(r *Run) { r.Project = "Acme/SDK" })),
		passes("goes before a later run", with(later)),
		passes("passes by a run of another project", with(func(r *Run) { r.Project = "acme/sdk/core" })),
		passes("passes by a run of a closed request", with(func(r *Run) { r.Open = false })),
		passes("passes by a run of a request without a record", with(func(r *Run) { r.Project = "" })),
		{claim: "waits for an earlier run of the same request", do: with(ofOwn), outcome: WaitFor, reason: "run-before", says: "run 499"},
		waits("in a preview waits for any run of another request", preview(with(later))),
		passes("in a preview passes by the request's own runs", preview(with(ofOwn))),
	}
}

func TestAlone(t *testing.T) { prove(t, RuleAlone, aloneCases()) }
