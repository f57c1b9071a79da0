package graphql

import (
	"context"

	"github.com/release-request/gh-release-request/internal/sandbox/graphql/engine"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// protection is a BranchProtectionRule.
type protection struct {
	repo repository
	p    hub.Protection
}

func (protection) TypeName() string { return "BranchProtectionRule" }

func (o protection) Field(_ context.Context, name string, _ engine.Args) (any, error) {
	switch name {
	case "id":
		return hub.Node{Kind: hub.ProtectionNode, Repo: o.repo.r.ID, ID: o.p.ID}.String(), nil
	case "databaseId":
		return o.p.ID, nil
	case "pattern":
		return o.p.Pattern, nil
	case "creator":
		return o.repo.s.actor(o.p.Creator), nil
	case "repository":
		return o.repo, nil
	case "allowsDeletions":
		return o.p.AllowDeletion, nil
	case "allowsForcePushes":
		return o.p.AllowForce, nil
	case "isAdminEnforced":
		return o.p.EnforceAdmins, nil
	case "requiresApprovingReviews":
		return o.p.Reviews > 0, nil
	case "requiredApprovingReviewCount":
		return count(o.p.Reviews), nil
	case "requiredStatusCheckContexts", "requiredStatusChecks", "requiredDeploymentEnvironments":
		return []string{}, nil
	case "blocksCreations", "dismissesStaleReviews", "lockAllowsFetchAndMerge", "lockBranch", "requireLastPushApproval",
		"requiresCodeOwnerReviews", "requiresCommitSignatures", "requiresConversationResolution", "requiresDeployments",
		"requiresLinearHistory", "requiresStatusChecks", "requiresStrictStatusChecks", "restrictsPushes", "restrictsReviewDismissals":
		return false, nil
	}
	return nil, engine.NotServed(o, name)
}
