package policy

// RuleNotExpired passes while the request is young enough. It always does for now: the gate
// refuses a policy that asks for an expiry.
const RuleNotExpired = "not-expired"

var notExpired = rule{
	code:   RuleNotExpired,
	passes: "the request is younger than `expire-after`",
	asked:  ofAProject,
	find:   findNotExpired,
}

func findNotExpired(*question) (o opinion) {
	o.pass("not built yet")
	return o
}
