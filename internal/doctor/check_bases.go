package doctor

import (
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/policy"
)

var (
	baseUnreviewed = kind{"base-unreviewed", Warning,
		"Changes of a branch that is released from need no review. Approvers see what a release adds to that branch, not what came into it before.",
		"Demand a pull request with at least one approving review for that branch."}
	basesMany = kind{"bases-many", Note,
		"A project may be released from more branches than are looked at.",
		"Look at the rules of the others yourself; a ruleset can hold for all of a pattern."}
)

var bases = check{
	name:   "Bases",
	asks:   "whether each branch that is released from demands a review",
	right:  "read access",
	kinds:  []kind{baseUnreviewed, basesMany},
	source: findBases,
}

// mostBases bounds how many branches of one source repository are looked at.
const mostBases = 10

func findBases(ctx context.Context, v *visit, s source) ([]Finding, error) {
	branches, err := v.basesOf(ctx, s)
	errs := []error{err}
	var all []Finding
	if len(branches) > mostBases {
		says := fmt.Sprintf("%d branches are bases; only %s were looked at", len(branches), strings.Join(branches[:mostBases], ", "))
		all, branches = append(all, basesMany.at(s.Name, says, "")), branches[:mostBases]
	}
	for _, branch := range branches {
		g, err := v.guards(ctx, s.Name, branch)
		switch {
		case errors.Is(err, github.ErrNoBranch), err == nil && len(g.reviews) > 0:
		case err != nil:
			errs = append(errs, miss(s.Name+" "+branch, "read access", err))
		case g.untold != nil:
			errs = append(errs, miss(s.Name+" "+branch, "administration of "+s.Name, g.untold))
		default:
			all = append(all, baseUnreviewed.at(s.Name+" "+branch, "changes of this base need no review", ""))
		}
	}
	return all, errors.Join(errs...)
}

// basesOf lists the branches that projects of a repository may be merged into,
// those of a pattern newest name first.
func (v *visit) basesOf(ctx context.Context, s source) ([]string, error) {
	var all []string
	var errs []error
	for _, p := range s.projects {
		for _, base := range p.Rules().Bases {
			meta := strings.IndexAny(base, `*?[\`)
			switch {
			case base == policy.DefaultBranch:
				all = append(all, s.DefaultBranch)
			case meta < 0:
				all = append(all, base)
			default:
				names, err := v.Hub.BranchesWithPrefix(ctx, s.Name, base[:meta])
				errs = append(errs, err)
				for _, name := range slices.Backward(names) {
					if ok, err := path.Match(base, name); ok && err == nil {
						all = append(all, name)
					}
				}
			}
		}
	}
	seen := map[string]bool{}
	all = slices.DeleteFunc(all, func(name string) bool {
		was := seen[name]
		seen[name] = true
		return was
	})
	return all, errors.Join(errs...)
}
