package facts

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/release"
)

// readRoles reads what people may do in the central and in the source
// repository, those of them who were not read before. GitHub tells that only
// to those with push access to the repository; for anybody else the roles stay
// unknown.
func (r *Reader) readRoles(ctx context.Context, reading *Reading, people []release.Person) error {
	if r.People == nil {
		if r.Attested != nil {
			reading.Facts.Roles = policy.Known(r.Attested.Roles)
		}
		return nil
	}
	roles, _ := reading.Facts.Roles.Get()
	var mu sync.Mutex
	var refused error
	g, ctx := errgroup.WithContext(ctx)
	read := func(repository string, into *map[int64]policy.Role) {
		known := *into
		fresh := map[int64]policy.Role{}
		for id, role := range known {
			fresh[id] = role
		}
		*into = fresh
		for _, person := range people {
			if _, ok := known[person.ID]; ok {
				continue
			}
			g.Go(func() error {
				role, err := r.role(ctx, repository, person)
				mu.Lock()
				defer mu.Unlock()
				switch {
				case github.IsForbidden(err), github.IsMoved(err):
					refused = err
				case err != nil:
					return fmt.Errorf("reading the role of %s in %s: %w", person.Login, repository, err)
				case role != nil:
					fresh[person.ID] = *role
				}
				return nil
			})
		}
	}
	read(r.Repository, &roles.Central)
	read(reading.Parsed.Request.Project, &roles.Source)
	if err := g.Wait(); err != nil {
		return err
	}
	if refused != nil && len(roles.Central) == 0 && len(roles.Source) == 0 {
		reading.Facts.Roles = policy.Withheld[policy.Roles]("GitHub tells people's roles only to those with write access")
		return nil
	}
	reading.Facts.Roles = policy.Known(roles)
	return nil
}

// ownRoles adds what the viewer of a preview may do, which GitHub tells
// everybody of themselves.
func (r *Reader) ownRoles(reading *Reading) {
	if !r.Preview {
		return
	}
	roles, _ := reading.Facts.Roles.Get()
	roles = policy.Roles{Central: maps.Clone(roles.Central), Source: maps.Clone(roles.Source)}
	viewer := reading.Central.Viewer.DatabaseID
	add := func(to *map[int64]policy.Role, permission string) {
		if *to == nil {
			*to = map[int64]policy.Role{}
		}
		(*to)[viewer] = roleOf(permission)
	}
	add(&roles.Central, reading.Central.Permission)
	if reading.Source != nil {
		add(&roles.Source, reading.Source.Permission)
	}
	reading.Facts.Roles = policy.Known(roles)
}

// roleOf reads GraphQL's RepositoryPermission.
func roleOf(permission string) policy.Role {
	push := slices.Contains([]string{"WRITE", "MAINTAIN", "ADMIN"}, permission)
	return policy.Role{Triage: push || permission == "TRIAGE", Push: push}
}

// role is nil when the login is somebody else's by now: GitHub is asked by
// login, and people are told apart by id.
func (r *Reader) role(ctx context.Context, repository string, person release.Person) (*policy.Role, error) {
	answer, err := r.people(repository).Collaborator(ctx, repository, person.Login)
	switch {
	case github.IsNotFound(err):
		return &policy.Role{}, nil // no such account, or none that may do anything here
	case err != nil:
		return nil, err
	case answer.User == nil || answer.User.ID != person.ID || answer.User.Permissions == nil:
		return nil, nil
	}
	p := answer.User.Permissions
	return &policy.Role{Triage: p.Triage, Push: p.Push}, nil
}
