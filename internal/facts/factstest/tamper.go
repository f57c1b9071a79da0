package factstest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httputil"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// Answer is what came back from a call, to be made into what GitHub might say
// and the sandbox does not: a refusal, a null, half of a list.
type Answer struct {
	Status int
	Header http.Header
	Body   string
}

// Refuse makes it a refusal.
func (a *Answer) Refuse(status int, message string) {
	a.Status, a.Body = status, fmt.Sprintf(`{"message":%q}`, message)
}

// Sub replaces what a pattern matches.
func (a *Answer) Sub(pattern, with string) {
	a.Body = regexp.MustCompile(pattern).ReplaceAllString(a.Body, with)
}

// Change is applied to every answer that one client gets. The call reads
// "GET /repos/acme/x/..." with its query, or "GraphQL" and the operation.
type Change func(call string, a *Answer)

// On applies a change to the calls that begin with a text.
func On(prefix string, change func(*Answer)) Change {
	return func(call string, a *Answer) {
		if strings.HasPrefix(call, prefix) {
			change(a)
		}
	}
}

// ClientThrough is a person's door to GitHub with its answers changed. The test
// fails when nothing was changed in the end: it would prove nothing.
func (w *World) ClientThrough(who string, change Change) *github.Client {
	w.t.Helper()
	token := box.Hub().NewToken(hub.TokenSpec{User: who}).Secret
	changed := false
	between.set(token, func(call string, a *Answer) {
		before := *a
		change(call, a)
		changed = changed || before.Body != a.Body || before.Status != a.Status
	})
	w.t.Cleanup(func() {
		if !changed {
			w.t.Error("no answer was changed")
		}
	})
	return newClient(w.t, token)
}

func newClient(t *testing.T, token string) *github.Client {
	t.Helper()
	c, err := github.New(github.Options{Host: "github.com", Token: token, UserAgent: "test"})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// between stands between the clients of a test program and the sandbox.
var between = &middle{changes: map[string]Change{}}

type middle struct {
	mu      sync.Mutex // also held while an answer is changed
	changes map[string]Change

	upstream func(ctx context.Context, network, address string) (net.Conn, error) // dials the sandbox
}

func (m *middle) set(token string, change Change) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.changes[token] = change
}

type callKey struct{}

// listen makes dir a directory that go-gh can read its configuration from, with
// a socket in it that leads to the sandbox's.
func (m *middle) listen(dir, upstream string) (*http.Server, error) {
	socket := filepath.Join(dir, "s")
	listener, err := net.Listen("unix", socket)
	if err != nil {
		return nil, err
	}
	if err := os.WriteFile(filepath.Join(dir, "config.yml"), []byte("http_unix_socket: "+socket+"\n"), 0o600); err != nil {
		return nil, err
	}
	m.upstream = func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "unix", upstream)
	}
	proxy := &httputil.ReverseProxy{
		Rewrite: func(p *httputil.ProxyRequest) {
			p.Out.URL.Scheme, p.Out.URL.Host, p.Out.Host = "http", "sandbox", p.In.Host
			p.Out.Header.Del("Accept-Encoding")
		},
		Transport:      &http.Transport{DialContext: m.upstream},
		ModifyResponse: m.change,
		ErrorLog:       log.New(io.Discard, "", 0), // of calls that a test gave up
	}
	server := &http.Server{Handler: http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		proxy.ServeHTTP(rw, r.WithContext(context.WithValue(r.Context(), callKey{}, callOf(r))))
	})}
	go func() { _ = server.Serve(listener) }() // ends with Close
	return server, nil
}

func (m *middle) change(resp *http.Response) error {
	_, token, _ := strings.Cut(resp.Request.Header.Get("Authorization"), " ")
	m.mu.Lock()
	defer m.mu.Unlock()
	change := m.changes[token]
	if change == nil {
		return nil
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	call, _ := resp.Request.Context().Value(callKey{}).(string)
	a := &Answer{resp.StatusCode, resp.Header.Clone(), string(body)}
	change(call, a)
	a.Header.Del("Content-Length")
	resp.StatusCode, resp.Header, resp.ContentLength = a.Status, a.Header, int64(len(a.Body))
	resp.Body = io.NopCloser(strings.NewReader(a.Body))
	return nil
}

var operation = regexp.MustCompile(`^\s*(?:query|mutation)\s+(\w+)`)

// callOf names a call, and leaves its body to be read again: from memory, since
// a server closes a body once it begins to answer, and a transport that passes
// it on breaks the answer off when it still reads from it then.
func callOf(r *http.Request) string {
	var body []byte
	if r.Body != nil {
		body, _ = io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
	}
	if r.URL.Path != "/graphql" {
		return r.Method + " " + r.URL.RequestURI()
	}
	var sent struct{ Query string }
	_ = json.Unmarshal(body, &sent)
	if m := operation.FindStringSubmatch(sent.Query); m != nil {
		return "GraphQL " + m[1]
	}
	return "GraphQL"
}
