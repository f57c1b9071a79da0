package publish

import (
	"context"
	"fmt"

	"github.com/release-request/gh-release-request/internal/fault"
)

// Intake looks after the issue of a number, to which something happened, and
// then after all others, since schedules are late or switched off. A number of
// 0 is none.
func (k *Keeper) Intake(ctx context.Context, number int) error {
	var problems []error
	if number != 0 {
		if err := k.tend(ctx, number); err != nil {
			problems = append(problems, fmt.Errorf("#%d: %w", number, err))
		}
	}
	return fault.All("not every request could be looked after", append(problems, k.sweep(ctx, number)...))
}
