// Package conform holds the sandbox and its clients to GitHub's own description of the API: as a middleware it checks every
// request and every answer against the extracts of package schema, and collects what does not fit as problems.
//
// The check is closed: a query parameter or property that the description does not name is a problem, in a request and in an
// answer. It only watches: it never changes, delays or refuses what passes through it, so that a test sees what a client saw
// and fails at its end, on Problems.
package conform

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// A Checker collects the problems of the requests that pass through its handlers. It may be used by several at once.
type Checker struct {
	api *description

	mu       sync.Mutex
	problems []problem
}

// problem is one deviation. The same one is kept once, however often it is seen.
type problem struct {
	side side
	text string
}

type side string

const (
	inRequest side = "request"
	inAnswer  side = "answer"
)

// New returns a Checker without problems.
func New() *Checker { return &Checker{api: describe()} }

// Problems lists what did not fit the description so far, in the order seen: who sent it (request or answer), the
// operation, where in it, and what is wrong.
func (c *Checker) Problems() []string {
	return c.list(func(problem) bool { return true })
}

// AnswerProblems lists only what was wrong in answers: a test that sends a faulty request on purpose holds the sandbox,
// and not itself, to the description.
func (c *Checker) AnswerProblems() []string {
	return c.list(func(p problem) bool { return p.side == inAnswer })
}

func (c *Checker) list(keep func(problem) bool) []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	var list []string
	for _, p := range c.problems {
		if keep(p) {
			list = append(list, string(p.side)+": "+p.text)
		}
	}
	return list
}

func (c *Checker) add(s side, operation string, texts []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, t := range texts {
		p := problem{s, operation + ": " + t}
		if !slices.Contains(c.problems, p) {
			c.problems = append(c.problems, p)
		}
	}
}

// Handler returns next under watch.
func (c *Checker) Handler(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		sent, err := io.ReadAll(r.Body)
		if err != nil {
			c.add(inRequest, r.Method+" "+r.URL.Path, []string{fmt.Sprintf("its body cannot be read: %v", err)})
		}
		r.Body = io.NopCloser(bytes.NewReader(sent))
		tee := &recorder{ResponseWriter: w, status: http.StatusOK}
		next.ServeHTTP(tee, r)
		if r.Context().Err() != nil {
			return // the client left, so nobody got this answer, and the handler may have stopped half way
		}
		answer := answer{tee.status, w.Header(), tee.body.Bytes()}
		if r.URL.Path == "/graphql" {
			c.graphQL(r, sent, answer)
			return
		}
		c.rest(r, sent, answer)
	})
}

// rest checks one call of the REST API.
func (c *Checker) rest(r *http.Request, sent []byte, a answer) {
	route, params, ok := c.api.route(r.Method, r.URL.EscapedPath())
	if !ok {
		name := r.Method + " " + r.URL.Path
		c.add(inRequest, name, []string{"the extract holds no such operation (operations.txt)"})
		if a.status < 400 {
			c.add(inAnswer, name, []string{fmt.Sprintf("served with %d, though the extract holds no such operation", a.status)})
		}
		return
	}
	c.add(inRequest, route.name, c.api.requestProblems(route.op, r, params, sent))
	c.add(inAnswer, route.name, c.api.answerProblems(route.op, r, a))
}

// Template returns the operation that a REST request calls, as "GET /repos/{owner}/{repo}", and false when the extract
// holds none.
func (c *Checker) Template(r *http.Request) (string, bool) {
	route, _, ok := c.api.route(r.Method, r.URL.EscapedPath())
	return route.name, ok
}

// answer is what a handler wrote.
type answer struct {
	status int
	header http.Header
	body   []byte
}

func (a answer) isJSON() bool {
	return strings.HasPrefix(a.header.Get("Content-Type"), "application/json")
}

// recorder keeps a copy of what goes out.
type recorder struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
}

func (r *recorder) WriteHeader(status int) {
	r.status = status
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorder) Write(b []byte) (int, error) {
	r.body.Write(b)
	return r.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach the connection.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }
