package factstest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// Rounds are the calls that something took, each named as for a Change, in the
// rounds in which they went out.
type Rounds [][]string

// Calls counts them all.
func (r Rounds) Calls() int { return len(slices.Concat(r...)) }

// InRounds runs do with a person's client and counts rounds of calls: those that
// have to wait for one another's answers. Every call is held until nothing that
// do has begun can go on without an answer; all that are held then are one
// round, and go out together. No time is measured: a bubble of testing/synctest
// tells when that is so.
func (w *World) InRounds(who string, change Change, do func(t *testing.T, c *github.Client)) Rounds {
	w.t.Helper()
	token := box.Hub().NewToken(hub.TokenSpec{User: who}).Secret
	before := len(box.Calls())
	var rounds Rounds
	synctest.Test(w.t, func(t *testing.T) {
		// Of connections that stay open nobody could tell whether they wait.
		gate := &turnstile{change: change, next: &http.Transport{DialContext: between.upstream, DisableKeepAlives: true}}
		c, err := github.New(github.Options{Host: "github.com", Token: token, UserAgent: "test", Transport: gate})
		if err != nil {
			t.Fatal(err)
		}
		over := make(chan struct{})
		go func() {
			defer close(over)
			do(t, c)
		}()
		for {
			synctest.Wait()
			select {
			case <-over:
				return
			default:
			}
			if calls := gate.open(); calls != nil {
				rounds = append(rounds, calls)
				continue
			}
			time.Sleep(time.Second) // it waits for a time
		}
	})
	// The sandbox writes a call down once its answer is out.
	seen := func() int { return len(box.Calls()) - before }
	for until := time.Now().Add(10 * time.Second); seen() < rounds.Calls() && time.Now().Before(until); {
		time.Sleep(time.Millisecond)
	}
	if seen() != rounds.Calls() {
		w.t.Errorf("%d calls went out, and the sandbox saw %d", rounds.Calls(), seen())
	}
	return rounds
}

// String lists the calls, a round to a line.
func (r Rounds) String() string {
	text := ""
	for i, calls := range r {
		slices.Sort(calls)
		text += fmt.Sprintf("\nround %d: %d calls\n\t%s", i+1, len(calls), strings.Join(calls, "\n\t"))
	}
	return text
}

// ReaderThrough reads with one client for everything.
func (w *World) ReaderThrough(c *github.Client, preview bool) *facts.Reader {
	return &facts.Reader{Repository: w.Repository(), Central: c, Source: c, People: c, Preview: preview}
}

// turnstile holds calls until it is opened.
type turnstile struct {
	next   http.RoundTripper
	change Change

	mu   sync.Mutex
	held []*turn
}

type turn struct {
	call string
	goes chan struct{}
}

// open lets all go that are held, and returns them.
func (s *turnstile) open() (calls []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, t := range s.held {
		calls = append(calls, t.call)
		close(t.goes)
	}
	s.held = nil
	return calls
}

func (s *turnstile) RoundTrip(req *http.Request) (*http.Response, error) {
	req = req.Clone(context.WithoutCancel(req.Context())) // whose deadline is of the bubble's time
	t := &turn{callOf(req), make(chan struct{})}
	s.mu.Lock()
	s.held = append(s.held, t)
	s.mu.Unlock()
	<-t.goes
	req.URL.Scheme, req.URL.Host = "http", "api.github.com"
	resp, err := s.next.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	if s.change != nil {
		a := &Answer{resp.StatusCode, resp.Header, string(body)}
		s.mu.Lock()
		s.change(t.call, a)
		s.mu.Unlock()
		resp.StatusCode, body = a.Status, []byte(a.Body)
	}
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return resp, nil
}
