package policy

// RuleUnblocked passes while no blocker is open. It always does for now: the gate
// refuses a policy that asks for blockers.
const RuleUnblocked = "unblocked"

var unblocked = rule{
	code:   RuleUnblocked,
	passes: "no open issue of the source repository bears a label of `blockers`",
	asked:  ofAProject,
	find:   findUnblocked,
}

func findUnblocked(*question) (o opinion) {
	o.pass("not built yet")
	return o
}
