package github

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"
)

// refusing answers everything with one refusal.
func refusing(status int, header map[string]string, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for name, value := range header {
			w.Header().Set(name, value)
		}
		w.WriteHeader(status)
		fmt.Fprint(w, body)
	}
}

func TestIsForbidden_isNotARateLimit(t *testing.T) {
	for name, test := range map[string]struct {
		header map[string]string
		body   string
		want   bool
	}{
		"may not":          {nil, `{"message":"Resource not accessible by integration"}`, true},
		"used up":          {map[string]string{"X-Ratelimit-Remaining": "0"}, `{"message":"API rate limit exceeded"}`, false},
		"secondary":        {nil, `{"message":"You have exceeded a secondary rate limit. Please wait"}`, false},
		"secondary, later": {map[string]string{"Retry-After": "3600"}, `{"message":"Slow down"}`, false},
	} {
		t.Run(name, func(t *testing.T) {
			serve(t, refusing(403, test.header, test.body))
			_, err := client(t, "github.com", "one").User(t.Context(), "x")
			if err == nil || IsForbidden(err) != test.want {
				t.Errorf("%v: forbidden is %v", err, !test.want)
			}
		})
	}
}

func TestGraphQLError_gravestOfSeveralCounts(t *testing.T) {
	for name, test := range map[string]struct {
		types []string
		is    func(error) bool
	}{
		"a part that failed beside one that is not there": {[]string{"NOT_FOUND", ""}, func(err error) bool { return !IsNotFound(err) && !IsConflict(err) }},
		"a rate limit beside one that may not be seen":    {[]string{"FORBIDDEN", "RATE_LIMITED"}, func(err error) bool { return !IsForbidden(err) }},
		"one that may not be seen":                        {[]string{"FORBIDDEN"}, IsForbidden},
		"one that does not fit":                           {[]string{"UNPROCESSABLE"}, IsConflict},
		"one of a type that nobody knows":                 {[]string{"NEW_KIND"}, func(err error) bool { return !IsConflict(err) }},
	} {
		t.Run(name, func(t *testing.T) {
			e := &GraphQLError{Operation: "X"}
			for _, kind := range test.types {
				e.Items = append(e.Items, GraphQLItem{Type: kind, Message: kind})
			}
			if !test.is(e) {
				t.Errorf("%v reads as something else", e.Unwrap())
			}
		})
	}
}

func TestCall_emptyAnswerIsNoEmptyList(t *testing.T) {
	for _, body := range []string{"", " \n", "null"} {
		serve(t, refusing(200, nil, body))
		if events, err := client(t, "github.com", "one").Timeline(t.Context(), "a/b", 1); err == nil {
			t.Errorf("an answer of %q read as %d events", body, len(events))
		}
	}
}

func TestJobs_refusesWhatIsNotWhole(t *testing.T) {
	for name, body := range map[string]string{
		"fewer than counted": `{"total_count":2,"jobs":[{"id":1}]}`,
		"no list":            `{"total_count":0}`,
		"null list":          `{"total_count":0,"jobs":null}`,
		"no count":           `{"jobs":[]}`,
	} {
		serve(t, refusing(200, nil, body))
		if jobs, err := client(t, "github.com", "one").Jobs(t.Context(), "a/b", 1); err == nil {
			t.Errorf("%s: read as %d jobs", name, len(jobs))
		}
	}
}

// runList serves runs as GitHub does: newest first, a hundred a page, and never
// more than a thousand of those that fit.
func runList(t *testing.T, all []Run) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var fit []Run
		created := r.URL.Query().Get("created")
		_, until, _ := strings.Cut(created, "..")
		for _, run := range all {
			if until == "" || !run.CreatedAt.After(parse(t, until)) {
				fit = append(fit, run)
			}
		}
		page, _ := strconv.Atoi(r.URL.Query().Get("page"))
		page = max(page, 1)
		listed := fit[:min(len(fit), mostRuns)]
		from, to := min(100*(page-1), len(listed)), min(100*page, len(listed))
		if to < len(listed) {
			q := r.URL.Query()
			q.Set("page", strconv.Itoa(page+1))
			w.Header().Set("Link", fmt.Sprintf(`<https://api.github.com%s?%s>; rel="next"`, r.URL.Path, q.Encode()))
		}
		_ = json.NewEncoder(w).Encode(map[string]any{"total_count": len(fit), "workflow_runs": append([]Run{}, listed[from:to]...)})
	}
}

