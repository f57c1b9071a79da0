package doctor

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/release-request/gh-release-request/internal/github"
)

type secretDoor interface {
	RepositorySecrets(ctx context.Context, repo string) ([]github.Secret, error)
	OrganizationSecrets(ctx context.Context, repo string) ([]github.Secret, error)
}

var (
	secretRepository = kind{"secret-repository", Error,
		"The central repository itself has a secret of a name that belongs into an environment. Every workflow on every branch can read it, and a job whose environment lacks the secret gets this one instead.",
		"Delete it, once the environment has it: `gh secret delete NAME`."}
	secretOrganization = kind{"secret-organization", Error,
		"The organisation has a secret of a name that belongs into an environment, and the central repository can read it. So can others, perhaps; and a job whose environment lacks the secret gets this one instead.",
		"Delete it, or take the central repository out of those that may read it: `gh secret delete NAME --org ORG`."}
)

var elsewhere = check{
	name:    "Secrets elsewhere",
	asks:    "the names of the secrets of the central repository itself, and of those that the organisation shows it",
	kinds:   []kind{secretRepository, secretOrganization},
	central: findElsewhere,
}

func findElsewhere(ctx context.Context, v *visit) ([]Finding, error) {
	right := "write access to " + v.name()
	var all []Finding
	own, err := v.Hub.RepositorySecrets(ctx, v.name())
	errs := []error{miss("secrets of "+v.name(), right, err)}
	for _, s := range own {
		if v.belongs(s.Name) {
			all = append(all, secretRepository.at(v.name(), "it has the secret "+s.Name+" itself", fmt.Sprintf("gh secret delete %s --repo %s", s.Name, v.name())))
		}
	}
	if !v.repository.IsOrganization() {
		return all, errors.Join(errs...)
	}
	owner, _, _ := strings.Cut(v.name(), "/")
	shown, err := v.Hub.OrganizationSecrets(ctx, v.name())
	errs = append(errs, miss("secrets of "+owner, right, err))
	for _, s := range shown {
		if v.belongs(s.Name) {
			all = append(all, secretOrganization.at(owner, "it shows "+v.name()+" the secret "+s.Name, fmt.Sprintf("gh secret delete %s --org %s", s.Name, owner)))
		}
	}
	return all, errors.Join(errs...)
}

// belongs reports whether a secret of that name belongs into an environment.
func (v *visit) belongs(name string) bool {
	return slices.ContainsFunc(environmentsWanted(v.Policy), func(environment string) bool {
		need, may := secretsOf(v.Policy, environment)
		return slices.ContainsFunc(append(need, may...), func(n string) bool { return strings.EqualFold(n, name) })
	})
}
