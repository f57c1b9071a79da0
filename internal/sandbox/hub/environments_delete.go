package hub

import (
	"slices"
	"time"
)

// DeleteEnvironment deletes an environment with its secrets.
func (h *Hub) DeleteEnvironment(c Caller, repoID int64, name string) error {
	return h.write(func(time.Time) error {
		r, err := h.allowed(c, repoID, environmentAdmin)
		if err != nil {
			return err
		}
		e := r.environment(name)
		if e == nil {
			return notFound()
		}
		r.environments = slices.DeleteFunc(r.environments, func(other *environment) bool { return other == e })
		return nil
	})
}

// DeleteBranchPolicy takes a branch policy away.
func (h *Hub) DeleteBranchPolicy(c Caller, repoID int64, environment string, id int64) error {
	return h.write(func(time.Time) error {
		r, err := h.allowed(c, repoID, environmentAdmin)
		if err != nil {
			return err
		}
		e := r.environment(environment)
		if e == nil || !slices.ContainsFunc(e.Branches, func(p BranchPolicy) bool { return p.ID == id }) {
			return notFound()
		}
		e.Branches = slices.DeleteFunc(slices.Clone(e.Branches), func(p BranchPolicy) bool { return p.ID == id })
		return nil
	})
}