func parse(t *testing.T, s string) time.Time {
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Error(err)
	}
	return at
}

func TestRunsSince_readsBeyondWhatGitHubLists(t *testing.T) {
	start := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	var all []Run
	for i := range 2300 { // three of them in the same second
		all = append(all, Run{ID: int64(9000 - i), CreatedAt: start.Add(-time.Duration(i/3) * time.Second)})
	}
	serve(t, runList(t, all))
	runs, err := client(t, "github.com", "one").RunsSince(t.Context(), "a/b", "publish.yml", start.Add(-time.Hour))
	if err != nil || len(runs) != len(all) || runs[len(runs)-1].ID != all[len(all)-1].ID {
		t.Errorf("read %d of %d runs, %v", len(runs), len(all), err)
	}
}

func TestRunsSince_refusesMoreThanItCanTellApart(t *testing.T) {
	all := make([]Run, 1001)
	for i := range all {
		all[i] = Run{ID: int64(i + 1), CreatedAt: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	}
	serve(t, runList(t, all))
	if runs, err := client(t, "github.com", "one").RunsInState(t.Context(), "a/b", "publish.yml", "queued"); err == nil {
		t.Errorf("read %d of %d runs as all", len(runs), len(all))
	}
}

func TestTimeline_isReadUntilItHoldsStill(t *testing.T) {
	reads := 0
	event := func(id int) string {
		return fmt.Sprintf(`{"id":%d,"event":"labeled","created_at":"2026-03-02T09:00:00Z"}`, id)
	}
	page := func(from, to int) string {
		var items []string
		for id := from; id <= to; id++ {
			items = append(items, event(id))
		}
		return "[" + strings.Join(items, ",") + "]"
	}
	serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("page") == "" {
			reads++
			w.Header().Set("Link", `<https://api.github.com/repos/a/b/issues/1/timeline?page=2>; rel="next"`)
			fmt.Fprint(w, page(min(reads, 2), min(reads, 2)+99)) // after the first time, event 1 is gone
			return
		}
		fmt.Fprint(w, page(102, 105)) // and 101 has moved to the first page
	})
	events, err := client(t, "github.com", "one").Timeline(t.Context(), "a/b", 1)
	if err != nil || reads != 3 || len(events) != 104 || events[99].ID != 101 {
		t.Errorf("%d events after %d reads, %v", len(events), reads, err)
	}
}

func TestIssuesTitled_refusesHalfASearch(t *testing.T) {
	for name, body := range map[string]string{
		"fewer than counted":        `{"data":{"repository":{"issues":{"nodes":[]}},"search":{"issueCount":3,"nodes":[{"number":1,"title":"x"}]}}}`,
		"a result is null":          `{"data":{"repository":{"issues":{"nodes":[]}},"search":{"issueCount":2,"nodes":[{"number":1,"title":"x"},null]}}}`,
		"one of the newest is null": `{"data":{"repository":{"issues":{"nodes":[null]}},"search":{"issueCount":1,"nodes":[{"number":1,"title":"x"}]}}}`,
	} {
		serve(t, refusing(200, nil, body))
		if issues, err := client(t, "github.com", "one").IssuesTitled(t.Context(), "a/b", "x"); err == nil {
			t.Errorf("%s: read as %d issues", name, len(issues))
		}
	}
}

func TestAppSlug_isNeverEmptyForAnApp(t *testing.T) {
	var event TimelineEvent
	if err := json.Unmarshal([]byte(`{"event":"labeled","performed_via_github_app":{"id":7}}`), &event); err != nil {
		t.Fatal(err)
	}
	if event.AppSlug() == "" || (TimelineEvent{}).AppSlug() != "" {
		t.Errorf("an App without a slug reads as %q", event.AppSlug())
	}
}
