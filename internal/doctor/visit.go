package doctor

import (
	"context"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/release-request/gh-release-request/internal/config"
	"github.com/release-request/gh-release-request/internal/github"
)

// visit is what several checks go by, read once for all.
type visit struct {
	*Doctor
	repository github.Repository // the central one
	sources    []source          // those that could be read, each once, in the policy's order

	environments func() ([]github.Environment, error)
	secrets      func(environment string) ([]github.Secret, error)
	sourceOwn    func(repo string) ([]github.Secret, error) // secrets of a source repository itself
}

// source is a source repository with the projects that live in it.
type source struct {
	github.Repository
	projects []*config.Project
}

// name is the central repository.
func (v *visit) name() string { return v.Central.Name }

// branch is the default branch of the central repository.
func (v *visit) branch() string { return v.Central.DefaultBranch }

// visit reads the repositories themselves. What it could not read it returns as
// findings, and nothing looks at those any further.
func (d *Doctor) visit(ctx context.Context) (*visit, []Finding) {
	v := &visit{Doctor: d}
	v.environments = sync.OnceValues(func() ([]github.Environment, error) { return d.Hub.Environments(ctx, v.name()) })
	v.secrets = memo(func(environment string) ([]github.Secret, error) {
		return d.Hub.EnvironmentSecrets(ctx, v.name(), environment)
	})
	v.sourceOwn = memo(func(repo string) ([]github.Secret, error) { return d.Hub.RepositorySecrets(ctx, repo) })
	all := d.sources()
	errs := make([]error, len(all)+1)
	var group errgroup.Group
	group.SetLimit(atOnce)
	group.Go(func() error {
		v.repository, errs[len(all)] = d.Hub.Repository(ctx, d.Central.Name)
		return nil
	})
	for i := range all {
		group.Go(func() error {
			all[i].Repository, errs[i] = d.Hub.Repository(ctx, all[i].Name)
			return nil
		})
	}
	_ = group.Wait()
	unseen := unlooked(d.Central.Name, "read access", errs[len(all)])
	for i, s := range all {
		name := s.projects[0].Source.Repository()
		switch {
		case github.IsMoved(errs[i]), errs[i] == nil && s.Name != name:
			unseen = append(unseen, sourceMoved.at(name, "it is called something else now", ""))
		case errs[i] != nil:
			unseen = append(unseen, unlooked(name, "read access, if it is still there", errs[i])...)
		default:
			v.sources = append(v.sources, s)
		}
	}
	for i := range unseen {
		unseen[i].Check = repositories.name
	}
	return v, unseen
}

// sources lists the source repositories of the policy, each once.
func (d *Doctor) sources() []source {
	var all []source
	for _, p := range d.Policy.Projects {
		name := p.Source.Repository()
		i := slices.IndexFunc(all, func(s source) bool { return strings.EqualFold(s.Name, name) })
		if i < 0 {
			i, all = len(all), append(all, source{Repository: github.Repository{Name: name}})
		}
		all[i].projects = append(all[i].projects, p)
	}
	return all
}
