package doctor

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"
	"mvdan.cc/sh/v3/syntax"

	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/plain"
)

type sourceSecretDoor interface {
	RepositorySecrets(ctx context.Context, repo string) ([]github.Secret, error)
	OrganizationSecrets(ctx context.Context, repo string) ([]github.Secret, error)
	Environments(ctx context.Context, repo string) ([]github.Environment, error)
	EnvironmentSecrets(ctx context.Context, repo, environment string) ([]github.Secret, error)
}

var leftSecrets = check{
	name:    "Tokens left behind",
	asks:    "the names of the secrets that a source repository can read: its own, its environments', and those that the organisation shows it",
	kinds:   []kind{secretNamed, secretUploads, centralKey, secretLikely, secretSigns},
	central: findLeftSecrets,
}

// kept is one secret, and where it is kept.
type kept struct {
	name  string
	where string
	flags string // for gh secret delete
}

// findLeftSecrets looks at all source repositories at once, since they share
// what the organisation shows them: each secret is one finding.
func findLeftSecrets(ctx context.Context, v *visit) ([]Finding, error) {
	lists := make([][]kept, len(v.sources))
	errs := make([]error, len(v.sources))
	var group errgroup.Group
	group.SetLimit(atOnce)
	for i, s := range v.sources {
		if strings.EqualFold(s.Name, v.name()) {
			continue // its secrets are where they belong, or found by other checks
		}
		group.Go(func() error {
			lists[i], errs[i] = v.secretsOf(ctx, s)
			return nil
		})
	}
	_ = group.Wait() // what failed is in errs
	seenFrom := map[kept][]string{}
	var order []kept
	for i, list := range lists {
		for _, k := range list {
			if seenFrom[k] == nil {
				order = append(order, k)
			}
			seenFrom[k] = append(seenFrom[k], v.sources[i].Name)
		}
	}
	var all []Finding
	for _, k := range order {
		if kind, says := v.judgeSecret(k.name); says != "" {
			says = fmt.Sprintf("the secret %s is kept here, %s", k.name, says)
			if from := seenFrom[k]; !strings.HasPrefix(k.where, from[0]) {
				says += "; it can be read from " + strings.Join(from, ", ")
			}
			all = append(all, kind.at(k.where, says, remedyFor(kind, k)))
		}
	}
	return all, errors.Join(errs...)
}

// remedyFor names the command that deletes a secret, where that is what to do.
func remedyFor(of kind, k kept) string {
	if of.severity != Error {
		return ""
	}
	return fmt.Sprintf("have the token revoked, since others could read it, and delete the secret: gh secret delete %s %s", k.name, k.flags)
}

// secretsOf lists what a source repository can read. What one may list, one may
// list all of: a refusal of the first is not repeated for the others.
func (v *visit) secretsOf(ctx context.Context, s source) ([]kept, error) {
	right := "write access to " + s.Name
	own, err := v.sourceOwn(s.Name)
	if err != nil {
		return nil, miss("secrets of "+s.Name, right, err)
	}
	all := namesIn(own, s.Name, "--repo "+s.Name)
	var errs []error
	if s.IsOrganization() {
		owner, _, _ := strings.Cut(s.Name, "/")
		shown, err := v.Hub.OrganizationSecrets(ctx, s.Name)
		errs = append(errs, miss("secrets that "+owner+" shows "+s.Name, right, err))
		all = append(all, namesIn(shown, "organisation "+owner, "--org "+owner)...)
	}
	environments, err := v.Hub.Environments(ctx, s.Name)
	errs = append(errs, miss("environments of "+s.Name, "read access to "+s.Name, err))
	for _, e := range environments {
		where := plain.Line(s.Name + " environment " + e.Name)
		set, err := v.Hub.EnvironmentSecrets(ctx, s.Name, e.Name)
		errs = append(errs, miss("secrets of "+where, right, err))
		all = append(all, namesIn(set, where, fmt.Sprintf("--env %s --repo %s", inShell(e.Name), s.Name))...)
	}
	return all, errors.Join(errs...)
}

func namesIn(list []github.Secret, where, flags string) []kept {
	all := make([]kept, len(list))
	for i, s := range list {
		all[i] = kept{strings.ToUpper(s.Name), where, flags}
	}
	slices.SortFunc(all, func(a, b kept) int { return strings.Compare(a.name, b.name) })
	return all
}

// inShell writes a name of others so that a shell takes it for one word and runs
// nothing of it.
func inShell(name string) string {
	if quoted, err := syntax.Quote(plain.Line(name), syntax.LangPOSIX); err == nil {
		return quoted
	}
	return "ENVIRONMENT"
}
