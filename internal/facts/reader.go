// Package facts turns GitHub's answers into policy.Facts. It stands on the
// reading floor and is the only place that decides what a missing field means:
// a fact is complete or it is withheld, and a call that failed is an error,
// never a fact. It decides nothing about a release and writes nothing.
package facts

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/release-request/gh-release-request/internal/config"
	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/record"
	"github.com/release-request/gh-release-request/internal/release"
)

// Workflow is the file name of the workflow that publishes.
const Workflow = "publish.yml"

// WorkflowPath is where that file lies in the central repository.
const WorkflowPath = ".github/workflows/" + Workflow

// Reader reads the facts of requests in one central repository.
type Reader struct {
	Repository string         // central repository, OWNER/REPO
	Central    *github.Client // reads the central repository
	Source     *github.Client // reads source repositories
	People     *github.Client // reads people's roles and teams; nil: they come from Attested
	Attested   *Attested      // what the gate attested, for a job without the gate's key
	Keys       Keys           // opens Source and People for each request; nil: they are given
	// Sources opens source repositories for reading alone, where many requests
	// are read at once; nil: Source reads all of them.
	Sources func(context.Context, *config.Policy, *config.Project) (*github.Client, error)
	// KeyLogin tells the login of the account that the gate's key acts as; nil:
	// Attested does, or nobody.
	KeyLogin func(context.Context) (string, error)
	Preview  bool  // a person looks, not the workflow
	OwnRun   int64 // id of the publish run that reads; 0 in a preview

	sourcePeople *github.Client // reads people's roles in the source repository; nil: People does
}

// Reading is all that was read of one request.
type Reading struct {
	Central  *github.Central
	Policy   *config.Policy
	Project  *config.Project // nil: the policy has no such project
	Rules    policy.Rules
	Parsed   record.Parsed
	Facts    policy.Facts
	Source   *github.Source // nil: not there, or not visible
	Comments []Comment      // in order
	Labels   []string       // that the issue bears

	key string // login of the account that the gate's key acts as, where it was asked for
}

// Verdict evaluates what was read.
func (r *Reading) Verdict() policy.Verdict {
	return policy.Evaluate(r.Rules, r.Parsed.Request, r.Facts)
}

// Policy reads the policy file at the central repository's default branch, and
// the issue of a number unless that is 0.
func (r *Reader) Policy(ctx context.Context, number int) (*github.Central, *config.Policy, error) {
	central, err := r.Central.ReadCentral(ctx, r.Repository, config.Path, number)
	parsed, err := r.usable(central, err)
	return central, parsed, err
}

// usable returns the policy of a central repository that was read, if requests
// can be judged by it.
func (r *Reader) usable(central *github.Central, err error) (*config.Policy, error) {
	switch {
	case github.IsNotFound(err):
		return nil, fault.Wrap(err, "the central repository %s is not there, or this token may not see it", r.Repository).
			WithHint("name another one with -R OWNER/REPO, or ask its owners for read access")
	case err != nil:
		return nil, err
	case central.Name != r.Repository:
		return nil, fault.New(fault.Failed, "the central repository %s has moved to %s", r.Repository, central.Name).
			WithHint("git config --global release-request.repo %s", central.Name)
	case central.Policy == nil:
		return nil, fault.New(fault.Failed, "%s has no policy file %s on its default branch", r.Repository, config.Path).
			WithHint("an owner of %s makes one with: gh release-request init central", r.Repository)
	}
	parsed, err := config.Parse(config.Path, []byte(central.Policy.Text), ownerOf(r.Repository))
	if problems, ok := errors.AsType[config.Problems](err); ok {
		err = fault.All(config.Path, problems.Unwrap())
	}
	if err != nil {
		return nil, fault.Wrap(err, "the policy of %s cannot be used", r.Repository).
			WithHint("its owners see the same with: gh release-request config check")
	}
	return parsed, nil
}

