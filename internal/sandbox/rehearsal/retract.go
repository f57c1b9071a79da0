package rehearsal

import (
	"slices"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// retractScenario is two requests that end unpublished.
func retractScenario() Scenario {
	return Scenario{Name: "retract", Summary: "a request is taken back, and the next one is rejected",
		Before: slices.Concat(setUpSteps(), cloneSteps(junior)), Steps: slices.Concat(takeBackSteps(), rejectSteps())}
}

func takeBackSteps() []Step {
	return []Step{
		{Who: junior, Title: "nina, who may push to the SDK and only read requests, asks for a release", Dir: "sdk",
			Run: []string{ours, "sdk", "1.2.3", "--yes"}, Says: []string{"/issues/1"}, Settle: true},
		{Who: junior, Title: "she has found a bug, and takes it back: her comment is obeyed",
			Run: []string{ours, "retract", "1", "--yes", "-R", centralRepo}, Settle: true,
			Holds: []Claim{
				{"the request is closed as not planned, with its receipt", all(ended(1, hub.NotPlanned), said(1, "Taken back"))},
				{"the release branch is gone", branchGone(sdkRepo, "1.2.3")},
			}},
		{Who: approver, Title: "alex has not heard of it, and is told", Run: []string{ours, "approve", "1", "--yes", "-R", centralRepo}, Exit: 3,
			Says: []string{"request-closed"}},
		{Who: approver, Title: "setting the label in the browser does nothing either", Happens: press(approver, 1, "accepted"), Settle: true,
			Holds: []Claim{
				{"only the gate ran", ran("gate")},
				{"the label is off again", labels(1)},
				{"nothing is published", published()},
				{"the request is closed as it was", ended(1, hub.NotPlanned)},
			}},
	}
}

func rejectSteps() []Step {
	return []Step{
		{Who: junior, Title: "nina corrects the bug on main", Dir: "sdk",
			Run: []string{"sh", "-c", "echo '# The SDK' > README.md && git commit --quiet --all --message 'Correct a bug' && git push --quiet origin main"}},
		{Who: junior, Title: "and asks again", Dir: "sdk",
			Run: []string{ours, "sdk", "1.2.3", "--yes"}, Says: []string{"/issues/2"}, Settle: true,
			Holds: []Claim{{"there are two requests", issues(2)}}},
		{Who: reader, Title: "rita, who only reads, may not reject it", Run: []string{ours, "reject", "2", "--reason", "I would wait", "--yes", "-R", centralRepo}, Exit: 3},
		{Who: approver, Title: "alex may, and says why", Run: []string{ours, "reject", "2", "--reason", "the changelog is missing", "--yes", "-R", centralRepo}, Settle: true,
			Holds: []Claim{
				{"the request is closed as not planned, and says who rejected it and why", all(ended(2, hub.NotPlanned), said(2, "Rejected", "alex", "the changelog is missing"))},
				{"nothing is published", published()},
			}},
		{Who: owner, Title: "olivia sets the label all the same: a rejected request stays rejected", Happens: press(owner, 2, "accepted"), Settle: true,
			Holds: []Claim{
				{"only the gate ran", ran("gate")},
				{"the label is off again", labels(2)},
				{"nothing is published", published()},
			}},
		{Who: junior, Title: "nina sees how it ended", Run: []string{ours, "view", "2", "-R", centralRepo}, Says: []string{"rejected", "by alex: the changelog is missing"}},
	}
}
