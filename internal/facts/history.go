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
	"github.com/release-request/gh-release-request/internal/release"
)

// readHistory reads what became of this request and of others for its version,
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
	var askers map[int]release.Person
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
		askers, err = r.askers(gctx, siblings, first.workflow)
		return err
	})
	g.Go(func() (err error) {
		projects := map[int]string{own.Number: reading.Parsed.Request.Source().String()}
		f.Unfinished, err = r.unfinishedFacts(gctx, reading.Central, projects, unfinished)
		return err
	})
	if err := g.Wait(); err != nil {
		return err
	}
	f.Targets = policy.Known(targetFacts(reading.Parsed, first.found, past[own.Number]))
	var others []policy.Sibling
	for _, s := range siblings {
		if !ofRelease(s, receipts[s.Number], reading.Parsed.Request) {
			continue // somebody mentions the release there
		}
		other := siblingFact(s, past[s.Number], receipts[s.Number], unfinished, first.workflow, record.Host(r.Central.Host()))
		other.Asker = askers[s.Number]
		others = append(others, other)
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

// siblings finds the other requests with the same title, and those of which a
// comment names the same release: whoever asked can rename a request, but not
// take away its receipts. This one must be among those found by title, or
// GitHub's search is not to be relied on.
func (r *Reader) siblings(ctx context.Context, reading *Reading) ([]github.RequestIssue, error) {
	request := reading.Parsed.Request
	var titled, mentioning []github.RequestIssue
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() (err error) {
		titled, err = r.Central.IssuesTitled(ctx, r.Repository, record.Title(request))
		return err
	})
	g.Go(func() (err error) {
		mentioning, err = r.Central.IssuesMentioning(ctx, r.Repository, record.ReleaseOf(request))
		return err
	})
	if err := g.Wait(); err != nil {
		return nil, err
	}
	seen := map[int]bool{}
	for _, i := range titled {
		seen[i.Number] = true
	}
	number := reading.Central.Issue.Number
	if !seen[number] {
		return nil, fmt.Errorf("GitHub's search does not find #%d itself, so it may miss others: run it again", number)
	}
	for _, i := range mentioning {
		if !seen[i.Number] {
			seen[i.Number] = true
			titled = append(titled, i)
		}
	}
	return slices.DeleteFunc(titled, func(i github.RequestIssue) bool { return i.Number == number }), nil
}

// ofRelease reports whether an issue is, or was, a request for the release:
// its title says so, or a receipt on it. One that was altered may have.
func ofRelease(issue github.RequestIssue, comments []Comment, request release.Request) bool {
	return issue.Title == record.Title(request) || slices.ContainsFunc(comments, func(c Comment) bool {
		return c.Altered || c.Newer || c.Receipt != nil && c.Receipt.Receipt.Release == record.ReleaseOf(request)
	})
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
				return fmt.Errorf("reading #%d, which may be of the same release: %w", s.Number, err)
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
