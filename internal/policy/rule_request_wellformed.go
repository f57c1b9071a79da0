package policy

import "strings"

// RuleRequestWellformed passes when the issue holds a record.
const RuleRequestWellformed = "request-wellformed"

// ReasonMalformed is the reason of RuleRequestWellformed.
const ReasonMalformed = "malformed"

var requestWellformed = rule{
	code:   RuleRequestWellformed,
	passes: "the record parses, and title and text are what it says",
	asked:  ofAnyIssue,
	finish: true,
	find:   findRequestWellformed,
	reasons: []Reason{
		{Code: ReasonMalformed, Means: "The issue holds no valid record, or its title or text do not match it.", Remedy: "Ask again with `gh release-request PROJECT VERSION`, which writes the issue."},
	},
}

func findRequestWellformed(q *question) (o opinion) {
	record := q.facts.Record
	switch {
	case len(record.Problems) > 0:
		o.refuse(ReasonMalformed, "%s", strings.Join(record.Problems, "; "))
	case record.Digest.IsZero():
		o.refuse(ReasonMalformed, "the record has no digest")
	default:
		o.pass("record, title and text agree")
	}
	return o
}
