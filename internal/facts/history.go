package facts

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/record"
	"github.com/release-request/gh-release-request/internal/release"
)

// readHistory reads what became of this request and of others with its title,
// and which publish runs are unfinished.
func (r *Reader) readHistory(ctx context.Context, reading *Reading, first *issueReading) error {
	var siblings []github.RequestIssue
	var runs []github.Run
	since := reading.Central.Issue.CreatedAt
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() (err error) {
		siblings, err = r.Central.IssuesTitled(gctx, r.Repository, record.Title(reading.Parsed.Request))
		return err
	})
	g.Go(func() (err error) {
		runs, err = r.runsSince(gctx, since)
		return err
	})
	if err := g.Wait(); err != nil {
		return err
	}
	number := reading.Central.Issue.Number
	oldest := since
	others := siblings[:0]
	for _, s := range siblings {
		if s.Number != number {
			others = append(others, s)
			if s.CreatedAt.Before(oldest) {
				oldest = s.CreatedAt
			}
		}
	}
	if oldest.Before(since) {
		var err error
		if runs, err = r.runsSince(ctx, oldest); err != nil {
			return err
		}
	}
	unfinished := join(first.unfinished, runs)
	wanted := map[int]bool{number: true}
	for _, s := range others {
		wanted[s.Number] = true
	}
	jobs, err := r.jobs(ctx, reading.Central.DefaultBranch, runs, wanted)
	if err != nil {
		return err
	}
	f := &reading.Facts
	own := targetsOf(reading.Parsed.Request.Targets, reading.Parsed.Digest, jobs[number])
	f.Targets = policy.Known(againstReceipts(own, reading.Comments, reading.Parsed.Digest))
	f.SameTitle = policy.Known(siblingFacts(others, jobs, unfinished, record.Host(r.Central.Host())))
	f.Unfinished, err = r.unfinishedFacts(ctx, reading, unfinished)
	return err
}

func (r *Reader) runsSince(ctx context.Context, since time.Time) ([]github.Run, error) {
	runs, err := r.Central.RunsSince(ctx, r.Repository, Workflow, since)
	if github.IsNotFound(err) {
		return nil, nil // there is no publish.yml yet, so nothing ran
	}
	return runs, err
}

// join lists runs once each: one may finish between two calls, or begin.
func join(lists ...[]github.Run) []github.Run {
	var all []github.Run
	seen := map[int64]bool{}
	for _, list := range lists {
		for _, run := range list {
			if !seen[run.ID] {
				seen[run.ID] = true
				all = append(all, run)
			}
		}
	}
	return all
}

// requestOf returns the number of the request that a run is named for.
func requestOf(run github.Run) (int, bool) {
	digits, ok := strings.CutPrefix(run.Title, "#")
	n, err := strconv.Atoi(digits)
	return n, ok && err == nil && n > 0
}

// publishes reports whether a run's jobs may have published: only the publish
// workflow of the default branch, started by a label or a dispatch, could.
func publishes(run github.Run, defaultBranch string) bool {
	return run.Path == WorkflowPath && run.HeadBranch == defaultBranch &&
		(run.Event == "issues" || run.Event == "workflow_dispatch")
}

// jobs reads the jobs of all runs that belong to the wanted requests.
func (r *Reader) jobs(ctx context.Context, defaultBranch string, runs []github.Run, wanted map[int]bool) (map[int][]job, error) {
	var mu sync.Mutex
	all := map[int][]job{}
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(8)
	for _, run := range runs {
		number, ok := requestOf(run)
		if !ok || !wanted[number] || !publishes(run, defaultBranch) {
			continue
		}
		g.Go(func() error {
			list, err := r.Central.Jobs(ctx, r.Repository, run.ID)
			if err != nil {
				return fmt.Errorf("reading the jobs of run %d: %w", run.ID, err)
			}
			mu.Lock()
			defer mu.Unlock()
			for _, j := range list {
				all[number] = append(all[number], job{Job: j, run: run.ID})
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	for _, list := range all {
		slices.SortFunc(list, func(a, b job) int { return cmp.Compare(a.ID, b.ID) })
	}
	return all, nil
}

// siblingFacts tells of the other requests with the same title. What one
// published is looked up for the digest of its record as it reads now.
func siblingFacts(issues []github.RequestIssue, jobs map[int][]job, unfinished []github.Run, web record.Host) []policy.Sibling {
	var out []policy.Sibling
	for _, issue := range issues {
		s := policy.Sibling{Number: issue.Number, Open: issue.State == "OPEN",
			Requester: issue.Author.Person(), CreatedAt: issue.CreatedAt}
		if parsed, problems := record.Parse(issue.Title, issue.Body, web); len(problems) == 0 {
			s.Digest, s.Commit = parsed.Digest, parsed.Request.Commit
			s.Targets = targetsOf(parsed.Request.Targets, parsed.Digest, jobs[issue.Number])
		} else {
			s.Targets = anyTargets(jobs[issue.Number])
		}
		for _, run := range unfinished {
			number, ok := requestOf(run)
			s.Publishing = s.Publishing || ok && number == issue.Number && !run.Finished()
		}
		out = append(out, s)
	}
	return out
}

// unfinishedFacts tells which request each unfinished publish run belongs to.
func (r *Reader) unfinishedFacts(ctx context.Context, reading *Reading, runs []github.Run) (policy.Fact[[]policy.Run], error) {
	var mu sync.Mutex
	var out []policy.Run
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(8)
	for _, run := range runs {
		number, ok := requestOf(run)
		if !ok || run.Finished() || run.Path != WorkflowPath {
			continue
		}
		if number == reading.Central.Issue.Number {
			open := reading.Central.Issue.State == "OPEN"
			mu.Lock()
			out = append(out, policy.Run{ID: run.ID, Request: number, Open: open, CreatedAt: run.CreatedAt,
				Project: reading.Parsed.Request.Source().String()})
			mu.Unlock()
			continue
		}
		g.Go(func() error {
			issue, err := r.Central.Issue(ctx, r.Repository, number)
			if github.IsNotFound(err) || github.IsMoved(err) {
				return nil // deleted or moved away: it is no open request here
			}
			if err != nil {
				return err
			}
			u := policy.Run{ID: run.ID, Request: number, Open: issue.State == "open", CreatedAt: run.CreatedAt}
			if parsed, problems := record.Parse(issue.Title, issue.Body, record.Host(r.Central.Host())); len(problems) == 0 {
				u.Project = parsed.Request.Source().String()
			}
			mu.Lock()
			defer mu.Unlock()
			out = append(out, u)
			return nil
		})
	}
	return fact(out, g.Wait(), "the unfinished publish runs")
}

// againstReceipts holds what the runs say against the receipts: a target that
// a receipt calls published and no run shows is unknown, for runs can be
// deleted.
func againstReceipts(targets map[string]policy.TargetFact, comments []Comment, digest release.Digest) map[string]policy.TargetFact {
	for _, c := range comments {
		if c.Receipt == nil || c.Receipt.Receipt.Result == nil || c.Receipt.Receipt.Request != digest {
			continue
		}
		for _, t := range c.Receipt.Receipt.Result.Targets {
			if known, ok := targets[t.Name]; ok && t.State == policy.TargetPublished && known.State == policy.TargetLeft {
				targets[t.Name] = policy.TargetFact{State: policy.TargetUnknown, Run: t.Run, URL: t.URL,
					Why: fmt.Sprintf("a receipt says that run %d published it, and no run shows it", t.Run)}
			}
		}
	}
	return targets
}
