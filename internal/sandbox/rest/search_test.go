package rest_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

func TestSearch_refusesWhatItDoesNotKnow(t *testing.T) {
	w := newWorld(t)
	w.call("rita", "GET", "/search/issues", "").want(422)
	for _, q := range []string{"reactions:>5", "is:weird", "created:soon"} {
		a := w.call("rita", "GET", "/search/issues?q="+url.QueryEscape(q), "").want(422)
		if !strings.Contains(string(a.body), q) {
			t.Errorf("%q is not named: %s", q, a.body)
		}
	}
}

func TestSearch_findsWhatTheCallerMaySee(t *testing.T) {
	w := newWorld(t)
	w.publish.AddLabel("release-blocker", "ff0000", "")
	one := w.issue("rita", "publish: acme/sdk@1.2.3")
	two := w.issue("tara", "publish: acme/sdk@2.0.0")
	if _, err := w.hub.AddComment(w.hub.As("rita"), two.ID, "See you later."); err != nil {
		t.Fatal(err)
	}
	olga := w.hub.As("olga")
	if _, err := w.hub.CreateIssue(olga, w.vault.ID(), hub.NewIssue{Title: "publish: acme/vault@1", Body: "hidden words"}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.hub.AddLabels(olga, one.ID, "release-blocker"); err != nil {
		t.Fatal(err)
	}
	if _, err := w.hub.UpdateIssue(olga, one.ID, hub.IssueChange{State: new(hub.ClosedState), Body: new("fixed in April")}); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ who, query, want string }{
		{"rita", "publish", "2 1"},
		{"olga", "publish", "vault 2 1"},
		{"rita", `"acme/sdk@1.2.3" in:title`, "1"},
		{"rita", "april", "1"},
		{"rita", "later in:comments", "2"},
		{"rita", "later", ""},
		{"rita", "april in:title", ""},
		{"olga", "repo:acme/publish", "2 1"},
		{"olga", "repo:acme/publish repo:acme/vault", "vault 2 1"},
		{"olga", "org:ACME is:open", "vault 2"},
		{"olga", "user:nobody", ""},
		{"olga", "is:issue state:closed label:release-blocker", "1"},
		{"olga", "-label:release-blocker", "vault 2"},
		{"olga", "is:private", "vault"},
		{"olga", "is:pr", ""},
		{"olga", "author:tara", "2"},
		{"olga", "assignee:tara", ""},
		{"olga", "created:2026-03-02", "vault 2 1"},
		{"olga", "created:>2026-03-02", ""},
		{"olga", "created:>=2026-03-02 closed:2026-03-01..2026-03-03", "1"},
		{"olga", "updated:<2026-03-02", ""},
	} {
		var got []string
		a := w.call(test.who, "GET", "/search/issues?q="+url.QueryEscape(test.query), "").want(200)
		for _, item := range a.get("items").([]any) {
			title := item.(map[string]any)["title"].(string)
			got = append(got, map[string]string{"publish: acme/sdk@1.2.3": "1", "publish: acme/sdk@2.0.0": "2", "publish: acme/vault@1": "vault"}[title])
		}
		if s := strings.Join(got, " "); s != test.want {
			t.Errorf("%s, %q: found %q, want %q", test.who, test.query, s, test.want)
		}
		if a.get("total_count") != float64(len(got)) {
			t.Errorf("%q: total_count %v", test.query, a.get("total_count"))
		}
	}
}
