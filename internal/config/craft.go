package config

import (
	"fmt"
	"slices"
	"strings"

	"github.com/release-request/gh-release-request/internal/fault"
)

// CraftTargets returns the names of the project's targets that stand for what
// craft lists, in publishing order: those that the policy gives it, else all
// that are listed. An id that no target claims would never be published, and
// one of the project's targets of which craft lists nothing neither: both are
// errors.
func (p *Project) CraftTargets(listed []string) ([]string, error) {
	var problems []error
	for _, id := range listed {
		if !slices.Contains(p.CraftClaims(), id) {
			problems = append(problems, fmt.Errorf("no target of the policy claims craft's target %q; an owner writes it into the craft: of one", id))
		}
	}
	var names []string
	for _, t := range p.targets() {
		switch {
		case slices.ContainsFunc(t.Craft, func(id string) bool { return slices.Contains(listed, id) }):
			names = append(names, t.Name)
		case p.Targets != nil:
			problems = append(problems, fmt.Errorf("target %s stands for craft's %s, and craft lists no such target", t.Name, strings.Join(t.Craft, ", ")))
		}
	}
	if len(names) == 0 && len(problems) == 0 {
		problems = append(problems, fmt.Errorf("craft lists no target"))
	}
	return names, fault.All(fmt.Sprintf("the targets of craft (%s) are not those of the policy", strings.Join(listed, ", ")), problems)
}

// CraftClaims returns every id of craft that a target of the policy stands for.
func (p *Project) CraftClaims() []string {
	var all []string
	for _, t := range p.policy.Targets {
		all = append(all, t.Craft...)
	}
	return all
}
