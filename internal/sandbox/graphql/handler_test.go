package graphql_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

func TestHandler_refusesWhatIsNoQueryOfSomebody(t *testing.T) {
	w := newWorld(t)
	revoked := w.hub.NewToken(hub.TokenSpec{User: "rita"}).Secret
	w.hub.Revoke(revoked)
	expired := w.hub.NewToken(hub.TokenSpec{User: "rita", ExpiresAt: w.hub.Now().Add(time.Second)}).Secret
	w.hub.Advance(time.Minute)
	const good = `{"query":"{viewer{login}}"}`
	for _, tt := range []struct {
		name, who, body string
		status          int
		message         string
	}{
		{"nobody", "", good, 401, "requires you to be authenticated"},
		{"an unknown token", "ghp_no", good, 401, "Bad credentials"},
		{"a revoked token", revoked, good, 401, "Bad credentials"},
		{"an expired token", expired, good, 401, "Bad credentials"},
		{"no JSON", "rita", `{`, 400, "Problems parsing JSON"},
		{"no query", "rita", `{}`, 400, "A query attribute must be specified"},
	} {
		rec := w.post(tt.who, tt.body)
		if rec.Code != tt.status || !strings.Contains(rec.Body.String(), tt.message) {
			t.Errorf("%s: %d %s, want %d %s", tt.name, rec.Code, rec.Body, tt.status, tt.message)
		}
	}
	rec := httptest.NewRecorder()
	w.handler.ServeHTTP(rec, httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/graphql", strings.NewReader(good)))
	if rec.Code != http.StatusForbidden {
		t.Errorf("without a User-Agent: %d", rec.Code)
	}
}

func TestHandler_namesAFieldThatItDoesNotServe(t *testing.T) {
	w := newWorld(t)
	query := `{"query":"{repository(owner:\"acme\",name:\"sdk\"){codeowners{errors{line}}}}"}`
	if body := w.post("rita", query).Body.String(); !strings.Contains(body, "the sandbox does not serve Repository.codeowners") {
		t.Error(body)
	}
	if problems := w.watch.AnswerProblems(); len(problems) != 1 || !strings.Contains(problems[0], "Repository.codeowners") {
		t.Errorf("the checker holds %q", problems)
	}
	w.faults = 1
}

func TestHandler_countsAgainstTheRateLimit(t *testing.T) {
	w := newWorld(t)
	w.want("rita", `{rateLimit{limit cost nodeCount remaining used resetAt}}`, nil,
		`{"rateLimit":{"limit":5000,"cost":1,"nodeCount":0,"remaining":4999,"used":1,"resetAt":"`+w.hub.Now().Add(time.Hour).Format(time.RFC3339)+`"}}`)
	rec := w.post("rita", `{"query":"{viewer{login}}"}`)
	for name, want := range map[string]string{
		"X-RateLimit-Resource": "graphql", "X-RateLimit-Remaining": "4998", "X-RateLimit-Limit": "5000",
		"X-OAuth-Scopes": "gist, read:org, repo, workflow", "Date": w.hub.Now().Format(http.TimeFormat),
	} {
		if got := rec.Header().Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}
