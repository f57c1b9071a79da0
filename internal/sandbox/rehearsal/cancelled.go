package rehearsal

import (
	"context"
	"slices"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// cancelledScenario is a publish run that is cancelled while it publishes.
func cancelledScenario() Scenario {
	return Scenario{Name: "cancelled", Summary: "a publish run is cancelled half way, and an approver settles it",
		Before: slices.Concat(setUpSteps(), cloneSteps(requester)), Steps: slices.Concat(cancelSteps(), settleSteps())}
}

func cancelSteps() []Step {
	var stalled <-chan struct{}
	stall := func(_ context.Context, s *Stage) error {
		stalled, _ = s.Registry.Stall("docs")
		return nil
	}
	return []Step{
		{Who: requester, Title: "sam asks for a release", Dir: "sdk",
			Run: []string{ours, "sdk", "1.2.3", "--yes"}, Says: []string{"/issues/1"}, Settle: true},
		{Who: approver, Title: "alex approves; the registry of docs takes the package, and does not answer", Happens: stall,
			Run: []string{ours, "approve", "1", "--yes", "-R", centralRepo}},
		{Who: owner, Title: "olivia loses patience, and cancels the run in the browser",
			Happens: cancel(owner, func() <-chan struct{} { return stalled }), Settle: true,
			Holds: []Claim{
				{"the request is marked as failed", labels(1, "accepted", "failed")},
				{"the workflow says what is out, what is not, and what nobody can tell", said(1, "`npm`: published", "`docs`: not known", "`docker`: not published", "follows once that is settled")},
			}},
		{Who: requester, Title: "sam sees that somebody has to look", Dir: "sdk", Run: []string{ours, "status"}, Says: []string{"unknown", "docs"}},
		{Who: owner, Title: "trying again is no way out: docs could be published twice", Run: []string{ours, "retry", "1", "-R", centralRepo}, Exit: 3,
			Says: []string{"target-unsettled"}, Settle: true},
	}
}

func settleSteps() []Step {
	return []Step{
		{Who: requester, Title: "sam asked for it, and cannot settle it", Run: []string{ours, "retry", "1", "--published", "docs", "--yes", "-R", centralRepo}, Exit: 3,
			Says: []string{"somebody else has to settle it"}},
		{Who: approver, Title: "alex has found the package in the registry, and says so for everybody to rely on",
			Run: []string{ours, "retry", "1", "--published", "docs", "--yes", "-R", centralRepo}, Settle: true,
			Holds: []Claim{
				{"only docker was published now", ran("gate", "publish docker", "report")},
				{"all three targets are out, each once", published("npm/sdk@1.2.3", "docs/sdk@1.2.3", "docker/sdk@1.2.3")},
				{"the tag 1.2.3 stands at the approved commit, main holds it, and the release branch is gone", landed(1)},
				{"the request is closed as completed", ended(1, hub.Completed)},
			}},
		{Who: reader, Title: "rita sees whose word it rests on", Run: []string{ours, "view", "1", "-R", centralRepo}, Says: []string{"settled by alex"}},
	}
}
