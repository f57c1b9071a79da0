package git

import (
	"context"
	"slices"
	"strings"
)

// withoutHooks returns r with those hooks off that a configuration file names,
// as git can since 2.54: core.hooksPath does not keep them away. They are asked
// for by name, which is complete in every version; older ones pass over it.
// https://git-scm.com/docs/git-hook
func (r Repository) withoutHooks(ctx context.Context) (Repository, error) {
	keys, err := r.Output(ctx, "config", "--name-only", "--get-regexp", `^hook\..*\.event$`)
	if exited(err, 1) {
		return r, nil // there is none
	}
	if err != nil {
		return r, err
	}
	r.Config = slices.Clone(r.Config)
	for key := range strings.Lines(keys) {
		hook := strings.TrimSuffix(strings.TrimSuffix(key, "\n"), ".event")
		r.Config = append(r.Config, [2]string{hook + ".enabled", "false"})
	}
	return r, nil
}
