package inbox

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/github"
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

// Follow watches one request until it has ended, or the time is over: then over
// is false.
func (w *Watcher) Follow(ctx context.Context, number int) (item *Item, over bool, err error) {
	started := w.Now()
	var read time.Time
	var beat string
	interval, troubles := soonest, 0
	for {
		now, err := w.beat(ctx, number, item)
		if item == nil || err == nil && (now != beat || w.Now().Sub(read) >= renewing) {
			var next *Item
			if next, err = w.View(ctx, number); err == nil {
				if item == nil || next.State != item.State || next.Detail != item.Detail {
					w.Show(*next)
					interval = soonest
				}
				item, beat, read = next, now, w.Now()
				if w.over(item) {
					return item, true, nil
				}
			}
		}
		switch {
		case err == nil:
			troubles = 0
		case item == nil, troubles == mostTroubles, fault.KindOf(err) != fault.Failed, ctx.Err() != nil:
			return item, false, err
		default:
			troubles++
			w.Trouble(err)
		}
		wait := interval
		if w.Timeout > 0 {
			left := w.Timeout - w.Now().Sub(started)
			if left <= 0 {
				return item, false, nil
			}
			wait = min(wait, left)
		}
		if err := w.Wait(ctx, wait); err != nil {
			return item, false, err
		}
		interval = min(interval*3/2, latest)
	}
}

// beat is something that changes whenever the issue, or a run of the request
// that was seen unfinished, does.
func (w *Watcher) beat(ctx context.Context, number int, item *Item) (string, error) {
	issue, err := w.Pulse.Issue(ctx, w.Repository, number)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	fmt.Fprint(&b, issue.State, issue.UpdatedAt)
	if item == nil {
		return b.String(), nil
	}
	for _, id := range item.unfinished() {
		run, err := w.Pulse.Run(ctx, w.Repository, id)
		if err != nil && !github.IsNotFound(err) {
			return "", err
		}
		jobs, err := w.Pulse.Jobs(ctx, w.Repository, id)
		if err != nil && !github.IsNotFound(err) {
			return "", err
		}
		fmt.Fprint(&b, run.Status, run.Attempt)
		for _, j := range jobs {
			fmt.Fprint(&b, j.Name, j.Status, j.Conclusion)
		}
	}
	return b.String(), nil
}

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
	return fault.New(kind, "%s", said)
}
