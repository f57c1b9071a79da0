package policy

import "strings"

// RuleTargetsLeft passes when there is something to do.
const RuleTargetsLeft = "targets-left"

// The reasons of RuleTargetsLeft.
const (
	ReasonTargetUnsettled = "target-unsettled"
	ReasonNothingLeft     = "nothing-left"
)

var targetsLeft = rule{
	code:   RuleTargetsLeft,
	passes: "a target is not yet published, and it is certain of every target whether it is; or all are, and tag, merge or closing is left",
	asked:  ofAProject,
	finish: true,
	find:   findTargetsLeft,
	reasons: []Reason{
		{Code: ReasonTargetUnsettled, Means: "It is not certain whether a target was published: its run was cancelled, timed out, or is gone.", Remedy: "An approver looks, and says it with `gh release-request retry N --published TARGET` or `--missing TARGET`."},
		{Code: ReasonNothingLeft, Means: "Everything is published, tagged and merged.", Remedy: "Nothing: it is done."},
	},
}

func findTargetsLeft(q *question) (o opinion) {
	if q.finishing {
		o.pass("every target is published; tag, merge or closing is left")
		return o
	}
	targets, ok := read(&o, "which targets are published", q.facts.Targets)
	if !ok {
		return o
	}
	for _, name := range q.request.Targets {
		switch t := targets[name]; t.State {
		case TargetLeft, TargetPublished:
		case TargetUnknown:
			if t.Doubt != "" {
				o.unknown(t.Doubt)
				continue
			}
			o.refuse(ReasonTargetUnsettled, "whether %s was published has to be settled: %s", name, t.Why)
		default:
			o.unknown(gap("whether "+name+" is published", "it was not read"))
		}
	}
	switch left := q.left(); {
	case len(left) > 0:
		o.pass("left to publish: %s", strings.Join(left, ", "))
	case !published(q.request, q.facts):
	case after(q.request, q.facts) == workDone:
		o.refuse(ReasonNothingLeft, "every target is published, and nothing is left to do")
	default:
		read(&o, "the issue", q.facts.Issue)
		read(&o, "whether tag, merge and branch are done", q.facts.Landed)
	}
	return o
}
