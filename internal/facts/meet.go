package facts

import (
	"context"

	"github.com/release-request/gh-release-request/internal/release"
)

// Meet adds to a reading what a person may do who has no part in the rules so
// far, such as one who gives a command.
func (r *Reader) Meet(ctx context.Context, reading *Reading, who release.Person) error {
	r, err := r.opened(ctx, reading.Policy, reading.Project)
	if err != nil {
		return err
	}
	return r.readRoles(ctx, reading, []release.Person{who})
}
