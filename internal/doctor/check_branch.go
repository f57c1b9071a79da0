package doctor

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/release-request/gh-release-request/internal/github"
)

type branchDoor interface {
	BranchRules(ctx context.Context, repo, branch string) ([]github.BranchRule, error)
	Protection(ctx context.Context, repo, branch string) (*github.Protection, error)
	Ruleset(ctx context.Context, repo string, id int64) (github.Ruleset, error)
	BranchesWithPrefix(ctx context.Context, repo, prefix string) ([]string, error)
	CodeownersErrors(ctx context.Context, repo, branch string) ([]github.CodeownersError, error)
}

var (
	branchUnreviewed = kind{"default-branch-unreviewed", Error,
		"Changes of the default branch need no review. Whoever may push there changes the policy or a workflow, and reaches every token.",
		"Demand a pull request with at least one approving review, in a ruleset or the branch's protection."}
	branchOwners = kind{"default-branch-code-owners", Error,
		"Changes of the default branch need a review, but not by the owners that CODEOWNERS names, so that anybody with write access may let a change of the policy in.",
		"Demand a review from code owners, in the same rule."}
	branchForce = kind{"default-branch-force", Error,
		"The default branch may be overwritten by force, and with it what was reviewed and what receipts name.",
		"Block force pushes."}
	branchBypass = kind{"default-branch-bypass", Warning,
		"Somebody is not bound by the rule that demands a review: administrators, or whom the rule lists.",
		"Take the exceptions out of the rule. For the protection of a branch: `Do not allow bypassing the above settings`."}
	ownersMissing = kind{"code-owners-missing", Error,
		"There is no CODEOWNERS on the default branch, so that a rule which demands their review demands nothing.",
		"In a clone of the central repository run `gh release-request init central`, and merge what it writes."}
	ownersBroken = kind{"code-owners-broken", Error,
		"GitHub leaves out a line of CODEOWNERS, most often because an owner is unknown or may not write.",
		"Put the line right, or give the owner write access."}
)

var defaultBranch = check{
	name:    "Default branch",
	asks:    "the rules of the default branch of the central repository, whom they do not bind, and CODEOWNERS",
	right:   "read access",
	kinds:   []kind{branchUnreviewed, branchOwners, branchForce, branchBypass, ownersMissing, ownersBroken},
	central: findDefaultBranch,
}

func findDefaultBranch(ctx context.Context, v *visit) ([]Finding, error) {
	where := "branch " + v.branch()
	owners, err := v.findOwners(ctx)
	errs := []error{miss("CODEOWNERS", "read access", err)}
	g, err := v.guards(ctx, v.name(), v.branch())
	if err != nil {
		return owners, errors.Join(append(errs, miss(where, "read access", err))...)
	}
	var all []Finding
	reviews := g.reviews
	lacking := false
	lacks := func(k kind, says string) {
		if lacking = true; g.untold == nil {
			all = append(all, k.at(where, says, ""))
		}
	}
	byOwners := withOwners(reviews)
	switch {
	case len(reviews) == 0:
		lacks(branchUnreviewed, "changes need no review")
	case len(byOwners) == 0:
		lacks(branchOwners, "changes need a review, but not one by a code owner")
	default:
		reviews = byOwners
	}
	found, err := v.findBypass(ctx, where, reviews)
	all, errs = append(all, found...), append(errs, err)
	if !g.blocksForce {
		lacks(branchForce, "it may be overwritten by force")
	}
	if lacking { // the branch's protection may have what rulesets lack
		errs = append(errs, miss(where, "administration of "+v.name(), g.untold))
	}
	return append(all, owners...), errors.Join(errs...)
}

// findBypass says whom the reviews do not bind. One rule without exceptions is
// enough: it binds everybody, whatever others let through.
func (v *visit) findBypass(ctx context.Context, where string, reviews []review) ([]Finding, error) {
	var all []Finding
	var errs []error
	for _, r := range reviews {
		name, bypass, err := "its protection", r.bypass, error(nil)
		if r.ruleset != 0 {
			name, bypass, err = v.rulesetBypass(ctx, r.ruleset)
		}
		switch {
		case err != nil:
			errs = append(errs, err)
		case len(bypass) == 0:
			return nil, nil
		default:
			all = append(all, branchBypass.at(where, fmt.Sprintf("%s does not bind %s", name, strings.Join(bypass, ", ")), ""))
		}
	}
	return all, errors.Join(errs...)
}

func (v *visit) rulesetBypass(ctx context.Context, id int64) (name string, bypass []string, err error) {
	r, err := v.Hub.Ruleset(ctx, v.name(), id)
	name = fmt.Sprintf("ruleset %s", r.Name)
	if err != nil {
		return name, nil, miss(fmt.Sprintf("ruleset %d", id), "administration of "+v.name(), err)
	}
	if r.Bypass == nil {
		return name, nil, untold(name, "the right to change it", "whom it does not bind")
	}
	for _, a := range r.Bypass {
		bypass = append(bypass, bypassName(a))
	}
	return name, bypass, nil
}

// findOwners looks at CODEOWNERS.
func (v *visit) findOwners(ctx context.Context) ([]Finding, error) {
	wrong, err := v.Hub.CodeownersErrors(ctx, v.name(), v.branch())
	if github.IsNotFound(err) {
		return []Finding{ownersMissing.at("CODEOWNERS", "it is not there", "")}, nil
	}
	var all []Finding
	for _, e := range wrong {
		all = append(all, ownersBroken.at(fmt.Sprintf("%s:%d", e.Path, e.Line), firstLine(e.Message), ""))
	}
	return all, err
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return strings.TrimSpace(line)
}
