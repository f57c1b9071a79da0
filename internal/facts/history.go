package facts

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/record"
)

// readHistory reads what became of this request and of others with its title,
// and which publish runs are unfinished.
func (r *Reader) readHistory(ctx context.Context, reading *Reading, first *issueReading) error {
	own := reading.Central.Issue
	var siblings []github.RequestIssue
	var runs []github.Run
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() (err error) {
		siblings, err = r.siblings(gctx, reading)
		return err
	})
	g.Go(func() (err error) {
		runs, err = r.runsSince(gctx, own.CreatedAt)
		return err
	})
	if err := g.Wait(); err != nil {
		return err
	}
	if oldest := earliest(own.CreatedAt, siblings); oldest.Before(own.CreatedAt) {
		var err error
		if runs, err = r.runsSince(ctx, oldest); err != nil {
			return err
		}
	}
	unfinished := join(first.unfinished, runs)
	wanted := []int{own.Number}
	for _, s := range siblings {
		wanted = append(wanted, s.Number)
	}
	f := &reading.Facts
	var past map[int]past
	receipts := map[int][]Comment{}
	g, gctx = errgroup.WithContext(ctx)
	g.Go(func() (err error) {
		past, err = r.past(gctx, reading.Central, runs, wanted)
		return err
	})
	g.Go(func() (err error) {
		receipts, err = r.siblingComments(gctx, siblings, first)
		return err
	})
	g.Go(func() (err error) {
		f.Unfinished, err = r.unfinishedFacts(gctx, reading, unfinished)
		return err
	})
	if err := g.Wait(); err != nil {
		return err
	}
	f.Targets = policy.Known(targetFacts(reading.Parsed, first.found, past[own.Number]))
	var others []policy.Sibling
	for _, s := range siblings {
		others = append(others, siblingFact(s, past[s.Number], receipts[s.Number], unfinished, record.Host(r.Central.Host())))
	}
	f.SameTitle = policy.Known(others)
	return nil
}

// targetFacts says what became of the request's own targets.
func targetFacts(parsed record.Parsed, receipts []record.Found, past past) map[string]policy.TargetFact {
	if parsed.Request.Rehearsal {
		return rehearsed(parsed.Request.Targets, parsed.Digest, past.jobs)
	}
	targets := targetsOf(parsed.Request.Targets, parsed.Digest, past.jobs)
	againstReceipts(targets, receipts, parsed.Digest, past)
	return targets
}

// siblings finds the other requests with the same title. This one must be among
// those found, or GitHub's search is not to be relied on.
func (r *Reader) siblings(ctx context.Context, reading *Reading) ([]github.RequestIssue, error) {
	found, err := r.Central.IssuesTitled(ctx, r.Repository, record.Title(reading.Parsed.Request))
	if err != nil {
		return nil, err
	}
	number := reading.Central.Issue.Number
	others := slices.DeleteFunc(found, func(i github.RequestIssue) bool { return i.Number == number })
	if len(others) == len(found) {
		return nil, fmt.Errorf("GitHub's search does not find #%d itself, so it may miss others: run it again", number)
	}
	return others, nil
}

func earliest(at time.Time, issues []github.RequestIssue) time.Time {
	for _, i := range issues {
		if i.CreatedAt.Before(at) {
			at = i.CreatedAt
		}
	}
	return at
}

// siblingComments reads the comments of other requests, for the receipts among
// them. Who edited the workflow's is not asked: one that was touched counts for
// altered, unless it is the status.
func (r *Reader) siblingComments(ctx context.Context, siblings []github.RequestIssue, first *issueReading) (map[int][]Comment, error) {
	var mu sync.Mutex
	all := map[int][]Comment{}
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(atOnce)
	for _, s := range siblings {
		if s.Comments.TotalCount == 0 {
			continue // the workflow has never said anything of it
		}
		g.Go(func() error {
			timeline, err := r.Central.Timeline(ctx, r.Repository, s.Number)
			if err != nil {
				return fmt.Errorf("reading #%d of the same title: %w", s.Number, err)
			}
			comments := readComments(timeline, first.workflow, s.Number, touched(timeline, first.workflow))
			mu.Lock()
			defer mu.Unlock()
			all[s.Number] = comments
			return nil
		})
	}
	return all, g.Wait()
}
