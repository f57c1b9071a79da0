// Package doctor holds the world against the policy: the central repository
// with its labels, environments, secrets' names, rules and rights, and the
// source repositories. It stands on the work floor. Looking changes nothing;
// what it can mend safely, a Finding can carry out on demand. It never needs a
// secret's value and never reads one. What it could not look at is a finding
// too: it must never take silence for good news.
package doctor

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/release-request/gh-release-request/internal/config"
	"github.com/release-request/gh-release-request/internal/github"
)

// Doctor looks at one central repository and the source repositories of its
// policy.
type Doctor struct {
	Hub     Hub
	Central *github.Central // the central repository as it was read with its policy
	Policy  *config.Policy
	// Enterprise is true for Enterprise Server, which lacks some settings.
	Enterprise bool
	// Drifted lists the workflow files that are not those that the policy asks for.
	Drifted func(context.Context) ([]string, error)
	// Due returns when a secret that was set last at a time has to be rotated;
	// false for never.
	Due func(set time.Time, every time.Duration) (time.Time, bool)
}

// atOnce is how many looks are taken at the same time. GitHub asks for few:
// https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#avoid-concurrent-requests
const atOnce = 6

// Look returns all that is wrong, and all that could not be looked at, check by
// check in the order of the table. One check that fails stops no other. The
// error is one that ended the look itself, such as Ctrl-C.
func (d *Doctor) Look(ctx context.Context) ([]Finding, error) {
	v, unseen := d.visit(ctx)
	type look struct {
		of check
		at string
		do func(context.Context) ([]Finding, error)
	}
	var looks []look
	for _, c := range checks {
		if c.central != nil {
			looks = append(looks, look{c, v.name(), func(ctx context.Context) ([]Finding, error) { return c.central(ctx, v) }})
		}
		if c.source != nil {
			for _, s := range v.sources {
				looks = append(looks, look{c, s.Name, func(ctx context.Context) ([]Finding, error) { return c.source(ctx, v, s) }})
			}
		}
	}
	found := make([][]Finding, len(looks))
	var group errgroup.Group
	group.SetLimit(atOnce)
	for i, l := range looks {
		group.Go(func() error {
			list, err := l.do(ctx)
			list = append(list, unlooked(l.at, l.of.right, err)...)
			for j := range list {
				list[j].Check = l.of.name
			}
			found[i] = list
			return nil
		})
	}
	_ = group.Wait() // no look returns an error: what failed is a finding
	return slices.Concat(unseen, slices.Concat(found...)), ctx.Err()
}

// visit is what several checks go by, read once for all.
type visit struct {
	*Doctor
	repository github.Repository // the central one
	sources    []source          // those that could be read, each once, in the policy's order

	environments func() ([]github.Environment, error)
	secrets      func(environment string) ([]github.Secret, error)
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
