package config

import (
	"slices"
	"strings"

	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/release"
)

// Rules returns what the policy demands of the project. Its slices are not to
// be changed.
func (p *Project) Rules() policy.Rules {
	r := p.rules
	r.Name, r.Project, r.Scheme = p.Name, p.Source, p.Versioning.scheme()
	r.Gate, r.Targets = GateEnvironment, nil
	for _, t := range p.targets() {
		r.Targets = append(r.Targets, policy.Target{
			Name:        t.Name,
			Environment: t.Environment,
		})
	}
	return r
}

// Target returns one of the policy's targets by its name.
func (p *Policy) Target(name string) (Target, bool) {
	i := slices.IndexFunc(p.Targets, func(t Target) bool { return t.Name == name })
	if i < 0 {
		return Target{}, false
	}
	return p.Targets[i], true
}

// Lookup returns a project by its short name, else by OWNER/REPO[/PATH]. Upper
// and lower case are told apart in short names and folders only, since GitHub
// does not in owners and repositories.
func (p *Policy) Lookup(name string) (*Project, bool) {
	for _, project := range p.Projects {
		if project.Name == name {
			return project, true
		}
	}
	source, err := release.ParseProject(name)
	if err != nil {
		return nil, false
	}
	for _, project := range p.Projects {
		if release.SameRepository(project.Source.Repository(), source.Repository()) && project.Source.Path == source.Path {
			return project, true
		}
	}
	return nil, false
}

// Nearest returns what a name that Lookup does not find may have been meant to
// be, the likeliest first, three at most: projects of the policy, and names of
// extra, such as commands.
func (p *Policy) Nearest(name string, extra []string) []string {
	candidates := slices.Clone(extra)
	for _, project := range p.Projects {
		candidates = append(candidates, project.Name)
		if full := project.Source.String(); strings.Contains(name, "/") && full != project.Name {
			candidates = append(candidates, full)
		}
	}
	return nearest(name, candidates)
}
