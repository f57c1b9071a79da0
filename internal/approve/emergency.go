package approve

import (
	"context"
	"fmt"
	"strings"

	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/release"
)

// PreviewEmergency evaluates the request as if the viewer had declared an
// emergency just now. It fails with the kind fault.Refused when the viewer may
// certainly not: the label would do nothing.
func PreviewEmergency(reading *facts.Reading) (policy.Verdict, error) {
	verdict := foresee(reading, policy.Event{Kind: "labeled", Label: policy.LabelEmergency})
	listed := reading.Rules.Approval.Emergency
	may, known := policy.MayBreakGlass(reading.Rules, reading.Facts, reading.Viewer()).Get()
	switch {
	case reading.Project == nil || may || !known:
		return verdict, nil
	case len(listed) == 0:
		return verdict, fault.New(fault.Refused, "the policy lets nobody declare an emergency for %s: approval.emergency names nobody", reading.Project.Name)
	}
	return verdict, fault.New(fault.Refused, "you may not declare an emergency for %s: %s may, with the triage role here", reading.Project.Name, strings.Join(listed, ", "))
}

// Declare leaves the reason on the request and sets the label emergency, as the
// viewer. The reason comes first: nothing is published in an emergency that
// nobody explained.
func (a *Approver) Declare(ctx context.Context, reading *facts.Reading, reason string) (release.Approval, error) {
	number := reading.Central.Issue.Number
	if err := a.exists(reading, policy.LabelEmergency); err != nil {
		return release.Approval{}, err
	}
	_, err := a.Hub.CreateComment(ctx, a.Repository, number, "**Emergency:** "+reason)
	if github.IsForbidden(err) || github.IsNotFound(err) {
		return release.Approval{}, a.explain(err)
	}
	if err != nil {
		return release.Approval{}, fmt.Errorf("leaving the reason on %s#%d: %w", a.Repository, number, err)
	}
	return a.press(ctx, reading, policy.LabelEmergency)
}
