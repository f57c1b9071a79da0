package config

import (
	"slices"
	"strings"
	"time"

	"github.com/release-request/gh-release-request/internal/release"
)

// path is where the project's settings stand in the file.
func (p *Project) path(keys ...string) string {
	path := join("projects", p.Name)
	for _, key := range keys {
		path = join(path, key)
	}
	return path
}

// at returns where a setting stands: the project's own, else that of all
// projects, else the project.
func (p *Project) at(keys ...string) position {
	global := ""
	for _, key := range keys {
		global = join(global, key)
	}
	return p.policy.at(p.path(keys...), global, p.path())
}

func (c *checker) projectTargets(p *Project) {
	at := p.policy.at(p.path("targets"), p.path())
	var all []string
	for _, t := range c.p.Targets {
		all = append(all, t.Name)
	}
	var known []string
	for i, name := range p.Targets {
		if !slices.Contains(all, name) {
			c.undefined(p.policy.at(item(p.path("targets"), i)), p.path("targets")+": there is no target", name, all)
			continue
		}
		known = append(known, name)
	}
	order := func(a, b string) int { return slices.Index(all, a) - slices.Index(all, b) }
	switch {
	case p.Targets == nil && p.Prepare.By != ByCraft:
		c.report(at, "%s has no targets; write targets: [NAME] (only with prepare: craft they may be left out)", p.path())
		return
	case !slices.IsSortedFunc(known, order):
		slices.SortFunc(known, order)
		c.report(at, "%s are out of the policy's publishing order; write [%s]", p.path("targets"), strings.Join(known, ", "))
	}
	var sum time.Duration
	for _, t := range p.targets() {
		sum += t.Timeout
	}
	if sum > longestPublish {
		c.report(at, "%s: the timeouts of its targets are %s together; at most %s, since a job's token lives an hour", p.path(), showDuration(sum), showDuration(longestPublish))
	}
}

// targets returns the project's targets; all of the policy's when craft is to
// list them.
func (p *Project) targets() []Target {
	if p.Targets == nil {
		return p.policy.Targets
	}
	var list []Target
	for _, name := range p.Targets {
		if t, ok := p.policy.Target(name); ok {
			list = append(list, t)
		}
	}
	return list
}

// approvers refuses what could never be approved. How many people a team has
// is not known here.
func (c *checker) approvers(p *Project) {
	a := p.rules.Approval
	if len(a.Approvers) > 0 && !slices.ContainsFunc(a.Approvers, isTeam) && a.Required > len(a.Approvers) {
		at := p.policy.at(p.path("approval", "required"), p.path("approval", "approvers"), "approval.required", "approval.approvers")
		c.report(at, "%s needs %d approvers, but only %d may approve; list more, or require fewer", p.path(), a.Required, len(a.Approvers))
	}
}

func (c *checker) autoApproval(p *Project) {
	if !p.rules.AutoApprove {
		return
	}
	at := p.at("auto-approve")
	if len(p.rules.ReleaseFiles) == 0 {
		c.report(at, "%s needs release-files: the files that a release may change without a person's approval", p.path("auto-approve"))
	}
	if p.Versioning.Scheme != calverName {
		c.report(at, "%s needs versioning: calver; %s versions are chosen by a person", p.path("auto-approve"), p.Versioning.Scheme)
	}
}

// twins refuses names that people or GitHub could take for one another.
func (c *checker) twins() {
	for i, p := range c.p.Projects {
		for _, q := range c.p.Projects[:i] {
			if strings.EqualFold(p.Name, q.Name) {
				c.report(p.at(), "%q and %q differ only in upper and lower case; choose another short name", p.Name, q.Name)
			}
			if p.located() && strings.EqualFold(p.Source.String(), q.Source.String()) {
				c.report(p.at(), "%s is the same project as %s, %s; write each once", p.path(), q.path(), q.Source)
			}
		}
		for _, q := range c.p.Projects {
			if q != p && q.located() && strings.EqualFold(p.Name, q.Source.String()) {
				c.report(p.at(), "the short name %q is where %s lives; choose one that cannot be taken for it", p.Name, q.path())
			}
		}
	}
}

func (p *Project) located() bool { return p.Source.Repo != "" }

// repositories checks the names of branches and tags: allowed for git, and
// never those of two projects.
func (c *checker) repositories() {
	const example = release.Version("1.2.3")
	for i, p := range c.p.Projects {
		r := p.Rules()
		for _, name := range []struct{ key, pattern, example string }{
			{"branch", r.Branch, r.BranchOf(example)},
			{"tag", r.Tag, r.TagOf(example)},
		} {
			if err := release.CheckBranch(name.example); checkPattern(name.pattern) == nil && err != nil {
				c.report(p.at(name.key), "%s: %q gives %q for %s; %v", p.path(), name.pattern, name.example, example, err)
			}
			for _, q := range c.p.Projects[:i] {
				if !p.located() || !release.SameRepository(p.Source.Repository(), q.Source.Repository()) {
					continue
				}
				c.apart(p, q, name.key)
			}
		}
	}
}
