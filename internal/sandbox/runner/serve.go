package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"
)

// serve answers plans until its input ends or a run is ordered; a run is the
// last thing it does.
func serve(in io.Reader, out io.Writer) error {
	decoder := json.NewDecoder(in)
	decoder.DisallowUnknownFields()
	host := newHost(out)
	for {
		var order Order
		if err := decoder.Decode(&order); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return fmt.Errorf("reading an order: %w", err)
		}
		switch {
		case order.Plan != nil:
			host.report(Report{Plan: plan(order.Plan)})
		case order.Run != nil:
			return serveRun(order.Run, decoder, host)
		default:
			return errors.New("an order that is neither a plan nor a run, outside of a run")
		}
		if err := host.failure(); err != nil {
			return err
		}
	}
}

// serveRun runs the jobs while a second goroutine listens. The run stops at
// once, with everything it started killed, when the host is gone.
func serveRun(order *RunOrder, decoder *json.Decoder, host *host) error {
	ctx, stop := context.WithCancelCause(context.Background())
	defer stop(nil)
	host.lost = stop
	go host.listen(decoder, stop)
	r, problems := newRun(order, host)
	if len(problems) > 0 {
		return fmt.Errorf("%s: %s", order.Path, problems[0])
	}
	conclusion := r.perform(ctx)
	if err := context.Cause(ctx); err != nil {
		return err
	}
	host.report(Report{Run: &RunReport{Conclusion: conclusion}})
	return host.failure()
}

// host is the other end: reports go out whole and in order, orders come in.
type host struct {
	answers   chan JobAnswer
	cancelled chan struct{} // closed by a CancelOrder
	lost      func(error)   // called when the host can no longer be told

	mu      sync.Mutex
	encoder *json.Encoder
	err     error
}

func newHost(out io.Writer) *host {
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	return &host{
		answers:   make(chan JobAnswer),
		cancelled: make(chan struct{}),
		lost:      func(error) {},
		encoder:   encoder,
	}
}

// report sends one report. After the first failure it does nothing.
func (h *host) report(r Report) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.err != nil {
		return
	}
	if h.err = h.encoder.Encode(r); h.err != nil {
		h.err = fmt.Errorf("writing a report: %w", h.err)
		h.lost(h.err)
	}
}

func (h *host) failure() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.err
}

// listen hands on answers and the cancellation of a run until input ends.
func (h *host) listen(decoder *json.Decoder, stop func(error)) {
	cancel := sync.OnceFunc(func() { close(h.cancelled) })
	for {
		var order Order
		if err := decoder.Decode(&order); err != nil {
			stop(fmt.Errorf("the host is gone: %w", err))
			return
		}
		switch {
		case order.Answer != nil:
			h.answers <- *order.Answer
		case order.Cancel != nil:
			cancel()
		default:
			stop(errors.New("an order that is neither an answer nor a cancellation, within a run"))
			return
		}
	}
}

// ask waits for the host's answer to a question about a job.
func (h *host) ask(ctx context.Context, question JobQuestion) (JobAnswer, error) {
	h.report(Report{Question: &question})
	select {
	case answer := <-h.answers:
		if answer.Job != question.Job {
			return answer, fmt.Errorf("asked about job %q, the host answered about %q", question.Job, answer.Job)
		}
		return answer, nil
	case <-ctx.Done():
		return JobAnswer{}, context.Cause(ctx)
	}
}

// isCancelled tells whether the host has cancelled the run.
func (h *host) isCancelled() bool {
	select {
	case <-h.cancelled:
		return true
	default:
		return false
	}
}
