package graphql

import (
	"context"

	"github.com/release-request/gh-release-request/internal/sandbox/graphql/engine"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// repository is a Repository.
type repository struct {
	s *session
	r hub.Repository
}

func (repository) TypeName() string { return "Repository" }

func (o repository) Field(ctx context.Context, name string, a engine.Args) (any, error) {
	switch name {
	case "id":
		return o.r.NodeID(), nil
	case "databaseId":
		return o.r.ID, nil
	case "name":
		return o.r.Name, nil
	case "nameWithOwner":
		return o.r.FullName(), nil
	case "owner":
		return o.s.actor(o.r.Owner), nil
	case "description":
		return orNull(o.r.Description), nil
	case "url":
		return web("/%s", o.r.FullName()), nil
	case "resourcePath":
		return "/" + o.r.FullName(), nil
	case "sshUrl":
		return "git@github.com:" + o.r.FullName() + ".git", nil
	case "createdAt":
		return o.r.CreatedAt, nil
	case "updatedAt":
		return o.r.UpdatedAt, nil
	case "pushedAt":
		return o.r.PushedAt, nil
	case "isPrivate":
		return o.r.Private, nil
	case "isArchived":
		return o.r.Archived, nil
	case "isInOrganization":
		return o.r.Owner.Type == hub.Organization, nil
	case "hasIssuesEnabled":
		return o.r.HasIssues, nil
	case "visibility":
		if o.r.Private {
			return "PRIVATE", nil
		}
		return "PUBLIC", nil
	case "viewerDefaultCommitEmail":
		return o.s.caller.User.Email(), nil
	case "viewerPossibleCommitEmails":
		return []string{o.s.caller.User.Email()}, nil
	case "viewerPermission", "viewerCanAdminister":
		role := o.s.hub.CallerRole(o.s.caller, o.r.ID)
		switch {
		case name == "viewerCanAdminister":
			return role >= hub.Admin, nil
		case role == hub.NoRole:
			return nil, nil
		}
		return enum(role.String()), nil
	}
	if v, ok := plainRepository[name]; ok {
		return v, nil
	}
	for _, part := range []part{o.issues, o.people, o.gitData} {
		if v, ok, err := part(ctx, name, a); ok {
			return v, err
		}
	}
	return nil, engine.NotServed(o, name)
}

// part serves some fields of a type with many. It reports false for those it does not know.
type part func(ctx context.Context, name string, a engine.Args) (any, bool, error)

// plainRepository are the values of settings and features that no repository of the sandbox has changed.
var plainRepository = map[string]any{
	"isFork": false, "isTemplate": false, "isDisabled": false, "isLocked": false, "isMirror": false, "isUserConfigurationRepository": false,
	"isBlankIssuesEnabled": true, "isSecurityPolicyEnabled": false, "hasWikiEnabled": false, "hasProjectsEnabled": false, "hasDiscussionsEnabled": false,
	"mergeCommitAllowed": true, "squashMergeAllowed": true, "rebaseMergeAllowed": true, "forkingAllowed": true, "deleteBranchOnMerge": false,
	"autoMergeAllowed": false, "allowUpdateBranch": false, "webCommitSignoffRequired": false, "usesCustomOpenGraphImage": false,
	"forkCount": 0, "stargazerCount": 0, "diskUsage": 0,
	"parent": nil, "templateRepository": nil, "homepageUrl": nil, "mirrorUrl": nil, "licenseInfo": nil, "primaryLanguage": nil, "latestRelease": nil,
	"codeOfConduct": nil, "securityPolicyUrl": nil, "lockReason": nil, "archivedAt": nil, "interactionAbility": nil,
	"issueTemplates": []string{}, "pullRequestTemplates": []string{}, "contactLinks": []string{}, "fundingLinks": []string{},
	"viewerHasStarred": false, "viewerSubscription": "UNSUBSCRIBED", "viewerDefaultMergeMethod": "MERGE", "viewerCanSubscribe": true,
}
