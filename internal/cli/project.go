package cli

import (
	"strings"

	"github.com/release-request/gh-release-request/internal/config"
	"github.com/release-request/gh-release-request/internal/fault"
)

// Project returns the policy's project that a word names: its short name, else
// OWNER/REPO[/PATH], else "." for the repository that the person stands in.
func (env *Env) Project(p *config.Policy, word string) (*config.Project, error) {
	name := word
	if word == "." {
		standing, err := env.Standing()
		if err != nil {
			return nil, err
		}
		name = fullName(standing)
	}
	if project, ok := p.Lookup(name); ok {
		return project, nil
	}
	err := fault.New(fault.Failed, "%q is no project of the policy", name)
	if len(env.commands) > 0 {
		err = fault.New(fault.Failed, "%q is neither a command nor a project of the policy", name)
	}
	if near := p.Nearest(name, env.commands); len(near) > 0 {
		return nil, err.WithHint("did you mean %s?", strings.Join(near, " or "))
	}
	return nil, err.WithHint("%s", listProjects(p))
}

// listProjects names the projects, but no more than can be read at a glance.
func listProjects(p *config.Policy) string {
	const glance = 12
	var names []string
	for _, project := range p.Projects[:min(len(p.Projects), glance)] {
		names = append(names, project.Name)
	}
	switch {
	case len(names) == 0:
		return "the policy has no projects yet; its owners add them to " + config.Path
	case len(p.Projects) > glance:
		names = append(names, "...")
	}
	return "the projects are " + strings.Join(names, ", ")
}
