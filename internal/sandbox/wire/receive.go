package wire

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net/http"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// receive serves one push. The answer is kept back until the hub knows of the push, so that whoever saw git succeed
// finds the activity, and the runs it started, already there.
func (g *Git) receive(w http.ResponseWriter, r *http.Request, c hub.Caller, repo hub.Repository) {
	body, err := wholeBody(r)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	commands, err := parseCommands(body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	push, err := g.Store.NewPush(g.Door.Rules(c, repo.ID, commands))
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	defer push.Close()
	inner := forBackend(r, repo, receivePack)
	inner.Header.Del("Content-Encoding")
	sized(inner, body)
	answer := &heldAnswer{header: http.Header{}, status: http.StatusOK}
	g.backend(push.Environment()).ServeHTTP(answer, inner)

	moved, err := push.Moved()
	if err == nil {
		// The refs have moved, whether or not the client still listens.
		err = g.Door.Pushed(context.WithoutCancel(r.Context()), c, repo.ID, moved)
	}
	if err != nil {
		http.Error(w, fmt.Sprintf("recording the push: %v", err), http.StatusInternalServerError)
		return
	}
	answer.release(w)
}

// wholeBody reads the body, plain.
func wholeBody(r *http.Request) ([]byte, error) {
	body := io.Reader(r.Body)
	if r.Header.Get("Content-Encoding") == "gzip" {
		z, err := gzip.NewReader(r.Body)
		if err != nil {
			return nil, fmt.Errorf("reading the push: %w", err)
		}
		defer z.Close()
		body = z
	}
	all, err := io.ReadAll(body)
	if err != nil {
		return nil, fmt.Errorf("reading the push: %w", err)
	}
	return all, nil
}

// A heldAnswer is a response that waits.
type heldAnswer struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (a *heldAnswer) Header() http.Header         { return a.header }
func (a *heldAnswer) WriteHeader(status int)      { a.status = status }
func (a *heldAnswer) Write(p []byte) (int, error) { return a.body.Write(p) }

func (a *heldAnswer) release(w http.ResponseWriter) {
	for name, values := range a.header {
		w.Header()[name] = values
	}
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body.Bytes()) // a client that left needs no answer
}
