package main

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// interruption is what stops a job before its end: the run is cancelled, or the
// job's time is up. GitHub cancels a job that exceeds its time.
// https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idtimeout-minutes
type interruption struct {
	asked chan struct{} // closed when the job is to stop
	once  sync.Once
	cause string
	stop  []func()
}

// A job that was told to stop is killed after this many minutes.
// https://docs.github.com/en/actions/reference/workflow-cancellation-reference
const minutesToStop = 5

// interruptible watches over a job. The context it returns ends when the job
// has been told to stop and did not.
func (j *jobRun) interruptible(parent context.Context, limit float64) (context.Context, *interruption) {
	ctx, kill := context.WithCancel(parent)
	i := &interruption{asked: make(chan struct{})}
	ask := func(cause string) {
		i.once.Do(func() {
			i.cause = cause
			close(i.asked)
			timer := time.AfterFunc(j.minutes(minutesToStop), kill)
			context.AfterFunc(ctx, func() { timer.Stop() })
		})
	}
	deadline := time.AfterFunc(j.minutes(limit), func() {
		ask(fmt.Sprintf("The job running on runner sandbox has exceeded the maximum execution time of %g minutes.", limit))
	})
	// A job whose condition holds in spite of the cancellation goes on.
	goesOn, err := j.wants(j.job, true)
	if !goesOn || err != nil {
		go func() {
			select {
			case <-j.host.cancelled:
				ask("The run was canceled.")
			case <-ctx.Done():
			}
		}()
	}
	i.stop = []func(){func() { deadline.Stop() }, kill}
	return ctx, i
}

// happened tells whether the job was told to stop.
func (i *interruption) happened() bool {
	select {
	case <-i.asked:
		return true
	default:
		return false
	}
}

// end stops watching.
func (i *interruption) end() {
	for _, stop := range i.stop {
		stop()
	}
}
