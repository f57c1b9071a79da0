package policy

import "strings"

// RuleRequestWellformed passes when the issue holds a record.
const RuleRequestWellformed = "request-wellformed"

// The reasons of RuleRequestWellformed.
const (
	ReasonMalformed = "malformed"
	ReasonNotFilled = "form-not-filled"
)

var requestWellformed = rule{
	code:   RuleRequestWellformed,
	passes: "the record parses, and title and text are what it says",
	asked:  ofAnyIssue,
	finish: true,
	find:   findRequestWellformed,
	reasons: []Reason{
		{Code: ReasonNotFilled, Means: "The issue is a form, into which the workflow has not put the request yet: the project's release workflow prepares it first.", Remedy: "Wait until the request stands there, then approve it; or see in the comments what keeps it."},
		{Code: ReasonMalformed, Means: "The issue holds no valid record, or its title or text do not match it.", Remedy: "Ask again with `gh release-request PROJECT VERSION`, which writes the issue."},
	},
}

func findRequestWellformed(q *question) (o opinion) {
	record := q.facts.Record
	switch {
	case record.Form:
		o.refuse(ReasonNotFilled, "%s", strings.Join(record.Problems, "; "))
	case len(record.Problems) > 0:
		o.refuse(ReasonMalformed, "%s", strings.Join(record.Problems, "; "))
	case record.Digest.IsZero():
		o.refuse(ReasonMalformed, "the record has no digest")
	default:
		o.pass("record, title and text agree")
	}
	return o
}
