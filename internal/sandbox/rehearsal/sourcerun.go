package rehearsal

import (
	"slices"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// sourceScenario is releases that are prepared on nobody's machine.
func sourceScenario() Scenario {
	return Scenario{Name: "source-run", Summary: "the project's own workflow asks, from browser and terminal",
		Before: setUpSteps(), Steps: slices.Concat(enrolSteps("sdk"), actionsSteps(), viaSteps())}
}

func actionsSteps() []Step {
	return []Step{
		{Who: owner, Title: "the last release, 1.2.2, was before all this", Dir: "sdk", Run: []string{"sh", "-c", "git tag 1.2.2 && git push --quiet origin 1.2.2"}},
		{Who: requester, Title: "sam asks in the browser: Actions, release, Run workflow, version patch", Happens: start(requester, sdkRepo, map[string]any{"version": "patch"}), Settle: true,
			Holds: []Claim{
				{"the release branch is one commit on main", oneCommit(sdkRepo, "1.2.3")},
				{"the run attests the request", attested(sdkRepo)},
				{"it had no key to the central repository: nothing is filed yet", issues(0)},
			}},
		{Title: "sweep finds what the run attests, and files it in the name of who started it", Time: sweepTime,
			Holds: []Claim{
				{"the request says who asked, as GitHub attests it, and by which run", asked(1, "Requested by: `sam`", "Requested through: [run ")},
				{"nothing is published: it waits like any other", all(published(), labels(1))},
			}},
		{Who: requester, Title: "sam may approve requests, and not this one, since sam started the run",
			Run: []string{ours, "approve", "1", "--yes", "-R", centralRepo}, Exit: 3, Says: []string{"four-eyes"},
			Holds: []Claim{{"the label is not set", labels(1)}}},
		{Who: approver, Title: "alex approves", Run: []string{ours, "approve", "1", "--yes", "-R", centralRepo}, Settle: true,
			Holds: []Claim{
				{"all three targets are out, each once", published("npm/sdk@1.2.3", "docs/sdk@1.2.3", "docker/sdk@1.2.3")},
				{"the tag 1.2.3 stands at the approved commit, main holds it, and the release branch is gone", landed(1)},
				{"the request is closed as completed, with its receipt", ended(1, hub.Completed)},
			}},
	}
}

func viaSteps() []Step {
	return []Step{
		{Who: junior, Title: "nina asks for the next one from her terminal; the same workflow prepares it", Run: []string{ours, "sdk", "minor", "--via", "workflow", "--yes", "-R", centralRepo},
			Exit: 8, Says: []string{"has asked for sdk 1.3.0"}, Settle: true,
			Holds: []Claim{{"the run attests the request", attested(sdkRepo)}}},
		{Who: owner, Title: "olivia may start sweep by hand, and does not wait for its time", Happens: start(owner, centralRepo, nil), Settle: true,
			Holds: []Claim{{"the request says who asked", asked(2, "Requested by: `nina`")}}},
		{Who: approver, Title: "alex approves that, too", Run: []string{ours, "approve", "2", "--yes", "-R", centralRepo}, Settle: true,
			Holds: []Claim{
				{"1.3.0 is tagged at the approved commit and merged, and its branch is gone", landedIn(sdkRepo, "1.3.0", 2)},
				{"the request is closed as completed, with its receipt", ended(2, hub.Completed)},
			}},
		{Who: junior, Title: "nina sees how it ended", Run: []string{ours, "watch", "2", "-R", centralRepo}, Says: []string{"published"}},
	}
}
