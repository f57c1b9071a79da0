package scaffold

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/release-request/gh-release-request/internal/config"
	"github.com/release-request/gh-release-request/internal/release"
)

// caller is what a source repository's release workflow is rendered from.
type caller struct {
	Central, Branch string   // whose workflow it calls
	Choice          []string // projects to choose from, as YAML; empty: there is only one
	Name, Version   string   // expressions for what is asked for
	Hint            string
	Crons           []string
}

// NewSource looks at a folder, the top of a clone of a source repository, and
// plans to write the workflows that ask for releases of its projects. They call
// the central repository's workflow, as it is on its default branch.
func NewSource(ctx context.Context, dir string, p *config.Policy, repository, central, branch string) (*Plan, error) {
	files, err := callers(p, repository, central, branch)
	if err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("opening the folder to write to: %w", err)
	}
	defer root.Close()
	plan := &Plan{dir: dir}
	return plan, plan.add(ctx, root, files)
}

// callers renders the release workflows of a repository's projects: one for all
// projects that name the same file.
func callers(p *config.Policy, repository, central, branch string) ([]file, error) {
	var paths []string
	projects := map[string][]*config.Project{}
	for _, project := range p.Projects {
		if !release.SameRepository(project.Source.Repository(), repository) {
			continue
		}
		if !slices.Contains(paths, project.Workflow) {
			paths = append(paths, project.Workflow)
		}
		projects[project.Workflow] = append(projects[project.Workflow], project)
	}
	if len(paths) == 0 {
		return nil, fmt.Errorf("%s is the repository of no project in the policy of %s", repository, central)
	}
	var files []file
	for _, path := range paths {
		c, err := callerOf(projects[path])
		if err != nil {
			return nil, err
		}
		c.Central, c.Branch = central, branch
		files = append(files, file{path, stamp(fill("release.yml", c), "#", "")})
	}
	return files, nil
}

// callerOf chooses how a run finds its project and version. What a person types
// goes before; a schedule stands for its own project. Names and expressions of
// cron hold no quotes, so that each is one literal.
func callerOf(projects []*config.Project) (caller, error) {
	c := caller{Name: projects[0].Name, Hint: hintOf(projects)}
	byCron := map[string]string{}
	name, version := []string{"inputs.project"}, []string{"inputs.version"}
	for _, p := range projects {
		if len(projects) > 1 {
			c.Choice = append(c.Choice, scalar(p.Name))
		}
		if p.Schedule == "" {
			continue
		}
		if other, taken := byCron[p.Schedule]; taken {
			return caller{}, fmt.Errorf("%s and %s have the same workflow and the same schedule, so that a run cannot tell for which it is; give one another schedule or workflow", other, p.Name)
		}
		byCron[p.Schedule] = p.Name
		c.Crons = append(c.Crons, p.Schedule)
		word, ok := scheduled(p)
		if !ok {
			return caller{}, fmt.Errorf("%s has a schedule, and nothing says which version comes next: that takes versioning: calver, or prepare: craft, which decides itself", p.Name)
		}
		name = append(name, fmt.Sprintf("github.event.schedule == '%s' && '%s'", p.Schedule, p.Name))
		version = append(version, fmt.Sprintf("github.event.schedule == '%s' && '%s'", p.Schedule, word))
	}
	c.Version = "${{ " + strings.Join(version, " || ") + " }}"
	if len(projects) > 1 {
		c.Name = "${{ " + strings.Join(name, " || ") + " }}"
	}
	return c, nil
}

// scheduled is the word that stands for the version of a release that nobody
// asked for.
func scheduled(p *config.Project) (word string, ok bool) {
	switch {
	case p.Versioning.Scheme == "calver":
		return "calver", true
	case p.Prepare.By == config.ByCraft:
		return "auto", true
	}
	return "", false
}

// hintOf tells a person what may be typed as the version.
func hintOf(projects []*config.Project) string {
	calver := func(p *config.Project) bool { return p.Versioning.Scheme == "calver" }
	counted := func(p *config.Project) bool {
		return p.Versioning.Scheme == "semver" || p.Versioning.Scheme == "pep440"
	}
	craft := func(p *config.Project) bool { return p.Prepare.By == config.ByCraft }
	var words []string
	if slices.ContainsFunc(projects, counted) {
		words = append(words, "major, minor, patch")
	}
	if slices.ContainsFunc(projects, calver) {
		words = append(words, "calver")
	}
	if slices.ContainsFunc(projects, craft) {
		words = append(words, "auto")
	}
	return strings.Join(append([]string{"the version"}, words...), ", or ")
}
