package graphql_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/release-request/gh-release-request/internal/sandbox/conform"
	"github.com/release-request/gh-release-request/internal/sandbox/gitstore"
	"github.com/release-request/gh-release-request/internal/sandbox/gitwrite"
	"github.com/release-request/gh-release-request/internal/sandbox/graphql"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// world is a small GitHub behind GraphQL, watched by the conformance checker: acme with the public repository sdk, where olga
// is an owner, wendy may write, tara triage, rita only read; and the private repository vault, which of these only olga and
// wendy see. sdk has the labels accepted and bug, and issue 1 by rita.
type world struct {
	t          *testing.T
	hub        *hub.Hub
	door       *gitwrite.Door
	handler    http.Handler
	watch      *conform.Checker
	tokens     map[string]string // login -> secret
	sdk, vault *hub.Settings
	issue      hub.Issue
	labels     map[string]hub.Label
	faults     int // of the sandbox that the test asks for
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, tokens: map[string]string{}, labels: map[string]hub.Label{}, watch: conform.New()}
	store, err := gitstore.New(t.Context(), t.TempDir(), func() time.Time { return w.hub.Now() })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(store.Close)
	w.hub = hub.New(hub.Options{Git: store})
	w.door = gitwrite.New(w.hub, store)
	for _, login := range []string{"olga", "wendy", "tara", "rita"} {
		w.hub.AddUser(login)
		w.tokens[login] = w.hub.NewToken(hub.TokenSpec{User: login}).Secret
	}
	w.hub.AddOrg("acme", "olga")
	w.sdk = w.repo(hub.RepoSpec{Owner: "acme", Name: "sdk", Files: map[string]string{"README.md": "# sdk\n", "src/a.go": "package a\n"}})
	w.vault = w.repo(hub.RepoSpec{Owner: "acme", Name: "vault", Private: true, Files: map[string]string{"secret": "x\n"}})
	w.sdk.SetRole("wendy", hub.Write)
	w.sdk.SetRole("tara", hub.Triage)
	w.sdk.SetRole("rita", hub.Read)
	w.vault.SetRole("wendy", hub.Write)
	for _, name := range []string{"accepted", "bug"} {
		w.labels[name] = w.sdk.AddLabel(name, "ff0000", "")
	}
	w.issue = w.created(w.hub.CreateIssue(w.hub.As("rita"), w.sdk.ID(), hub.NewIssue{Title: "publish: acme/sdk@1.2.3", Body: "first"}))
	w.handler = w.watch.Handler(graphql.Handler(w.hub, w.door))
	t.Cleanup(func() {
		if problems := w.watch.AnswerProblems(); len(problems) != w.faults {
			t.Errorf("the sandbox is at fault: %s", strings.Join(problems, "\n"))
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

func (w *world) created(i hub.Issue, err error) hub.Issue {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
	return i
}

// head is the commit that a branch of sdk is at.
func (w *world) head(branch string) string {
	w.t.Helper()
	sha, err := w.door.Repo(w.sdk.ID()).Resolve(w.t.Context(), "refs/heads/"+branch)
	if err != nil {
		w.t.Fatal(err)
	}
	return sha
}

// commit makes a commit on top of another in sdk, and moves a branch there.
func (w *world) commit(branch, parent, message string, files map[string]string) string {
	w.t.Helper()
	sha, err := w.door.Repo(w.sdk.ID()).CreateCommit(w.t.Context(), gitstore.Change{
		Parent: parent, Files: files, Message: message, Author: gitwrite.Author(w.hub.As("wendy")),
	})
	if err == nil {
		err = w.door.UpdateRefs(w.t.Context(), w.hub.As("olga"), w.sdk.ID(), gitwrite.Update{Ref: "refs/heads/" + branch, After: sha, Force: true})
	}
	if err != nil {
		w.t.Fatal(err)
	}
	return sha
}

// vars are the variables of a query.
type vars = map[string]any

// post sends a body as a person, or as nobody with "", or with the secret of a token.
func (w *world) post(who, body string) *httptest.ResponseRecorder {
	w.t.Helper()
	r := httptest.NewRequestWithContext(w.t.Context(), http.MethodPost, "https://api.github.com/graphql", strings.NewReader(body))
	r.Header.Set("User-Agent", "test")
	r.Header.Set("Content-Type", "application/json; charset=utf-8")
	if secret, ok := w.tokens[who]; ok {
		who = secret
	}
	if who != "" {
		r.Header.Set("Authorization", "bearer "+who)
	}
	rec := httptest.NewRecorder()
	w.handler.ServeHTTP(rec, r)
	return rec
}

// ask runs a query and returns the answer's text.
func (w *world) ask(who, query string, variables vars) string {
	w.t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		w.t.Fatal(err)
	}
	rec := w.post(who, string(body))
	answer, err := io.ReadAll(rec.Body)
	if err != nil || rec.Code != http.StatusOK {
		w.t.Fatalf("status %d, %v: %s", rec.Code, err, answer)
	}
	return strings.TrimSpace(string(answer))
}

// want runs a query and compares its data, without errors.
func (w *world) want(who, query string, variables vars, data string) {
	w.t.Helper()
	if got := w.ask(who, query, variables); got != `{"data":`+data+`}` {
		w.t.Errorf("as %s: %s\ngot  %s\nwant {\"data\":%s}", who, query, got, data)
	}
}

// refused runs a query that must give an error of that type with those words, at that path (a.b.c).
func (w *world) refused(who, query string, variables vars, typ, path, words string) {
	w.t.Helper()
	var answer struct {
		Errors []struct {
			Type, Message string
			Path          []any
		}
	}
	got := w.ask(who, query, variables)
	if err := json.Unmarshal([]byte(got), &answer); err != nil {
		w.t.Fatal(err)
	}
	if len(answer.Errors) != 1 {
		w.t.Fatalf("as %s: %s\ngot %s, want one error", who, query, got)
	}
	e := answer.Errors[0]
	var keys []string
	for _, k := range e.Path {
		if s, ok := k.(string); ok {
			keys = append(keys, s)
		}
	}
	if e.Type != typ || strings.Join(keys, ".") != path || !strings.Contains(e.Message, words) {
		w.t.Errorf("as %s: %s\ngot %s at %v: %s\nwant %s at %s: %s", who, query, e.Type, e.Path, e.Message, typ, path, words)
	}
}
