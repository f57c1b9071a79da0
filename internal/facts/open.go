package facts

import (
	"context"
	"fmt"

	"golang.org/x/sync/errgroup"

	"github.com/release-request/gh-release-request/internal/config"
	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/release"
)

// Opened is an open issue, read among many.
type Opened struct {
	Issue   github.RequestIssue
	Reading *Reading // nil: Err says why; whoever needs it reads it by itself
	Err     error
}

// inList is why what only a reading of one request tells is withheld in a list:
// people's roles and teams, the environments, and who pushed. The rules that
// hang on it are unknown then, so that no approval is shown as one that counts.
const inList = "a list does not read it"

// ReadOpen reads the open issues that pick picks, newest first: at most limit,
// and whether there may be more. It is for previews, takes two rounds of calls
// for up to fifty issues, and is as sparing as Read is thorough: the issues and
// the publish runs are the first round; the source repositories, several to a
// call, and the jobs of runs are the second. What ran for the same version
// before takes one more. One that cannot be read hurts only itself.
func (r *Reader) ReadOpen(ctx context.Context, limit int, pick func(github.RequestIssue) bool) (list []Opened, more bool, err error) {
	m := &many{Reader: r}
	g, gctx := errgroup.WithContext(ctx)
	var issues []github.OpenIssue
	g.Go(func() (err error) {
		m.central, issues, more, err = r.Central.OpenRequests(gctx, r.Repository, config.Path, limit, pick)
		m.policy, err = r.usable(m.central, err)
		return err
	})
	g.Go(func() (err error) {
		m.workflow, err = r.workflowAccount(gctx)
		return err
	})
	g.Go(func() (err error) {
		m.unfinished, err = r.unfinishedRuns(gctx)
		return err
	})
	g.Go(func() (err error) {
		m.recent, err = r.Central.RecentRuns(gctx, r.Repository, Workflow)
		return r.noWorkflow(err)
	})
	switch err := g.Wait(); {
	case err != nil && github.IsTrouble(err):
		return r.unread(ctx, limit, pick, err)
	case err != nil:
		return nil, false, err
	}
	for _, issue := range issues {
		m.begin(issue)
	}
	m.read(ctx)
	for _, one := range m.all {
		list = append(list, one.Opened)
	}
	return list, more, ctx.Err()
}

// unread lists the issues that GitHub could not tell much of at once: nobody can
// write an issue that keeps the others from being read.
func (r *Reader) unread(ctx context.Context, limit int, pick func(github.RequestIssue) bool, why error) (list []Opened, more bool, err error) {
	for among := limit; ; among *= 4 { // other issues stand between them
		issues, rest, err := r.Central.OpenIssues(ctx, r.Repository, among)
		if err != nil {
			return nil, false, err
		}
		list = nil
		for _, issue := range issues {
			if pick(issue) {
				list = append(list, Opened{Issue: issue, Err: why})
			}
		}
		if len(list) >= limit || !rest {
			return list[:min(len(list), limit)], rest || len(list) > limit, nil
		}
	}
}

// many is requests that are read at once.
type many struct {
	*Reader
	central    *github.Central
	policy     *config.Policy
	workflow   release.Person
	unfinished []github.Run
	recent     []github.Run
	all        []*one
}

// one is one of them.
type one struct {
	Opened
	number int
	first  *issueReading

	past      past
	pastErr   error               // why that is not known
	others    []github.FoundIssue // that name the same release, as far as the search index knows
	othersErr error               // why that is not known
}

func (o *one) fail(err error) { o.Reading, o.Err = nil, err }

// begin makes a reading of what the first round told of an issue.
func (m *many) begin(issue github.OpenIssue) {
	o := &one{Opened: Opened{Issue: issue.RequestIssue, Err: issue.Err}, number: issue.Number}
	m.all = append(m.all, o)
	if issue.Err != nil {
		return
	}
	central := *m.central
	central.Issue = issue.Text
	o.first = &issueReading{central: &central, policy: m.policy, issue: issue.REST(), timeline: issue.Timeline,
		workflow: m.workflow, unfinished: m.unfinished}
	if err := o.first.read(); err != nil {
		o.fail(err)
		return
	}
	reading, err := m.Reader.begin(o.first)
	if err != nil {
		o.fail(err)
		return
	}
	o.Reading = reading
	f := &reading.Facts
	f.Preview, f.OwnRun = true, 0
	f.Roles = policy.Withheld[policy.Roles](inList)
	f.Environments = policy.Withheld[map[string]policy.Environment](inList)
	f.SourceRun = policy.Withheld[policy.SourceRun](inList)
	f.Pushers = policy.Withheld[[]release.Person](inList)
	f.Teams = map[string]policy.Fact[[]int64]{}
	for _, team := range TeamsOf(reading.Rules) {
		f.Teams[team] = policy.Withheld[[]int64](inList)
	}
}

// whole are those of which there is more to read.
func (m *many) whole() []*one {
	var list []*one
	for _, o := range m.all {
		if o.Reading != nil && o.Reading.Project != nil {
			list = append(list, o)
		}
	}
	return list
}

// read is the second round, and what follows from it.
func (m *many) read(ctx context.Context) {
	whole := m.whole()
	projects := map[int]string{}
	for _, o := range whole {
		projects[o.number] = o.Reading.Parsed.Request.Source().String()
	}
	unfinished := join(m.unfinished, m.recent)
	var runs policy.Fact[[]policy.Run]
	var g errgroup.Group // each keeps its errors where they belong
	g.Go(func() error {
		var err error
		if runs, err = m.unfinishedFacts(ctx, m.central, projects, unfinished); err != nil {
			runs = policy.Withheld[[]policy.Run](trouble(err))
		}
		return nil
	})
	g.Go(func() error {
		m.readPasts(ctx, whole)
		return nil
	})
	g.Go(func() error {
		m.readSources(ctx, whole)
		return nil
	})
	_ = g.Wait()
	for _, o := range whole {
		if o.pastErr != nil {
			o.fail(o.pastErr)
			continue
		}
		o.Reading.Facts.Unfinished = runs
		o.Reading.Facts.Targets = policy.Known(targetFacts(o.Reading.Parsed, o.first.found, o.past))
	}
	m.readOthers(ctx, whole, unfinished)
	for _, o := range whole {
		if o.Reading == nil {
			continue
		}
		if err := o.Reading.reachable(); err != nil {
			o.fail(err)
			continue
		}
		o.Reading.settle()
	}
}

// trouble is why a fact is not known whose call failed; in a list that hurts
// only what hangs on it.
func trouble(err error) string { return fmt.Sprintf("GitHub does not tell it now: %s", reason(err)) }
