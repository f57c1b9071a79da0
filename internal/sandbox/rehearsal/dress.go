package rehearsal

import (
	"slices"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// dressScenario is a rehearsal, and then the release itself, watched.
func dressScenario() Scenario {
	return Scenario{Name: "dress-rehearsal", Summary: "a release is rehearsed, and then published while people watch", Before: setUpSteps(), Steps: slices.Concat(
		dressSteps(), premiereSteps(),
	)}
}

func dressSteps() []Step {
	return []Step{
		{Who: requester, Title: "sam asks for a rehearsal first",
			Run: []string{ours, "sdk", "1.2.3", "--rehearsal", "--yes", "-R", centralRepo}, Says: []string{"nothing is published, tagged or merged", "/issues/1"}},
		{Who: reader, Title: "rita reads that it is one",
			Run: []string{ours, "view", "1", "-R", centralRepo}, Says: []string{"rehearsal; 0 of 1 approvals"}},
		{Who: approver, Title: "alex approves it: everything is done but publishing",
			Run: []string{ours, "approve", "1", "--yes", "-R", centralRepo}, Says: []string{"a rehearsal: nothing is published"}, Settle: true,
			Holds: []Claim{
				{"every job ran", ran("gate", "publish npm rehearsal", "publish docs rehearsal", "publish docker rehearsal", "report")},
				{"nothing is published", published()},
				{"the source repository is as it was", untouched},
				{"the request is closed as not planned, and says what it was", all(ended(1, hub.NotPlanned), said(1, "Done: rehearsed, nothing was published"))},
			}},
		{Who: approver, Title: "alex looks at how it ended",
			Run: []string{ours, "watch", "1", "-R", centralRepo}, Says: []string{"rehearsed"}},
	}
}

func premiereSteps() []Step {
	return []Step{
		{Who: requester, Title: "sam asks for the release itself: the branch is ready",
			Run: []string{ours, "sdk", "1.2.3", "--yes", "-R", centralRepo}, Says: []string{"take the branch release/1.2.3", "/issues/2"}},
		{Who: approver, Title: "alex approves, and watches; docker's registry is out of order",
			Happens: outage("docker"),
			Run:     []string{ours, "approve", "2", "--yes", "--watch", "-R", centralRepo}, Exit: 1,
			Says: []string{"failed at docker"}, Settle: true,
			Holds: []Claim{{"npm and docs are out, and docker is not", published("npm/sdk@1.2.3", "docs/sdk@1.2.3")}}},
		{Who: owner, Title: "olivia has the rest published",
			Run: []string{ours, "retry", "2", "-R", centralRepo}, Says: []string{"is asked again (docker)"}, Settle: true},
		{Who: requester, Title: "sam sees how it ended, by the exit code, too",
			Run: []string{ours, "watch", "2", "-R", centralRepo}, Says: []string{"published"},
			Holds: []Claim{
				{"all three targets are out, each once", published("npm/sdk@1.2.3", "docs/sdk@1.2.3", "docker/sdk@1.2.3")},
				{"the tag 1.2.3 stands at the approved commit, main holds it, and the release branch is gone", landed(2)},
				{"the request is closed as completed", ended(2, hub.Completed)},
			}},
	}
}
