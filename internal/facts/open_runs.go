package facts

import (
	"context"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/record"
	"github.com/release-request/gh-release-request/internal/release"
)

// readPasts reads what runs did for each request.
func (m *many) readPasts(ctx context.Context, whole []*one) {
	var g errgroup.Group
	g.SetLimit(atOnce)
	for _, o := range whole {
		g.Go(func() error {
			o.past, o.pastErr = m.pastOf(ctx, o.number, o.first.found)
			return nil
		})
	}
	_ = g.Wait() // errors are kept where they belong
}

// pastOf reads what the runs did for a request of which the list knows, or that
// a receipt of it names: none publishes without the gate's receipt, so that
// older ones have nothing to tell.
func (m *many) pastOf(ctx context.Context, number int, receipts []record.Found) (past, error) {
	runs := join(m.unfinished, m.recent)
	named, err := m.runsNamed(ctx, receipts, runs)
	if err != nil {
		return past{}, err
	}
	pasts, err := m.past(ctx, m.central, join(runs, named), []int{number})
	return pasts[number], err
}

// runsNamed reads the runs that receipts name, but for those that are known. One
// that is gone is left out.
func (m *many) runsNamed(ctx context.Context, receipts []record.Found, known []github.Run) ([]github.Run, error) {
	var ids []int64
	for _, found := range receipts {
		run, err := release.ParseRun(found.Receipt.Run)
		here := slices.ContainsFunc(known, func(k github.Run) bool { return k.ID == run.ID })
		if err == nil && !here && !slices.Contains(ids, run.ID) && startsPublishing(found.Receipt) {
			ids = append(ids, run.ID)
		}
	}
	runs := make([]github.Run, 0, len(ids))
	for _, id := range ids {
		switch run, err := m.Central.Run(ctx, m.Repository, id); {
		case github.IsNotFound(err):
		case err != nil:
			return nil, err
		default:
			runs = append(runs, run)
		}
	}
	return runs, nil
}

func startsPublishing(r record.Receipt) bool {
	return r.Verdict != nil && r.Verdict.Decision == policy.Publish
}

// readOthers tells of each request what was asked for the same release besides,
// and what became of it.
func (m *many) readOthers(ctx context.Context, whole []*one, unfinished []github.Run) {
	var g errgroup.Group
	g.SetLimit(atOnce)
	for _, o := range whole {
		if o.Reading == nil {
			continue
		}
		g.Go(func() error {
			siblings, err := m.siblingsOf(ctx, o, unfinished)
			o.Reading.Facts.SameTitle = policy.Known(siblings)
			if err != nil {
				o.Reading.Facts.SameTitle = policy.Withheld[[]policy.Sibling](trouble(err))
			}
			return nil
		})
	}
	_ = g.Wait()
}

// siblingsOf joins those that the search index knows with those of the list,
// which it may not know yet.
func (m *many) siblingsOf(ctx context.Context, o *one, unfinished []github.Run) ([]policy.Sibling, error) {
	if o.othersErr != nil {
		return nil, o.othersErr
	}
	var out []policy.Sibling
	seen := map[int]bool{o.number: true}
	add := func(issue github.RequestIssue, comments []Comment) error {
		if seen[issue.Number] || !ofRelease(issue, comments, o.Reading.Parsed.Request) {
			return nil
		}
		seen[issue.Number] = true
		past, err := m.pastOf(ctx, issue.Number, Receipts(comments))
		if err != nil {
			return err
		}
		out = append(out, siblingFact(issue, past, comments, unfinished, m.workflow, record.Host(m.Central.Host())))
		return nil
	}
	for _, other := range m.all {
		if other.first != nil {
			if err := add(other.Issue, other.first.comments); err != nil {
				return nil, err
			}
		}
	}
	for _, t := range o.others {
		if err := add(t.RequestIssue, readComments(t.Said, m.workflow, t.Number, touched(t.Said, m.workflow))); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(out, func(a, b policy.Sibling) int { return b.Number - a.Number })
	return out, nil
}
