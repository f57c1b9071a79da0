package policy

// RuleUnfrozen passes outside the times of a freeze. It always does for now: the gate
// refuses a policy that asks for freezes.
const RuleUnfrozen = "unfrozen"

var unfrozen = rule{
	code:   RuleUnfrozen,
	passes: "no freeze holds the project now",
	asked:  ofAProject,
	find:   findUnfrozen,
}

func findUnfrozen(*question) (o opinion) {
	o.pass("not built yet")
	return o
}
