package rest_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/sandbox/conform"
	"github.com/release-request/gh-release-request/internal/sandbox/gitwrite"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
	"github.com/release-request/gh-release-request/internal/sandbox/rest"
)

// world is a small GitHub behind its API, watched by the conformance checker:
// acme with the public repository publish, where olga is an owner, wendy may
// write, tara triage, rita only read; and the private repository vault, which
// of these only olga and wendy see.
type world struct {
	t       *testing.T
	hub     *hub.Hub
	handler http.Handler
	tokens  map[string]string // login -> secret
	publish *hub.Settings
	vault   *hub.Settings
}

func newWorld(t *testing.T) *world {
	t.Helper()
	return worldOn(t, hub.New(hub.Options{}), nil)
}

// worldOn is newWorld on a hub that may have git data.
func worldOn(t *testing.T, h *hub.Hub, git *gitwrite.Door) *world {
	t.Helper()
	w := &world{t: t, hub: h, tokens: map[string]string{}}
	for _, login := range []string{"olga", "wendy", "tara", "rita"} {
		h.AddUser(login)
		w.tokens[login] = h.NewToken(hub.TokenSpec{User: login}).Secret
	}
	h.AddOrg("acme", "olga")
	w.publish = w.repo(hub.RepoSpec{Owner: "acme", Name: "publish"})
	w.vault = w.repo(hub.RepoSpec{Owner: "acme", Name: "vault", Private: true})
	w.publish.SetRole("wendy", hub.Write)
	w.publish.SetRole("tara", hub.Triage)
	w.vault.SetRole("wendy", hub.Write)

	watch := conform.New()
	w.handler = watch.Handler(rest.New(h, git))
	t.Cleanup(func() {
		for _, p := range watch.AnswerProblems() {
			t.Errorf("not as GitHub describes it: %s", p)
		}
	})
	return w
}

func (w *world) repo(s hub.RepoSpec) *hub.Settings {
	w.t.Helper()
	r, err := w.hub.AddRepo(s)
	if err != nil {
		w.t.Fatal(err)
	}
	return r
}

// answer is what came back.
type answer struct {
	t      *testing.T
	status int
	header http.Header
	body   []byte
}

// call sends a request as a person, or anonymously with "", or with a token
// that is no person's.
func (w *world) call(who, method, path, body string, headers ...string) answer {
	w.t.Helper()
	r := httptest.NewRequest(method, "https://api.github.com"+path, strings.NewReader(body))
	r.Header.Set("User-Agent", "test")
	if body != "" {
		r.Header.Set("Content-Type", "application/json; charset=utf-8")
	}
	if secret, ok := w.tokens[who]; ok {
		who = secret
	}
	if who != "" {
		r.Header.Set("Authorization", "token "+who)
	}
	for n := 0; n < len(headers); n += 2 {
		r.Header.Set(headers[n], headers[n+1])
	}
	rec := httptest.NewRecorder()
	w.handler.ServeHTTP(rec, r)
	data, err := io.ReadAll(rec.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return answer{t: w.t, status: rec.Code, header: rec.Header(), body: data}
}

// want fails the test unless the answer has the status, and a message that
// contains the text, if one is given.
func (a answer) want(status int, message ...string) answer {
	a.t.Helper()
	if a.status != status {
		a.t.Fatalf("status %d, want %d; body: %s", a.status, status, a.body)
	}
	for _, m := range message {
		if got, _ := a.object()["message"].(string); !strings.Contains(got, m) {
			a.t.Fatalf("message %q does not contain %q", got, m)
		}
	}
	return a
}

func (a answer) object() map[string]any {
	a.t.Helper()
	var o map[string]any
	a.decode(&o)
	return o
}

func (a answer) list() []map[string]any {
	a.t.Helper()
	var l []map[string]any
	a.decode(&l)
	return l
}

func (a answer) decode(v any) {
	a.t.Helper()
	if err := json.Unmarshal(a.body, v); err != nil {
		a.t.Fatalf("%v in %s", err, a.body)
	}
}

// get digs a value out of an object: get("user", "login").
func (a answer) get(path ...string) any {
	a.t.Helper()
	var v any
	a.decode(&v)
	for _, name := range path {
		o, ok := v.(map[string]any)
		if !ok {
			a.t.Fatalf("%v is no object in %s", path, a.body)
		}
		v = o[name]
	}
	return v
}

func id(n int64) string { return strconv.FormatInt(n, 10) }
