package policy

// RuleNotExpired passes while the request is young enough.
const RuleNotExpired = "not-expired"

// ReasonExpired is the reason of RuleNotExpired.
const ReasonExpired = "expired"

var notExpired = rule{
	code:   RuleNotExpired,
	passes: "the request is younger than `expire-after`, or published in part",
	asked:  ofAProject,
	find:   findNotExpired,
	reasons: []Reason{
		{Code: ReasonExpired, Means: "The request is as old as `requests.expire-after` or older.", Remedy: "Ask again: what was tested then may not fit what is there now."},
	},
}

// findNotExpired measures from the creation, whatever happened since. A release
// that is out in part does not expire: it could neither be finished nor asked
// for again.
func findNotExpired(q *question) (o opinion) {
	limit := q.rules.Requests.ExpireAfter
	if limit <= 0 {
		o.pass("the policy lets no request expire")
		return o
	}
	issue, filed := read(&o, "the issue", q.facts.Issue)
	now, timed := read(&o, "the time", q.now())
	targets, known := q.facts.Targets.Get()
	switch {
	case !filed || !timed:
	case now.Sub(issue.CreatedAt) < limit:
		o.pass("it is younger than %s", span(limit))
	case out(targets):
		o.pass("it is older than %s, and published in part", span(limit))
	case !known:
		o.unknown(gap("which targets are published", q.facts.Targets.Why()))
	default:
		o.refuse(ReasonExpired, "it is older than %s; ask again", span(limit))
	}
	return o
}
