package facts

import (
	"context"

	"github.com/release-request/gh-release-request/internal/policy"
)

// Checks reads anew what CI says of the commit of a request that was read
// before, in one call. It is for waiting only: to decide, everything is read.
func (r *Reader) Checks(ctx context.Context, reading *Reading) (policy.Fact[policy.Checks], error) {
	r, err := r.opened(ctx, reading.Policy, reading.Project)
	if err != nil {
		return policy.Fact[policy.Checks]{}, err
	}
	request := reading.Parsed.Request
	source, err := r.Source.ReadSource(ctx, reading.sourceQuery())
	known, err := fact(source, err, "the source repository "+request.Project)
	if err != nil {
		return policy.Fact[policy.Checks]{}, err
	}
	if source, ok := known.Get(); ok {
		return checksFact(request, source), nil
	}
	return policy.Withheld[policy.Checks](known.Why()), nil
}
