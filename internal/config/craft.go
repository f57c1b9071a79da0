package config

import (
	"fmt"
	"slices"
	"strings"

	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/lazyregexp"
)

// CraftRelease is the release of craft that publish jobs install. GitHub's
// runners have none.
type CraftRelease struct {
	Version string // such as 2.30.1; empty: the craft on the runner's PATH
	SHA256  string // of its one file, 64 hex digits
}

var craftVersionForm = lazyregexp.New(`^[0-9]+\.[0-9]+\.[0-9]+$`)

func (d *decoder) craft(c *CraftRelease) reader {
	return d.object(
		field{key: "version", about: "The release, such as 2.30.1.", read: d.text(&c.Version, checkCraftVersion).like(craftVersionForm)}.must("write the release of craft to install, such as 2.30.1"),
		field{key: "sha256", about: "SHA-256 of its file craft, 64 lower-case hex digits.", read: d.text(&c.SHA256, checkSum).like(sha256Form)}.must("write the SHA-256 of the file craft of that release"),
	)
}

func checkCraftVersion(s string) error {
	if !craftVersionForm.MatchString(s) {
		return fmt.Errorf("%q is no release of craft; write one such as 2.30.1", s)
	}
	return nil
}

// InstallsCraft reports whether the target's job installs craft: the policy
// names a release, and craft publishes a project to the target.
func (p *Policy) InstallsCraft(target string) bool {
	return p.Craft.Version != "" && slices.ContainsFunc(p.Projects, func(project *Project) bool {
		return project.Publish.By == ByCraft && slices.ContainsFunc(project.targets(), func(t Target) bool { return t.Name == target })
	})
}

// PreparesWithCraft reports whether the job that prepares in source repositories
// installs craft: the policy names a release, and craft prepares a project.
func (p *Policy) PreparesWithCraft() bool {
	return p.Craft.Version != "" && slices.ContainsFunc(p.Projects, func(project *Project) bool { return project.Prepare.By == ByCraft })
}

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
