// Package token looks after the publishing tokens that the policy names: where
// each is kept, how old it is, when it is due, whether the one in hand works, and
// replacing it. It stands on the work floor. A stored value it can never read:
// GitHub tells values to jobs alone. The one in hand it must never show: not in
// an error, not in what it returns, not to a program as an argument.
package token

import (
	"context"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/release-request/gh-release-request/internal/config"
	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/github"
)

// State is what is known of one secret in one environment.
type State string

// The states.
const (
	Set           State = "set"
	Missing       State = "missing"
	NoEnvironment State = "no environment"
	Withheld      State = "withheld" // GitHub does not tell this reader
)

// Stored is one secret in one environment that the policy has it in.
type Stored struct {
	Secret      string
	Environment string
	Target      string
	State       State
	Updated     time.Time     // when its value was last set; zero unless Set
	RotateEvery time.Duration // 0: never
	Due         time.Time     // when it has to be rotated; zero where nobody knows, or never
	Verify      config.Verify
	Projects    []string // short names of those published with it, in the policy's order
	Used        Use      // by the last job that had it, see LastUse; zero where that is not known
}

// Late reports whether a secret should have been rotated by a time.
func (s Stored) Late(now time.Time) bool { return !s.Due.IsZero() && !now.Before(s.Due) }

// environments reads what is kept in the environments of a repository.
type environments interface {
	EnvironmentSecrets(ctx context.Context, repo, environment string) ([]github.Secret, error)
	Environment(ctx context.Context, repo, name string) (github.Environment, error)
}

// Lister lists the secrets of one central repository.
type Lister struct {
	Hub        environments
	Repository string
}

// atOnce is how many environments are read at the same time.
const atOnce = 6

// List returns every secret that the targets of the policy have, target by
// target. What GitHub does not tell is a state; a call that failed is an error.
func (l *Lister) List(ctx context.Context, p *config.Policy) ([]Stored, error) {
	read := make([]kept, len(p.Targets))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(atOnce)
	for i, target := range p.Targets {
		if len(target.Secrets) == 0 {
			continue
		}
		group.Go(func() (err error) {
			read[i], err = l.read(ctx, target.Environment)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	var all []Stored
	for i, target := range p.Targets {
		for _, name := range target.Secrets {
			all = append(all, stored(p, target, name, read[i]))
		}
	}
	return all, nil
}

// kept is what could be read of an environment: its secrets, or why not.
type kept struct {
	secrets []github.Secret
	instead State // empty: the secrets are all there
}

func (l *Lister) read(ctx context.Context, environment string) (kept, error) {
	secrets, err := l.Hub.EnvironmentSecrets(ctx, l.Repository, environment)
	switch {
	case err == nil:
		return kept{secrets: secrets}, nil
	case github.IsForbidden(err):
		return kept{instead: Withheld}, nil
	case !github.IsNotFound(err):
		return kept{}, fault.Wrap(err, "reading the secrets of environment %s", environment)
	}
	// 404 is said of what is not there, and of what one may not see.
	_, err = l.Hub.Environment(ctx, l.Repository, environment)
	switch {
	case github.IsNotFound(err):
		return kept{instead: NoEnvironment}, nil
	case err == nil, github.IsForbidden(err):
		return kept{instead: Withheld}, nil
	}
	return kept{}, fault.Wrap(err, "reading environment %s", environment)
}

func stored(p *config.Policy, target config.Target, name string, k kept) Stored {
	s := Stored{Secret: name, Environment: target.Environment, Target: target.Name, State: k.instead, Projects: using(p, target.Name)}
	if t, ok := p.Token(name); ok {
		s.RotateEvery, s.Verify = t.RotateEvery, t.Verify
	}
	if k.instead != "" {
		return s
	}
	s.State = Missing
	if i := slices.IndexFunc(k.secrets, func(g github.Secret) bool { return strings.EqualFold(g.Name, name) }); i >= 0 {
		s.State, s.Updated = Set, k.secrets[i].UpdatedAt
		s.Due, _ = Due(s.Updated, s.RotateEvery)
	}
	return s
}

// using returns the projects that may be published to a target. One whose
// targets are read from its own files may be published to any of them.
func using(p *config.Policy, target string) []string {
	var names []string
	for _, project := range p.Projects {
		if len(project.Targets) == 0 || slices.Contains(project.Targets, target) {
			names = append(names, project.Name)
		}
	}
	return names
}

// Names returns the secrets of all targets, each once, in order.
func Names(p *config.Policy) []string {
	var names []string
	for _, target := range p.Targets {
		names = append(names, target.Secrets...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}
