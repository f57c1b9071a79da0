package rehearsal

import (
	"slices"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// emergencyScenario is a release that cannot wait for the end of a freeze.
func emergencyScenario() Scenario {
	return Scenario{Name: "emergency", Summary: "a freeze holds a release, and a listed person breaks the glass",
		Before: slices.Concat(setUpSteps(), cloneSteps(requester)),
		Steps: slices.Concat(
			policySteps("olivia freezes all releases for the fair, and says who may break the glass",
				"approval: {required: 1,", "freezes: [{from: 2026-03-01, until: 2026-03-14, reason: the fair}]\napproval: {emergency: [olivia], required: 1,"),
			frozenSteps(), glassSteps(),
		)}
}

func frozenSteps() []Step {
	return []Step{
		{Who: requester, Title: "sam asks for a release all the same: a customer cannot sign in", Dir: "sdk",
			Run: []string{ours, "sdk", "1.2.3", "--yes"}, Says: []string{"/issues/1"}, Settle: true},
		{Who: approver, Title: "alex approves: the gate waits for the end of the freeze", Run: []string{ours, "approve", "1", "--yes", "-R", centralRepo},
			Exit: 8, Settle: true,
			Holds: []Claim{
				{"the workflow says what it waits for", said(1, "unfrozen", "2026-03-14", "the fair")},
				{"the label stays on", labels(1, "accepted")},
				{"nothing is published", published()},
			}},
		{Who: approver, Title: "alex may not break the glass: nothing is written", Exit: 3,
			Run:  []string{ours, "approve", "1", "--emergency", "a customer cannot sign in", "--yes", "-R", centralRepo},
			Says: []string{"olivia may"}, Holds: []Claim{{"the label emergency is not set", labels(1, "accepted")}}},
	}
}

func glassSteps() []Step {
	return []Step{
		{Who: owner, Title: "olivia does, and says why", Run: []string{ours, "approve", "1", "--emergency", "a customer cannot sign in", "--yes", "-R", centralRepo},
			Says: []string{"excused by the emergency of olivia: frozen"}, Settle: true,
			Holds: []Claim{
				{"all three targets are out, each once", published("npm/sdk@1.2.3", "docs/sdk@1.2.3", "docker/sdk@1.2.3")},
				{"the request is closed as completed", ended(1, hub.Completed)},
				{"the receipt says that it was an emergency", said(1, "**Publishing", "mergency", owner)},
			}},
		{Who: reader, Title: "everybody sees that nobody else has looked at it yet", Run: []string{ours, "view", "1", "-R", centralRepo},
			Says: []string{"until a second person"}},
		{Who: approver, Title: "alex has looked at it, and sets the label acknowledged in the browser", Happens: press(approver, 1, "acknowledged"), Settle: true,
			Holds: []Claim{{"nothing is published again", published("npm/sdk@1.2.3", "docs/sdk@1.2.3", "docker/sdk@1.2.3")}}},
		{Who: reader, Title: "now it is no exception any more", Run: []string{ours, "view", "1", "-R", centralRepo}, Says: []string{"acknowledged by alex"}},
	}
}
