package rest_test

import (
	"fmt"
	"testing"

	"github.com/release-request/gh-release-request/internal/sandbox/gitwrite"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

func TestPulls_refusals(t *testing.T) {
	w := newGitWorld(t)
	const list = "/repos/acme/sdk/pulls"
	job := w.hub.NewToken(hub.TokenSpec{Kind: hub.Job, Repos: []string{"acme/sdk"}, Permissions: map[string]hub.Access{"pull_requests": hub.WriteAccess}}).Secret
	for _, test := range []struct {
		name, who, body string
		status          int
		message         string
	}{
		{"anonymous", "", `{"title":"x","head":"side","base":"main"}`, 401, "Requires authentication"},
		{"a reader", "rita", `{"title":"x","head":"side","base":"main"}`, 403, ""},
		{"a job", job, `{"title":"x","head":"side","base":"main"}`, 403, "not permitted to create"},
		{"no head", "wendy", `{"title":"x","base":"main"}`, 422, `"head" wasn't supplied`},
		{"no such head", "wendy", `{"title":"x","head":"none","base":"main"}`, 422, "Validation Failed"},
		{"no such base", "wendy", `{"title":"x","head":"side","base":"none"}`, 422, "Validation Failed"},
		{"nothing to merge", "wendy", `{"title":"x","head":"main","base":"main"}`, 422, "Validation Failed"},
		{"no title", "wendy", `{"head":"side","base":"main"}`, 422, "Validation Failed"},
	} {
		t.Run(test.name, func(t *testing.T) {
			a := w.call(test.who, "POST", list, test.body)
			a.t = t
			a.want(test.status, test.message)
		})
	}
	w.call("wendy", "GET", list+"/1", "").want(404)
}

func TestPulls_openOnceAndFollowTheBranch(t *testing.T) {
	w := newGitWorld(t)
	const body = `{"title":"Merge side","body":"by hand","head":"acme:side","base":"main"}`
	a := w.call("wendy", "POST", "/repos/acme/sdk/pulls", body).want(201)
	if a.get("head", "sha") != w.side || a.get("base", "sha") != w.main || a.get("commits") != 1.0 {
		t.Errorf("not the pull request that was asked for: %s", a.body)
	}
	w.call("wendy", "POST", "/repos/acme/sdk/pulls", body).want(422)
	next := w.commit(w.side, gitwrite.Author(w.hub.As("wendy")), map[string]string{"new": "1\n"})
	w.call("wendy", "PATCH", "/repos/acme/sdk/git/refs/heads/side", `{"sha":"`+next+`"}`).want(200)
	b := w.call("", "GET", "/repos/acme/sdk/pulls/1", "").want(200)
	if b.get("head", "sha") != next || b.get("commits") != 2.0 {
		t.Errorf("the head did not follow: %s", b.body)
	}
	for query, want := range map[string]int{"": 1, "?state=closed": 0, "?base=main": 1, "?base=other": 0, "?head=acme:side": 1, "?head=acme:main": 0} {
		if got := w.call("", "GET", "/repos/acme/sdk/pulls"+query, "").want(200).list(); len(got) != want {
			t.Errorf("%q lists %d, want %d", query, len(got), want)
		}
	}
	i := w.call("", "GET", "/repos/acme/sdk/issues/1", "").want(200)
	if i.get("pull_request", "html_url") != "https://github.com/acme/sdk/pull/1" || fmt.Sprint(i.get("node_id"))[:3] != "PR_" {
		t.Errorf("as an issue it is no pull request: %s", i.body)
	}
}
