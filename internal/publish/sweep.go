package publish

import (
	"context"
	"fmt"

	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/record"
)

// maxOpen is how many open issues are looked at. More than that is told: the
// oldest would be left out.
const maxOpen = 5000

// Sweep looks after every open request. One that cannot be looked after hurts
// only itself, and the error names it in the end.
func (k *Keeper) Sweep(ctx context.Context) error {
	return fault.All("not every request could be looked after", k.sweep(ctx, 0))
}

// sweep leaves out the request of a number.
func (k *Keeper) sweep(ctx context.Context, except int) []error {
	open, more, err := k.Hub.OpenIssues(ctx, k.Runtime.Repository, maxOpen)
	if err != nil {
		return []error{err}
	}
	var problems []error
	if more {
		problems = append(problems, fmt.Errorf("%s has more than %d open issues: the oldest are left out", k.Runtime.Repository, maxOpen))
	}
	for _, number := range queue(open, record.Host(k.Runtime.Host())) {
		if number == except {
			continue
		}
		if err := k.tend(ctx, number); err != nil {
			problems = append(problems, fmt.Errorf("#%d: %w", number, err))
		}
		if ctx.Err() != nil {
			return append(problems, context.Cause(ctx))
		}
	}
	return problems
}

// queue lists the requests to look after, oldest first. A malformed one was
// told what is wrong with it, and there is no more to do for it: so whoever
// files many of them cannot keep the workflow from the others.
func queue(open []github.RequestIssue, web record.Host) []int {
	var numbers, last []int
	for i := len(open) - 1; i >= 0; i-- {
		issue := open[i]
		if !record.Claims(issue.Title, issue.Body) {
			continue
		}
		if _, problems := record.Parse(issue.Title, issue.Body, web); len(problems) == 0 {
			numbers = append(numbers, issue.Number)
		} else {
			last = append(last, issue.Number)
		}
	}
	return append(numbers, last...)
}
