package publish

import (
	"context"
	"fmt"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/record"
)

// maxOpen is how many open issues are looked at. More than that is told: the
// oldest would be left out.
const maxOpen = 5000

// Sweep files what runs of source repositories asked for, and looks after every
// open request. All are read together as a list, by one
// policy; those that something may have to be done for are then read anew, each
// as the gate reads it. One that cannot be looked after hurts only itself, and
// the error names it in the end.
func (k *Keeper) Sweep(ctx context.Context) error {
	return fault.All("not every request could be looked after", k.sweep(ctx, 0))
}

// sweep leaves out the request of a number.
func (k *Keeper) sweep(ctx context.Context, except int) []error {
	var open []facts.Opened
	var more bool
	var asked *facts.Asked
	var problems []error
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() (err error) {
		open, more, err = k.Reader.ReadOpen(gctx, maxOpen, func(github.RequestIssue) bool { return true })
		return err
	})
	g.Go(func() error {
		asked, problems = k.Reader.ReadAsked(gctx)
		return nil
	})
	if err := g.Wait(); err != nil {
		return []error{err}
	}
	k.forms = asked.Forms
	asked.Requests = slices.DeleteFunc(asked.Requests, func(a facts.Attestation) bool { return k.past(ctx, open, a) })
	problems = append(problems, k.file(ctx, asked.Requests)...)
	if more {
		problems = append(problems, fmt.Errorf("%s has more than %d open issues: the oldest are left out", k.Runtime.Repository, maxOpen))
	}
	for _, o := range queue(open, record.Host(k.Runtime.Host())) {
		number := o.Issue.Number
		if number == except || k.quiet(ctx, o) {
			continue
		}
		if err := k.tend(ctx, number); err != nil {
			problems = append(problems, fmt.Errorf("#%d: %w", number, err))
		}
		if ctx.Err() != nil {
			return append(problems, context.Cause(ctx))
		}
	}
	if err := k.Tokens.remind(ctx, open, more); err != nil {
		problems = append(problems, err)
	}
	return problems
}

// queue lists the requests to look after, oldest first. A malformed one was
// told what is wrong with it, and there is no more to do for it: so whoever
// files many of them cannot keep the workflow from the others.
func queue(open []facts.Opened, web record.Host) []facts.Opened {
	var first, last []facts.Opened
	for _, o := range slices.Backward(open) {
		issue := o.Issue
		if !record.Claims(issue.Title, issue.Body) {
			continue
		}
		if _, problems := record.Parse(issue.Title, issue.Body, web); len(problems) == 0 {
			first = append(first, o)
		} else {
			last = append(last, o)
		}
	}
	return append(first, last...)
}
