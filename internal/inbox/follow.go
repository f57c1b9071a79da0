package inbox

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/github"
)

// Follow watches one request until it has ended, or the time is over: then over
// is false.
func (w *Watcher) Follow(ctx context.Context, number int) (item *Item, over bool, err error) {
	f := &following{Watcher: w, number: number, interval: soonest, started: w.Now()}
	for {
		over, err := f.look(ctx)
		if over || f.givesUp(ctx, err) {
			return f.item, over, err
		}
		wait := f.interval
		if w.Timeout > 0 {
			left := w.Timeout - w.Now().Sub(f.started)
			if left <= 0 {
				return f.item, false, nil
			}
			wait = min(wait, left)
		}
		f.interval = min(f.interval*3/2, latest)
		if err := w.Wait(ctx, wait); err != nil {
			return f.item, false, err
		}
	}
}

// following is one request that is followed.
type following struct {
	*Watcher
	number   int
	started  time.Time
	interval time.Duration // until the next look
	troubles int           // looks in a row that failed

	item *Item     // as it was read last
	read time.Time // when that was
	beat string    // the pulse before that
}

// look reads the request if something happened, and reports whether it is over.
func (f *following) look(ctx context.Context) (over bool, err error) {
	beat, err := f.pulse(ctx)
	if f.item != nil && (err != nil || beat == f.beat && f.Now().Sub(f.read) < renewing) {
		return false, err
	}
	item, err := f.View(ctx, f.number)
	if err != nil {
		return false, err
	}
	before := f.item
	f.item, f.beat, f.read = item, beat, f.Now()
	if before == nil || item.State != before.State || item.Detail != before.Detail {
		f.Show(*item)
		f.interval = soonest
	}
	if !f.over(item) {
		return false, nil
	}
	if !item.reported() && (before == nil || !f.over(before)) {
		f.beat = "" // GitHub's list of runs may be behind: look again
		return false, nil
	}
	return true, nil
}

// givesUp reports whether an error ends it; what may pass is only told.
func (f *following) givesUp(ctx context.Context, err error) bool {
	switch {
	case err == nil:
		f.troubles = 0
		return false
	case f.item == nil, f.troubles == mostTroubles, fault.KindOf(err) != fault.Failed, ctx.Err() != nil:
		return true
	}
	f.troubles++
	f.Trouble(err)
	return false
}

// pulse is something that changes whenever the issue, or a run of the request
// that was seen unfinished, does.
func (f *following) pulse(ctx context.Context) (string, error) {
	issue, err := f.Pulse.Issue(ctx, f.Repository, f.number)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	fmt.Fprint(&b, issue.State, issue.UpdatedAt)
	if f.item == nil {
		return b.String(), nil
	}
	for _, id := range f.item.unfinished() {
		run, err := f.Pulse.Run(ctx, f.Repository, id)
		if err != nil && !github.IsNotFound(err) {
			return "", err
		}
		jobs, err := f.Pulse.Jobs(ctx, f.Repository, id)
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
