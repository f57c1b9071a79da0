package publish

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/release-request/gh-release-request/internal/actions"
	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/record"
)

// drawer takes what is done to the reminder.
type drawer struct{ did string }

func (d *drawer) CreateIssue(_ context.Context, _, title, body string) (github.Issue, error) {
	d.did = "open"
	return github.Issue{}, nil
}

func (d *drawer) UpdateIssue(_ context.Context, _ string, number int, _, _ string) error {
	d.did = fmt.Sprint("update ", number)
	return nil
}

func (d *drawer) CloseIssue(_ context.Context, _ string, number int, reason string) error {
	d.did = fmt.Sprint("close ", number, " ", reason)
	return nil
}

func TestTokens_keepOneReminder(t *testing.T) {
	set := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	npm := []record.DueToken{{Secret: "NPM_TOKEN", Environment: "npm", Set: set, Due: set.AddDate(0, 0, 80)}}
	issue := func(number int, login, body string) facts.Opened {
		i := github.RequestIssue{Number: number, Title: record.DueTitle, Body: body}
		i.Author = &github.Actor{Type: "User", Login: login}
		if login == "github-actions" {
			i.Author.Type = "Bot"
		}
		return facts.Opened{Issue: i}
	}
	ours := issue(7, "github-actions", strings.ReplaceAll(record.DueBody(npm), "\n", "\r\n"))
	forged := issue(5, "mallory", record.DueBody(npm))
	request := facts.Opened{Issue: github.RequestIssue{Number: 3, Title: "publish: acme/sdk@1.2.3", Author: &github.Actor{Type: "Bot", Login: "github-actions"}}}
	hidden := errors.New("not granted")
	for name, test := range map[string]struct {
		due     []record.DueToken
		unknown error
		open    []facts.Opened
		more    bool
		want    string
	}{
		"none is due":                        {nil, nil, []facts.Opened{request}, false, ""},
		"one is due":                         {npm, nil, []facts.Opened{request}, false, "open"},
		"it was said":                        {npm, nil, []facts.Opened{request, ours}, false, ""},
		"another is due too":                 {append(npm, npm...), nil, []facts.Opened{ours}, false, "update 7"},
		"none is due any more":               {nil, nil, []facts.Opened{forged, ours}, false, "close 7 completed"},
		"nobody knows":                       {nil, hidden, []facts.Opened{ours}, false, ""},
		"one is due, of others nobody knows": {npm, hidden, nil, false, "open"},
		"somebody else's":                    {npm, nil, []facts.Opened{forged}, false, "open"},
		"somebody else's stays":              {nil, nil, []facts.Opened{forged}, false, ""},
		"it may be among the others":         {npm, nil, nil, true, ""},
	} {
		var d drawer
		var printed strings.Builder
		runtime := testRuntime(t, &printed)
		tokens := &Tokens{Due: func(context.Context) ([]record.DueToken, error) { return test.due, test.unknown }, Issues: &d, Runtime: runtime}
		if err := tokens.remind(t.Context(), test.open, test.more); err != nil || d.did != test.want {
			t.Errorf("%s: %q, %v; want %q", name, d.did, err, test.want)
		}
		if warned := strings.Contains(printed.String(), "::warning title=tokens due::"); warned != (test.unknown != nil) {
			t.Errorf("%s: warned %v: %s", name, warned, &printed)
		}
	}
}

func testRuntime(t *testing.T, printed *strings.Builder) *actions.Runtime {
	t.Helper()
	runtime, err := actions.Open(func(name string) string {
		return map[string]string{
			"GITHUB_ACTIONS": "true", "GITHUB_REPOSITORY": "acme/publish", "GITHUB_REF": "refs/heads/main", "GITHUB_SHA": "c0ffee", "GITHUB_ACTOR": "olivia",
			"GITHUB_SERVER_URL": "https://github.com", "RUNNER_TEMP": "/tmp", "GITHUB_WORKSPACE": "/tmp", "GITHUB_RUN_ID": "1", "GITHUB_RUN_ATTEMPT": "1",
		}[name]
	}, printed)
	if err != nil {
		t.Fatal(err)
	}
	return runtime
}
