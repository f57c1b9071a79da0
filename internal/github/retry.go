package github

import (
	"context"
	"io"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"
)

const (
	maxTries = 4
	// GitHub asks for at least a minute after a secondary rate limit that names
	// no time; longer waits than this are left to the person.
	// https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api
	maxWait = 90 * time.Second
)

// retrier repeats requests that are safe to repeat: GETs, and others whose
// context is marked so.
type retrier struct {
	next http.RoundTripper
	wait waiter
}

type waiter func(context.Context, time.Duration) error

type repeatable struct{}

// safeToRepeat marks a request that changes nothing when it is sent twice.
func safeToRepeat(ctx context.Context) context.Context {
	return context.WithValue(ctx, repeatable{}, true)
}

func (r *retrier) RoundTrip(req *http.Request) (*http.Response, error) {
	marked, _ := req.Context().Value(repeatable{}).(bool)
	safe := req.Method == http.MethodGet || marked
	for try := 1; ; try++ {
		if try > 1 && req.GetBody != nil {
			body, err := req.GetBody()
			if err != nil {
				return nil, err
			}
			req = req.Clone(req.Context())
			req.Body = body
		}
		resp, err := r.next.RoundTrip(req)
		if !safe || try == maxTries || req.Context().Err() != nil {
			return resp, err
		}
		delay, again := retryDelay(resp, err, try)
		if !again {
			return resp, err
		}
		if resp != nil {
			_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, 1<<16))
			resp.Body.Close()
		}
		if err := r.wait(req.Context(), delay); err != nil {
			return nil, err
		}
	}
}

// retryDelay says whether an answer is worth another try, and when.
func retryDelay(resp *http.Response, err error, try int) (time.Duration, bool) {
	backoff := time.Duration(1<<(try-1)) * 500 * time.Millisecond
	backoff += rand.N(backoff / 2)
	if err != nil {
		return backoff, true
	}
	switch {
	case resp.StatusCode >= 500 && resp.StatusCode != http.StatusNotImplemented:
	case resp.StatusCode == http.StatusTooManyRequests, resp.StatusCode == http.StatusForbidden:
		if resp.Header.Get("Retry-After") == "" {
			return 0, false
		}
	default:
		return 0, false
	}
	if s, err := strconv.Atoi(resp.Header.Get("Retry-After")); err == nil {
		backoff = time.Duration(s) * time.Second
	}
	return backoff, backoff <= maxWait
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
