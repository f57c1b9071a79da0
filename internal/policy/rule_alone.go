package policy

import "strings"

// RuleAlone passes when no other publish run of the project goes first.
const RuleAlone = "alone"

// ReasonRunBefore is the reason of RuleAlone.
const ReasonRunBefore = "run-before"

var alone = rule{
	code:   RuleAlone,
	passes: "no unfinished publish run of this project was started earlier, not even one of a request that was closed meanwhile",
	asked:  ofAProject,
	find:   findAlone,
	reasons: []Reason{
		{Code: ReasonRunBefore, Means: "Another publish run of this project was started earlier and has not ended.", Remedy: "Wait until it has ended; cancel it if it hangs."},
	},
}

// findAlone lets the run whose attempt started first go first: an old run that is
// run again keeps its id. A preview has no run: for it every run of another
// request goes first.
func findAlone(q *question) (o opinion) {
	runs, _ := read(&o, "the unfinished publish runs", q.facts.Unfinished)
	issue, _ := read(&o, "the issue", q.facts.Issue)
	var own Run // a run that is not listed, or without its start, yields to every other
	for _, run := range runs {
		if run.ID == q.facts.OwnRun {
			own = run
		}
	}
	for _, run := range runs {
		first := run.ID != own.ID && !own.before(run)
		if q.facts.OwnRun == 0 {
			first = run.Request != issue.Number
		}
		if first && (run.Project == "" || strings.EqualFold(run.Project, q.request.Source().String())) {
			o.wait(ReasonRunBefore, "run %d for #%d goes first", run.ID, run.Request)
		}
	}
	o.pass("no other run of the project goes first")
	return o
}

// before reports whether a run certainly goes before another. GitHub tells whole
// seconds, within which the ids decide.
func (r Run) before(other Run) bool {
	switch {
	case r.StartedAt.IsZero() || other.StartedAt.IsZero():
		return false
	case r.StartedAt.Equal(other.StartedAt):
		return r.ID < other.ID
	}
	return r.StartedAt.Before(other.StartedAt)
}
