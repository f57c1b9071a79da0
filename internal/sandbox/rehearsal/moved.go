package rehearsal

import (
	"slices"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// sweepTime is the schedule of sweep.yml.
const sweepTime = "11,41 * * * *"

// movedScenario is a release branch that moves after it was approved.
func movedScenario() Scenario {
	return Scenario{Name: "moved-branch", Summary: "a release branch moves after it was approved: refused",
		Before: slices.Concat(setUpSteps(), cloneSteps(requester)), Steps: slices.Concat(moveSteps(), againSteps())}
}

// cloneSteps gives somebody a clone of the SDK.
func cloneSteps(who string) []Step {
	return []Step{{Who: who, Title: who + " clones the SDK", Run: []string{"git", "clone", "--quiet", "https://github.com/" + sdkRepo, "sdk"}}}
}

func moveSteps() []Step {
	return []Step{
		{Who: requester, Title: "sam asks for a release", Dir: "sdk",
			Run: []string{ours, "sdk", "1.2.3", "--yes"}, Says: []string{"/issues/1"}, Settle: true},
		{Who: approver, Title: "alex approves, while CI still runs its longer test: the gate waits, and the approval stands", Happens: integration(""),
			Run: []string{ours, "approve", "1", "--yes", "-R", centralRepo}, Exit: 8, Settle: true,
			Holds: []Claim{
				{"the label stays on", labels(1, "accepted")},
				{"the workflow says what it waits for, once", all(said(1, "ci-passed", "integration"), spoke(1, 1))},
				{"nothing is published", published()},
			}},
		{Who: requester, Title: "sam has found a typo, and fetches the release branch", Dir: "sdk",
			Run: []string{"git", "fetch", "--quiet", "origin", "release/1.2.3:release/1.2.3"}},
		{Who: requester, Title: "sam corrects it in the release commit, and pushes: nobody approved that", Dir: "sdk",
			Run: []string{"sh", "-c", "git switch --quiet release/1.2.3 && echo '# The SDK' > README.md && " +
				"git commit --quiet --all --amend --no-edit && git push --quiet --force-with-lease origin release/1.2.3"}},
		{Title: "half an hour later sweep looks after what waits: the gate refuses", Time: sweepTime,
			Holds: []Claim{
				{"the reason stands on the request", said(1, "**Refused.**", "commit-pinned")},
				{"the label is off", labels(1)},
				{"nothing is published", published()},
			}},
		{Who: requester, Title: "sam sees why", Dir: "sdk", Run: []string{ours, "status"}, Says: []string{"#1", "refused", "the release"}},
	}
}

func againSteps() []Step {
	return []Step{
		{Who: requester, Title: "sam asks again, for the branch as it is now", Dir: "sdk",
			Run: []string{ours, "sdk", "1.2.3", "--yes"}, Says: []string{"take the branch release/1.2.3", "/issues/2"}, Settle: true,
			Holds: []Claim{{"the first request is closed: the second takes its place", ended(1, hub.NotPlanned)}}},
		{Who: approver, Title: "alex approves the first by mistake", Run: []string{ours, "approve", "1", "--yes", "-R", centralRepo}, Exit: 3,
			Says: []string{"request-closed"}, Settle: true, Holds: []Claim{{"nothing is published", published()}}},
		{Who: approver, Title: "alex approves the second", Run: []string{ours, "approve", "2", "--yes", "-R", centralRepo}, Settle: true,
			Holds: []Claim{
				{"all three targets are out, each once", published("npm/sdk@1.2.3", "docs/sdk@1.2.3", "docker/sdk@1.2.3")},
				{"the tag 1.2.3 stands at the commit of the second request, main holds it, and the release branch is gone", landed(2)},
				{"the second request is closed as completed", ended(2, hub.Completed)},
			}},
	}
}
