// Package approve is what an approver does with a request: look at exactly
// what would be approved, press the button, say no, ask the gate again. It
// stands on the work floor. It never decides anything: the label is the
// approval, the comment is the command, and the workflow judges both. It never
// claims that a label was set before the timeline shows it.
package approve

import (
	"context"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/release"
)

// hub is what an approver needs of GitHub, as themselves.
type hub interface {
	Issue(ctx context.Context, repo string, number int) (github.Issue, error)
	Timeline(ctx context.Context, repo string, number int) ([]github.TimelineEvent, error)
	AddLabel(ctx context.Context, repo string, number int, label string) error
	RemoveLabel(ctx context.Context, repo string, number int, label string) error
	CreateComment(ctx context.Context, repo string, number int, body string) (github.Comment, error)
	CloseIssue(ctx context.Context, repo string, number int, reason string) error
	Dispatch(ctx context.Context, repo, file, branch string, inputs map[string]string) error
}

// Approver acts on the requests of one central repository.
type Approver struct {
	Hub        hub
	Repository string
	// Wait waits between two looks at a label; it returns early when the
	// context ends.
	Wait func(context.Context, time.Duration) error
	// Obeyed reports whether the central repository's workflow obeys comments.
	Obeyed func(context.Context) (bool, error)
}

// How long a running gate is given to take the label off by itself, and how
// often it is looked at.
const (
	patience = 60 * time.Second
	interval = 2 * time.Second
)

// Preview evaluates the request as if the viewer had approved it just now: it
// says what the gate would, as far as this reader can see.
func Preview(reading *facts.Reading) policy.Verdict {
	return foresee(reading, policy.Event{Kind: "labeled", Label: policy.LabelAccepted})
}

// foresee evaluates the request as if the viewer had done something just now.
func foresee(reading *facts.Reading, acts ...policy.Event) policy.Verdict {
	f := reading.Facts
	f.Now = f.Now.Add(time.Second) // GitHub's times are whole seconds, and an act must be later than what it is about
	ledger, known := f.Ledger.Get()
	if known {
		var last int64
		for _, e := range ledger {
			last = max(last, e.ID)
		}
		ledger = slices.Clone(ledger)
		for _, act := range acts {
			last++
			act.ID, act.Actor, act.At = last, reading.Viewer(), f.Now
			ledger = append(ledger, act)
		}
		f.Ledger = policy.Known(ledger)
	}
	return policy.Evaluate(reading.Rules, reading.Parsed.Request, f)
}

// Press sets the label as the viewer, and returns once the timeline shows the
// viewer's own new event. A label that is there already must come off first:
// setting it again would leave no event.
func (a *Approver) Press(ctx context.Context, reading *facts.Reading) (release.Approval, error) {
	return a.press(ctx, reading, policy.LabelAccepted)
}

func (a *Approver) press(ctx context.Context, reading *facts.Reading, label string) (release.Approval, error) {
	number := reading.Central.Issue.Number
	if err := a.exists(reading, label); err != nil {
		return release.Approval{}, err
	}
	var before int64 // the last event of a label
	var issue github.Issue
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() (err error) {
		before, err = a.lastEvent(gctx, number)
		return err
	})
	g.Go(func() (err error) {
		issue, err = a.Hub.Issue(gctx, a.Repository, number)
		return err
	})
	if err := g.Wait(); err != nil {
		return release.Approval{}, a.explain(err)
	}
	if err := a.clear(ctx, reading, label, issue); err != nil {
		return release.Approval{}, a.explain(err)
	}
	if err := a.Hub.AddLabel(ctx, a.Repository, number, label); err != nil {
		return release.Approval{}, a.explain(err)
	}
	return a.confirm(ctx, reading, label, before)
}

// exists fails where the central repository has no such label: setting one that
// is not there would make it, and an event of a label made just now proves
// nothing.
func (a *Approver) exists(reading *facts.Reading, label string) error {
	if reading.Central.Labels[label] != nil {
		return nil
	}
	return fault.New(fault.Failed, "%s has no label %s", a.Repository, label).
		WithHint("an owner makes it: gh label create %s -R %s", label, a.Repository)
}

// clear waits for a running gate to take the label off the issue, else takes it
// off.
func (a *Approver) clear(ctx context.Context, reading *facts.Reading, label string, issue github.Issue) error {
	gateRuns := false
	runs, _ := reading.Facts.Unfinished.Get()
	for _, run := range runs {
		gateRuns = gateRuns || run.Request == issue.Number
	}
	for waited := time.Duration(0); labelled(issue, label); waited += interval {
		if !gateRuns || waited >= patience {
			return a.Hub.RemoveLabel(ctx, a.Repository, issue.Number, label)
		}
		if err := a.Wait(ctx, interval); err != nil {
			return err
		}
		var err error
		if issue, err = a.Hub.Issue(ctx, a.Repository, issue.Number); err != nil {
			return err
		}
	}
	return nil
}

func labelled(issue github.Issue, label string) bool {
	for _, l := range issue.Labels {
		if l.Name == label {
			return true
		}
	}
	return false
}

// confirm looks for the viewer's own event; GitHub may show it a moment later.
func (a *Approver) confirm(ctx context.Context, reading *facts.Reading, label string, after int64) (release.Approval, error) {
	number := reading.Central.Issue.Number
	viewer := reading.Central.Viewer.DatabaseID
	for range 5 {
		events, err := a.Hub.Timeline(ctx, a.Repository, number)
		if err != nil {
			return release.Approval{}, err
		}
		for _, e := range slices.Backward(events) {
			by := e.Actor.Person()
			if e.ID > after && e.Event == "labeled" && e.Label != nil && e.Label.Name == label && by.ID == viewer {
				return release.Approval{By: by, Event: e.ID, At: e.CreatedAt}, nil
			}
		}
		if err := a.Wait(ctx, interval); err != nil {
			return release.Approval{}, err
		}
	}
	return release.Approval{}, fault.New(fault.Failed, "the label was set, but the timeline of %s#%d does not show it as yours", a.Repository, number).
		WithHint("gh release-request view %d", number)
}

func (a *Approver) lastEvent(ctx context.Context, number int) (int64, error) {
	events, err := a.Hub.Timeline(ctx, a.Repository, number)
	var last int64
	for _, e := range events {
		if e.Event == "labeled" || e.Event == "unlabeled" {
			last = max(last, e.ID)
		}
	}
	return last, err
}

func (a *Approver) explain(err error) error {
	if github.IsForbidden(err) || github.IsNotFound(err) {
		return fault.Wrap(err, "you may not approve in %s: setting labels there needs the triage role", a.Repository).
			WithHint("ask somebody who may, or the owners of %s", a.Repository)
	}
	return err
}
