package cli

import (
	"context"

	"github.com/release-request/gh-release-request/internal/approve"
	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/release"
)

// act is what the command approve does: to approve, or to declare an emergency.
type act struct {
	preview  func(*facts.Reading) (policy.Verdict, error)
	do       func(context.Context, *approve.Approver, *facts.Reading) (release.Approval, error)
	question string // with %s for the request
	undone   string // what is so of the request while it is not done
	done     string // between the person and the request
	flags    string // that ask for it
}

func approving() act {
	return act{
		preview: func(r *facts.Reading) (policy.Verdict, error) { return approve.Preview(r), nil },
		do: func(ctx context.Context, a *approve.Approver, r *facts.Reading) (release.Approval, error) {
			return a.Press(ctx, r)
		},
		question: "Approve %s?", undone: "is not approved", done: "approved",
	}
}

func declaring(reason string) act {
	return act{
		preview: approve.PreviewEmergency,
		do: func(ctx context.Context, a *approve.Approver, r *facts.Reading) (release.Approval, error) {
			return a.Declare(ctx, r, reason)
		},
		question: "Declare an emergency for %s?", undone: "is left as it is", done: "declared an emergency for",
		flags: " --emergency REASON",
	}
}
