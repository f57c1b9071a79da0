package rehearsal

import (
	"slices"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// twoScenario is a release that two people have to approve.
func twoScenario() Scenario {
	return Scenario{Name: "two-approvals", Summary: "two people have to approve, and each presses the label",
		Before: slices.Concat(setUpSteps(), cloneSteps(requester)),
		Steps: slices.Concat(
			policySteps("olivia wants two people to agree", "approval: {required: 1,", "approval: {required: 2,"), pressSteps(),
		)}
}

// policySteps is how an owner changes the policy.
func policySteps(title, before, after string) []Step {
	return []Step{
		{Who: owner, Title: title, Dir: "publish",
			Edit: Edit{Path: ".github/release-requests.yml", Old: before, New: after}, Run: []string{ours, "init", "central", "--yes"}},
		{Who: owner, Title: "she commits and pushes", Dir: "publish",
			Run: []string{"sh", "-c", "git commit --quiet --all --message 'Change the policy' && git push --quiet origin main"}},
	}
}

func pressSteps() []Step {
	return []Step{
		{Who: requester, Title: "sam asks for a release", Dir: "sdk",
			Run: []string{ours, "sdk", "1.2.3", "--yes"}, Says: []string{"/issues/1"}, Settle: true},
		{Who: approver, Title: "alex approves: one of two", Run: []string{ours, "approve", "1", "--yes", "-R", centralRepo}, Exit: 8, Settle: true,
			Holds: []Claim{
				{"the workflow says who has approved", said(1, "1 of 2", approver)},
				{"the label is off, so that the next person can press it", labels(1)},
				{"nothing is published", published()},
			}},
		{Who: approver, Title: "alex presses it once more: still one of two", Run: []string{ours, "approve", "1", "--yes", "-R", centralRepo}, Exit: 8, Settle: true,
			Holds: []Claim{
				{"the label is off again", labels(1)},
				{"nothing is published", published()},
			}},
		{Who: requester, Title: "sam looks at what is waiting; GitHub does not tell sam what alex may do", Dir: "sdk",
			Run: []string{ours, "view", "1"}, Says: []string{"pending", "of 2 approvals", "perhaps alex"}},
		{Who: owner, Title: "olivia sets the label accepted in the browser, which is the same", Happens: press(owner, 1, "accepted"), Settle: true,
			Holds: []Claim{
				{"all three targets are out, each once", published("npm/sdk@1.2.3", "docs/sdk@1.2.3", "docker/sdk@1.2.3")},
				{"the tag 1.2.3 stands at the approved commit, main holds it, and the release branch is gone", landed(1)},
				{"the request is closed as completed", ended(1, hub.Completed)},
			}},
		{Who: reader, Title: "rita sees who approved it", Run: []string{ours, "view", "1", "-R", centralRepo}, Says: []string{"Approved by alex", "Approved by olivia"}},
	}
}
