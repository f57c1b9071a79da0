package inbox

import (
	"context"
	"slices"
	"time"

	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/release"
)

// pulse is what tells cheaply that something happened.
type pulse interface {
	Issue(ctx context.Context, repo string, number int) (github.Issue, error)
	Run(ctx context.Context, repo string, id int64) (github.Run, error)
	Jobs(ctx context.Context, repo string, run int64) ([]github.Job, error)
}

// Watcher follows requests of one central repository to their end.
type Watcher struct {
	*Inbox
	Pulse   pulse
	Wait    func(context.Context, time.Duration) error // returns early when the context ends
	Now     func() time.Time
	Timeout time.Duration // 0: none

	// Pressed is when somebody approved or tried again just now, by GitHub's
	// clock; zero: nobody did. How an open request stood before that is not how
	// it ends.
	Pressed time.Time
	// Show is called with the request as it stands, first and after each change.
	Show func(Item)
	// Trouble is called with an error after which it goes on.
	Trouble func(error)
}

// How long it waits between two looks at the pulse: less after a change, more
// and more while nothing happens. What the pulse does not show, such as CI, is
// looked at now and then.
const (
	soonest  = 3 * time.Second
	latest   = 30 * time.Second
	renewing = 2 * time.Minute
)

// mostTroubles is how many looks in a row may fail.
const mostTroubles = 5

// reacting is how long the workflow is given to say something after a press.
const reacting = 3 * time.Minute

// unfinished are the runs of this request that have not ended.
func (item *Item) unfinished() []int64 {
	if item.Reading == nil {
		return nil
	}
	var ids []int64
	runs, _ := item.Reading.Facts.Unfinished.Get()
	for _, r := range runs {
		if r.Request == item.Number {
			ids = append(ids, r.ID)
		}
	}
	return ids
}

// over reports whether nothing happens any more unless somebody does something
// about it.
func (w *Watcher) over(item *Item) bool {
	switch item.State {
	case release.Pending, release.Waiting, release.Publishing:
		return false
	}
	return item.Issue.State != "OPEN" || len(item.unfinished()) == 0 && w.reacted(item)
}

// reported reports whether the workflow has not left off in the middle: the last
// that it said was no verdict to publish.
func (item *Item) reported() bool {
	if item.Reading == nil || item.Issue.State != "OPEN" {
		return true
	}
	found := facts.Receipts(item.Reading.Comments)
	if len(found) == 0 || found[len(found)-1].Receipt.Verdict == nil {
		return true
	}
	decision := found[len(found)-1].Receipt.Verdict.Decision
	return decision != policy.Publish && decision != policy.Finish
}

// reacted reports whether the workflow has said something since the press.
func (w *Watcher) reacted(item *Item) bool {
	if w.Pressed.IsZero() || item.Reading == nil || item.Reading.Facts.Now.Sub(w.Pressed) > reacting {
		return true
	}
	for _, c := range item.Reading.Comments {
		if c.Receipt != nil && !c.Receipt.Receipt.At.Before(w.Pressed) {
			return true
		}
	}
	return false
}

// Ending says what it means that a request is over: nil where it was released.
func (item *Item) Ending() error {
	kind := fault.Refused
	switch item.State {
	case release.Published, release.MergeByHand, release.Rehearsed:
		return nil
	case release.Failed, release.Unknown:
		kind = fault.Failed
	}
	said := string(item.State)
	if item.Detail != "" {
		said += ": " + item.Detail
	}
	for _, page := range item.stoppedAt() {
		said += " " + page
	}
	return fault.New(kind, "%s", said)
}

// stoppedAt are the pages that tell why targets are not out.
func (item *Item) stoppedAt() []string {
	if item.Reading == nil || item.State != release.Failed && item.State != release.Unknown {
		return nil
	}
	request := item.Reading.Parsed.Request
	targets, _ := policy.Settled(item.Reading.Rules, request, item.Reading.Facts).Get()
	var pages []string
	for _, name := range request.Targets {
		if t := targets[name]; t.State != policy.TargetPublished && t.URL != "" && !slices.Contains(pages, t.URL) {
			pages = append(pages, t.URL)
		}
	}
	return pages
}
