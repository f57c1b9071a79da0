package conform_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/release-request/gh-release-request/internal/sandbox/conform"
)

// call sends one request through a Checker to a handler that gives one answer, and returns the Checker.
func call(t *testing.T, request, sent string, status int, answer string) *conform.Checker {
	t.Helper()
	c := conform.New()
	h := c.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if got, _ := io.ReadAll(r.Body); string(got) != sent {
			t.Errorf("the handler read %q, want %q", got, sent)
		}
		if answer != "" {
			w.Header().Set("Content-Type", "application/json; charset=utf-8")
		}
		if status >= 300 && status < 400 {
			w.Header().Set("Location", "https://api.github.com/elsewhere")
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, answer)
	}))
	method, url, _ := strings.Cut(request, " ")
	out := httptest.NewRecorder()
	h.ServeHTTP(out, httptest.NewRequestWithContext(t.Context(), method, "https://api.github.com"+url, strings.NewReader(sent)))
	if out.Code != status || out.Body.String() != answer {
		t.Errorf("the client got %d %q, want %d %q", out.Code, out.Body, status, answer)
	}
	return c
}

const (
	label    = `{"id":1,"node_id":"x","url":"https://api.github.com/x","name":"accepted","description":null,"color":"ff0000","default":false}`
	notFound = `{"message":"Not Found","documentation_url":"https://docs.github.com/rest","status":"404"}`
	ref      = `{"ref":"refs/heads/release/1.2.3","node_id":"x","url":"https://api.github.com/x","object":{"type":"commit","sha":"04d0c8b3fa31ca9ec182f120ee0353113c774075","url":"https://api.github.com/x"}}`
)

func TestChecker_acceptsWhatGitHubDescribes(t *testing.T) {
	for _, tt := range []struct {
		name, request, sent string
		status              int
		answer              string
	}{
		{"body and list", "POST /repos/acme/publish/issues/42/labels", `{"labels":["accepted"]}`, 200, "[" + label + "]"},
		{"alternative body", "PUT /repos/acme/publish/issues/42/labels", `{"labels":[{"name":"accepted"}]}`, 200, "[" + label + "]"},
		{"reference with slashes", "GET /repos/acme/sdk/git/ref/heads/release/1.2.3", "", 200, ref},
		{"reference with an escaped slash", "GET /repos/acme/sdk/git/ref/heads%2Frelease%2F1.2.3", "", 200, ref},
		{"literal segments win over a reference", "GET /repos/acme/sdk/commits/release/1/check-runs?per_page=100", "", 200, `{"total_count":0,"check_runs":[]}`},
		{"declared error", "GET /repos/acme/sdk/issues/1", "", 404, notFound},
		{"undeclared error", "GET /repos/acme/sdk/labels", "", 403, notFound},
		{"no content", "DELETE /repos/acme/sdk/labels/x", "", 204, ""},
		{"repository by id", "GET /repositories/12/labels", "", 200, "[" + label + "]"},
		{"moved", "GET /repos/acme/old/labels", "", 301, `{"message":"Moved Permanently"}`},
		{"time after", "GET /repos/acme/sdk/actions/runs?created=%3E%3D2026-03-02T09:00:19Z", "", 404, notFound},
		{"time between", "GET /repos/acme/sdk/actions/runs?created=2026-03-02..*", "", 404, notFound},
		{"root of the contents", "GET /repos/acme/sdk/contents", "", 404, notFound},
		{"event that fits one of many", "GET /repos/acme/sdk/issues/1/events", "", 200, "[" + conform.Event + "]"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := call(t, tt.request, tt.sent, tt.status, tt.answer).Problems(); got != nil {
				t.Errorf("problems: %q", got)
			}
		})
	}
}

