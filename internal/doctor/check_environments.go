package doctor

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/release-request/gh-release-request/internal/config"
	"github.com/release-request/gh-release-request/internal/github"
)

type environmentDoor interface {
	Environments(ctx context.Context, repo string) ([]github.Environment, error)
	BranchPolicies(ctx context.Context, repo, environment string) ([]github.BranchPolicy, error)
	NameBranches(ctx context.Context, repo string, e github.Environment) error
	AddBranchPolicy(ctx context.Context, repo, environment, branch string) error
	DeleteBranchPolicy(ctx context.Context, repo, environment string, id int64) error
	EnvironmentSecrets(ctx context.Context, repo, environment string) ([]github.Secret, error)
}

var (
	environmentMissing = kind{"environment-missing", Error,
		"An environment that the policy names, or the gate's own, is not there. GitHub would make it by itself, open to every branch, when a job first asks for it.",
		"`gh release-request doctor --fix` makes it, with deployments from the default branch only."}
	environmentOpen = kind{"environment-open", Error,
		"An environment can be deployed from more than the default branch. Whoever may push a branch reaches its secrets with a workflow of their own, around the gate.",
		"`gh release-request doctor --fix` names the default branch as its only deployment branch."}
)

var environments = check{
	name:    "Environments",
	asks:    "the environments of the targets and of the gate, and which branches may deploy to them",
	right:   "read access",
	kinds:   []kind{environmentMissing, environmentOpen},
	central: findEnvironments,
}

func findEnvironments(ctx context.Context, v *visit) ([]Finding, error) {
	have, err := v.environments()
	if err != nil {
		return nil, err
	}
	var all []Finding
	var errs []error
	for _, name := range environmentsWanted(v.Policy) {
		f, err := v.findEnvironment(ctx, have, name)
		if err != nil {
			errs = append(errs, miss("environment "+name, "read access", err))
		}
		all = append(all, f...)
	}
	return all, errors.Join(errs...)
}

func (v *visit) findEnvironment(ctx context.Context, have []github.Environment, name string) ([]Finding, error) {
	where := "environment " + name
	e, ok := environmentOf(have, name)
	if !ok {
		e.Name = name
		plan := fmt.Sprintf("make the environment %s, for deployments from %s only", name, v.branch())
		return []Finding{environmentMissing.at(where, "it is not there", fixIt).with(plan, v.restrict(e, nil))}, nil
	}
	var policies []github.BranchPolicy
	if e.Policy != nil && e.Policy.CustomBranchPolicies {
		var err error
		if policies, err = v.Hub.BranchPolicies(ctx, v.name(), e.Name); err != nil {
			return nil, err
		}
	}
	says := whoMayDeploy(e, policies, v.branch())
	if says == "" {
		return nil, nil
	}
	plan := fmt.Sprintf("have environment %s take deployments from %s only", e.Name, v.branch())
	return []Finding{environmentOpen.at(where, says, fixIt).with(plan, v.restrict(e, policies))}, nil
}

// whoMayDeploy says who may that should not, or that the default branch may
// not; empty when it alone may.
func whoMayDeploy(e github.Environment, policies []github.BranchPolicy, branch string) string {
	switch {
	case e.Policy == nil:
		return "every branch and tag may deploy to it"
	case !e.Policy.CustomBranchPolicies:
		return "every protected branch may deploy to it"
	}
	var others []string
	named := false
	for _, p := range policies {
		if p.Type != "tag" && p.Name == branch {
			named = true
			continue
		}
		others = append(others, strings.TrimPrefix(p.Type+" ", "branch ")+p.Name)
	}
	switch {
	case len(others) > 0:
		return "more may deploy to it than " + branch + ": " + strings.Join(others, ", ")
	case !named:
		return branch + " may not deploy to it"
	}
	return ""
}

// restrict lets deployments come from the default branch alone. The branch is
// named before others are taken out: a run that is cut short leaves nothing
// open that was not.
func (v *visit) restrict(e github.Environment, policies []github.BranchPolicy) func(context.Context) (string, error) {
	return func(ctx context.Context) (string, error) {
		if e.Policy == nil || !e.Policy.CustomBranchPolicies {
			if err := v.Hub.NameBranches(ctx, v.name(), e); err != nil {
				return "", err
			}
		}
		if err := v.Hub.AddBranchPolicy(ctx, v.name(), e.Name, v.branch()); err != nil {
			return "", err
		}
		for _, p := range policies {
			if p.Type == "tag" || p.Name != v.branch() {
				if err := v.Hub.DeleteBranchPolicy(ctx, v.name(), e.Name, p.ID); err != nil {
					return "", err
				}
			}
		}
		return "", nil
	}
}

// environmentsWanted are those of the targets and the gate's, each once.
func environmentsWanted(p *config.Policy) []string {
	names := []string{config.GateEnvironment}
	for _, t := range p.Targets {
		if !slices.Contains(names, t.Environment) {
			names = append(names, t.Environment)
		}
	}
	return names
}

// environmentOf finds an environment by its name, of which GitHub does not tell
// the cases of letters apart.
func environmentOf(list []github.Environment, name string) (github.Environment, bool) {
	i := slices.IndexFunc(list, func(e github.Environment) bool { return strings.EqualFold(e.Name, name) })
	if i < 0 {
		return github.Environment{}, false
	}
	return list[i], true
}
