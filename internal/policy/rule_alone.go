package policy

import "strings"

// RuleAlone passes when no other publish run of the project goes first.
const RuleAlone = "alone"

// ReasonRunBefore is the reason of RuleAlone.
const ReasonRunBefore = "run-before"

var alone = rule{
	code:   RuleAlone,
	passes: "no unfinished publish run with a lower id belongs to an open request of this project",
	asked:  ofAProject,
	find:   findAlone,
	reasons: []Reason{
		{Code: ReasonRunBefore, Means: "Another publish run of this project was started earlier and has not ended.", Remedy: "Wait until it has ended; cancel it if it hangs."},
	},
}

// findAlone lets the run with the lowest id go first. A preview has no run: for
// it every run of another request goes first.
func findAlone(q *question) (o opinion) {
	runs, _ := read(&o, "the unfinished publish runs", q.facts.Unfinished)
	issue, _ := read(&o, "the issue", q.facts.Issue)
	for _, run := range runs {
		first := run.ID < q.facts.OwnRun
		if q.facts.OwnRun == 0 {
			first = run.Request != issue.Number
		}
		if first && run.Open && strings.EqualFold(run.Project, q.request.Source().String()) {
			o.wait(ReasonRunBefore, "run %d for #%d of this project goes first", run.ID, run.Request)
		}
	}
	o.pass("no other run of the project goes first")
	return o
}