func TestChecker_findsFaultyRequests(t *testing.T) {
	const labels = "POST /repos/{owner}/{repo}/issues/{issue_number}/labels"
	for _, tt := range []struct {
		name, request, sent, want string
	}{
		{"misspelt property", "POST /repos/a/b/issues/1/labels", `{"lables":["x"]}`, labels + `: body has the property "lables", which the description does not name`},
		{"wrong type", "POST /repos/a/b/issues/1/labels", `{"labels":"x"}`, labels + `: body.labels is string, want array`},
		{"wrong type deep inside", "POST /repos/a/b/issues/1/labels", `{"labels":["x",1]}`, labels + `: body.labels[1] is integer, want string`},
		{"no JSON", "POST /repos/a/b/issues/1/labels", `{`, labels + `: body is no JSON: unexpected EOF`},
		{"missing property", "POST /repos/a/b/git/refs", `{"ref":"refs/tags/x"}`, `POST /repos/{owner}/{repo}/git/refs: body lacks the property "sha"`},
		{"missing body", "POST /repos/a/b/git/refs", ``, `POST /repos/{owner}/{repo}/git/refs: lacks its body`},
		{"stray body", "DELETE /repos/a/b/labels/x", `{"a":1}`, `DELETE /repos/{owner}/{repo}/labels/{name}: has a body, though the operation takes none`},
		{"unknown query parameter", "GET /repos/a/b/labels?perpage=1", ``, `GET /repos/{owner}/{repo}/labels: has the query parameter "perpage", which the description does not name`},
		{"repeated query parameter", "GET /repos/a/b/labels?page=1&page=2", ``, `GET /repos/{owner}/{repo}/labels: gives the query parameter "page" 2 times`},
		{"wrong enum", "GET /repos/a/b/issues?state=opened", ``, `GET /repos/{owner}/{repo}/issues: query parameter state is "opened", want one of [open closed all]`},
		{"no number", "GET /repos/a/b/issues/one", ``, `GET /repos/{owner}/{repo}/issues/{issue_number}: path parameter issue_number is string, want integer`},
		{"no span of time", "GET /repos/a/b/actions/runs?created=%3E%3Dyesterday", ``, `GET /repos/{owner}/{repo}/actions/runs: query parameter created is ">=yesterday", want a time or a range of time in the syntax of searches`},
		{"span of time without an end", "GET /repos/a/b/actions/runs?created=2026-01-01..", ``, `GET /repos/{owner}/{repo}/actions/runs: query parameter created is "2026-01-01..", want a time or a range of time in the syntax of searches`},
		{"no such operation", "GET /repos/a/b/isues", ``, `GET /repos/a/b/isues: the extract holds no such operation (operations.txt)`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := call(t, tt.request, tt.sent, 404, notFound)
			if diff := cmp.Diff([]string{"request: " + tt.want}, c.Problems()); diff != "" {
				t.Error(diff)
			}
			if got := c.AnswerProblems(); got != nil {
				t.Errorf("the answer is blamed: %q", got)
			}
		})
	}
}

func TestChecker_findsFaultyAnswers(t *testing.T) {
	for _, tt := range []struct {
		name, request string
		status        int
		answer, want  string
	}{
		{"stray property", "GET /repos/a/b/labels", 200, `[` + strings.Replace(label, `"id"`, `"bogus":1,"id"`, 1) + `]`, `200 body[0] has the property "bogus", which the description does not name`},
		{"missing property", "GET /repos/a/b/labels", 200, `[` + strings.Replace(label, `"id":1,`, ``, 1) + `]`, `200 body[0] lacks the property "id"`},
		{"null", "GET /repos/a/b/labels", 200, `[` + strings.Replace(label, `"accepted"`, `null`, 1) + `]`, `200 body[0].name is null, want string`},
		{"no URI", "GET /repos/a/b/labels", 200, `[` + strings.Replace(label, `https://api.github.com/x`, `x`, 1) + `]`, `200 body[0].url is "x", want an absolute URI`},
		{"undeclared status", "GET /repos/a/b/labels", 202, `[]`, `status 202 is none that the description names`},
		{"no JSON", "GET /repos/a/b/labels", 200, `[`, `200: body is no JSON: unexpected EOF`},
		{"two values", "GET /repos/a/b/labels", 200, `[][]`, `status 200: body is no JSON: something follows the value`},
		{"no body at all", "GET /repos/a/b/labels", 200, ``, `status 200 has content type "", want JSON`},
		{"body of 204", "DELETE /repos/a/b/labels/x", 204, `{}`, `status 204 has a body, though the description gives it none`},
		{"error without a message", "GET /repos/a/b/labels", 404, `{"documentation_url":"x"}`, `404 body lacks the property "message"`},
		{"error of another shape", "GET /repos/a/b/labels", 403, `{"message":"x","documentation_url":"x","hint":"x"}`, `403 body has the property "hint", which the description does not name`},
		{"event of no alternative", "GET /repos/a/b/issues/1/timeline", 200, `[{"event":"labeled","label":{"name":"x"},"bogus":1}]`, `has the property "bogus"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := call(t, tt.request, "", tt.status, tt.answer).AnswerProblems()
			if !strings.Contains(strings.Join(got, "\n"), tt.want) {
				t.Errorf("got %q, want %q among them", got, tt.want)
			}
		})
	}
}

func TestChecker_servedButUndescribedIsAProblemOfTheAnswer(t *testing.T) {
	got := call(t, "GET /teapot", "", 200, `{}`).AnswerProblems()
	want := []string{"answer: GET /teapot: served with 200, though the extract holds no such operation"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestChecker_template(t *testing.T) {
	c := conform.New()
	for path, want := range map[string]string{
		"/user":                               "GET /user",
		"/repos/a/b/commits/release/1/status": "GET /repos/{owner}/{repo}/commits/{ref}/status",
		"/repos/a/b/issues/comments":          "GET /repos/{owner}/{repo}/issues/comments",
		"/repos/a/b/contents/x/y.txt":         "GET /repos/{owner}/{repo}/contents/{path}",
		"/nothing":                            "",
	} {
		got, ok := c.Template(httptest.NewRequest(http.MethodGet, path, nil))
		if got != want || ok != (want != "") {
			t.Errorf("Template(%s) = %q, %v, want %q", path, got, ok, want)
		}
	}
}
