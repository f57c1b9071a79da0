package doctor

import (
	"context"
	"errors"
	"fmt"

	"github.com/release-request/gh-release-request/internal/github"
)

// guards are what keeps a branch from being changed as anybody likes.
type guards struct {
	reviews     []review
	blocksForce bool
	untold      error // why the branch's protection, unlike its rulesets, is not known
}

// review is a rule that demands an approving review.
type review struct {
	codeOwners bool
	ruleset    int64    // 0: the branch's protection
	bypass     []string // whom the protection does not bind
}

// guards reads them. Rulesets everybody may read; the protection of a branch
// only administrators. An error says that not even the rulesets are known.
func (v *visit) guards(ctx context.Context, repo, branch string) (guards, error) {
	rules, err := v.Hub.BranchRules(ctx, repo, branch)
	if err != nil {
		return guards{}, err
	}
	var g guards
	for _, r := range rules {
		switch {
		case r.Type == "pull_request" && r.Parameters.Reviews > 0:
			g.reviews = append(g.reviews, review{codeOwners: r.Parameters.CodeOwners, ruleset: r.Ruleset})
		case r.Type == "non_fast_forward":
			g.blocksForce = true
		}
	}
	p, err := v.Hub.Protection(ctx, repo, branch)
	switch {
	case errors.Is(err, github.ErrNoBranch):
		return g, err
	case err != nil:
		g.untold = err
	case p != nil:
		g.blocksForce = g.blocksForce || p.ForcePushes != nil && !p.ForcePushes.Enabled
		if p.Reviews != nil && p.Reviews.Count > 0 {
			g.reviews = append(g.reviews, review{codeOwners: p.Reviews.CodeOwners, bypass: protectionBypass(p)})
		}
	}
	return g, nil
}

func withOwners(reviews []review) []review {
	var list []review
	for _, r := range reviews {
		if r.codeOwners {
			list = append(list, r)
		}
	}
	return list
}

func protectionBypass(p *github.Protection) []string {
	var names []string
	if !p.Admins.Enabled {
		names = append(names, "administrators")
	}
	for _, u := range p.Reviews.Bypass.Users {
		names = append(names, u.Login)
	}
	for _, t := range p.Reviews.Bypass.Teams {
		names = append(names, "team "+t.Slug)
	}
	for _, a := range p.Reviews.Bypass.Apps {
		names = append(names, "App "+a.Slug)
	}
	return names
}

// repositoryRoles are the numbers by which rulesets name roles.
var repositoryRoles = map[int64]string{2: "maintainers", 4: "whoever has write access", 5: "administrators"}

func bypassName(a github.BypassActor) string {
	id := int64(0)
	if a.ID != nil {
		id = *a.ID
	}
	switch {
	case a.Type == "OrganizationAdmin":
		return "owners of the organisation"
	case a.Type == "DeployKey":
		return "deploy keys"
	case a.Type == "RepositoryRole" && repositoryRoles[id] != "":
		return repositoryRoles[id]
	}
	return fmt.Sprintf("%s %d", a.Type, id)
}
