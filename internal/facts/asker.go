package facts

import (
	"context"

	"golang.org/x/sync/errgroup"

	"github.com/release-request/gh-release-request/internal/config"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/release"
)

// MayRequest says whether a person may ask for releases of a project, by what
// they may do now, and why not. It is for who asks with a form, before there is
// a request that could be read.
func (r *Reader) MayRequest(ctx context.Context, form *Reading, project *config.Project, who release.Person) (policy.Outcome, string, error) {
	r, err := r.opened(ctx, form.Policy, project)
	if err != nil {
		return "", "", err
	}
	met := &Reading{Policy: form.Policy, Project: project, Rules: project.Rules()}
	met.Parsed.Request = release.Request{Project: project.Source.Repository(), Path: project.Source.Path}
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error { return r.readTeams(gctx, met) })
	g.Go(func() error { return r.readRoles(gctx, met, []release.Person{who}) })
	if err := g.Wait(); err != nil {
		return "", "", err
	}
	outcome, why := policy.MayRequest(met.Rules, met.Parsed.Request, met.Facts, who)
	return outcome, why, nil
}