// Read reads everything about one request: three rounds of calls, each in
// parallel, and the timeline's pages. What was asked for the same release before
// takes a round more, and so do an App's tokens, for a private repository two.
func (r *Reader) Read(ctx context.Context, number int) (*Reading, error) {
	first, err := r.readIssue(ctx, number)
	if err != nil {
		return nil, err
	}
	reading, err := r.begin(first)
	if err != nil || reading.Project == nil {
		return reading, err // without a project there is no more to ask for
	}
	known := reading.Facts.People() // before the others write to the facts
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error { return r.readHistory(gctx, reading, first) })
	g.Go(func() error { return r.readEnvironments(gctx, reading) })
	var own *Reader
	g.Go(func() (err error) {
		if own, err = r.opened(gctx, first.policy, reading.Project); err != nil {
			return err
		}
		return own.readProject(gctx, reading, known)
	})
	if err := g.Wait(); err != nil {
		return nil, err
	}
	if err := reading.reachable(); err != nil {
		return nil, err
	}
	late := slices.DeleteFunc(reading.Facts.People(), func(p release.Person) bool { return slices.ContainsFunc(known, p.Same) })
	if len(late) > 0 {
		if err := own.readRoles(ctx, reading, late); err != nil {
			return nil, err
		}
	}
	r.ownRoles(reading)
	reading.settle()
	return reading, nil
}

// readProject reads what the doors to the source repository lead to.
func (r *Reader) readProject(ctx context.Context, reading *Reading, people []release.Person) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		if err := r.readSource(ctx, reading); err != nil {
			return err
		}
		return r.readFiles(ctx, reading)
	})
	g.Go(func() error { return r.readBlockers(ctx, reading) })
	g.Go(func() error { return r.readSourceRun(ctx, reading) })
	g.Go(func() error { return r.readTeams(ctx, reading) })
	g.Go(func() error { return r.readRoles(ctx, reading, people) })
	return g.Wait()
}

// begin makes a reading of the first round. Its project is nil when the text is
// no record, or the policy has no such project: the rules say so.
func (r *Reader) begin(first *issueReading) (*Reading, error) {
	reading := &Reading{Central: first.central, Policy: first.policy, Comments: first.comments, Labels: first.labels()}
	parsed, problems := record.Parse(first.central.Issue.Title, first.central.Issue.Body, record.Host(r.Central.Host()))
	reading.Parsed = parsed
	reading.Facts = first.facts(parsed, problems)
	reading.Facts.Preview, reading.Facts.OwnRun = r.Preview, r.OwnRun
	if len(problems) > 0 {
		return reading, nil
	}
	project, ok := first.policy.Lookup(parsed.Request.Source().String())
	if !ok {
		return reading, nil
	}
	reading.Project, reading.Rules = project, project.Rules()
	return reading, nil
}

// reachable refuses a request whose publish jobs could not be handed what they
// need.
func (r *Reading) reachable() error {
	return Reachable(r.Project, r.Source != nil && r.Source.Private)
}

// settle has whoever looks at the targets go by what approvers settled.
func (r *Reading) settle() {
	r.Facts.Targets = policy.Settled(r.Rules, r.Parsed.Request, r.Facts)
}

// fact makes a fact of an answer: what GitHub refuses to tell this reader is
// withheld, and any other failure is an error.
func fact[T any](value T, err error, what string) (policy.Fact[T], error) {
	switch {
	case err == nil:
		return policy.Known(value), nil
	case github.IsForbidden(err), github.IsNotFound(err), github.IsMoved(err):
		return policy.Withheld[T](fmt.Sprintf("GitHub does not tell this reader %s (%s)", what, reason(err))), nil
	}
	return policy.Fact[T]{}, fmt.Errorf("reading %s: %w", what, err)
}

func reason(err error) string {
	if e, ok := errors.AsType[*github.Error](err); ok {
		return e.Message
	}
	return err.Error()
}
