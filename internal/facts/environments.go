package facts

import (
	"context"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/policy"
)

// readEnvironments reads the deployment rule of each target's environment, and
// of the gate's. One that does not exist is not listed, which is a fact too.
func (r *Reader) readEnvironments(ctx context.Context, reading *Reading) error {
	var mu sync.Mutex
	environments := map[string]policy.Environment{}
	g, ctx := errgroup.WithContext(ctx)
	names := []string{reading.Rules.Gate}
	for _, target := range reading.Rules.Targets {
		names = append(names, target.Environment)
	}
	for _, name := range names {
		g.Go(func() error {
			environment, err := r.environment(ctx, name)
			if environment == nil || err != nil {
				return err
			}
			mu.Lock()
			defer mu.Unlock()
			environments[name] = *environment
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		known, err := fact(environments, err, "the environments of "+r.Repository)
		reading.Facts.Environments = known
		return err
	}
	reading.Facts.Environments = policy.Known(environments)
	return nil
}

func (r *Reader) environment(ctx context.Context, name string) (*policy.Environment, error) {
	e, err := r.Central.Environment(ctx, r.Repository, name)
	switch {
	case github.IsNotFound(err):
		return nil, nil
	case err != nil:
		return nil, err
	case e.Policy == nil:
		return &policy.Environment{AnyBranch: true}, nil
	case e.Policy.ProtectedBranches:
		return &policy.Environment{Protected: true}, nil
	}
	patterns, err := r.Central.BranchPolicies(ctx, r.Repository, name)
	if err != nil {
		return nil, err
	}
	out := &policy.Environment{}
	for _, p := range patterns {
		branch := p.Name
		if p.Type == "tag" {
			branch = "refs/tags/" + branch
		}
		out.Branches = append(out.Branches, branch)
	}
	return out, nil
}
