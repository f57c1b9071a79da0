package rest_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

func TestAnswer_conditionalRequestsCostNothing(t *testing.T) {
	w := newWorld(t)
	a := w.call("rita", "GET", "/repos/acme/publish", "").want(200)
	left := a.header.Get("X-Ratelimit-Remaining")
	b := w.call("rita", "GET", "/repos/acme/publish", "", "If-None-Match", a.header.Get("ETag")).want(304)
	if len(b.body) != 0 || b.header.Get("X-Ratelimit-Remaining") != left {
		t.Errorf("a body of %d bytes, %s calls left after %s", len(b.body), b.header.Get("X-Ratelimit-Remaining"), left)
	}
	w.publish.SetPrivate(true)
	w.call("wendy", "GET", "/repos/acme/publish", "", "If-None-Match", a.header.Get("ETag")).want(200)
}

func TestAnswer_dateIsTheHubs(t *testing.T) {
	w := newWorld(t)
	w.hub.SetNow(time.Date(2026, time.April, 1, 12, 0, 0, 0, time.UTC))
	if got := w.call("", "GET", "/rate_limit", "").header.Get("Date"); got != "Wed, 01 Apr 2026 12:00:00 GMT" {
		t.Errorf("Date %q", got)
	}
}

func TestAnswer_tellsScopesAndExpiry(t *testing.T) {
	w := newWorld(t)
	if got := w.call("rita", "GET", "/", "").want(200).header.Get("X-Oauth-Scopes"); got != "gist, read:org, repo, workflow" {
		t.Errorf("scopes %q", got)
	}
	fine := w.hub.NewToken(hub.TokenSpec{User: "rita", Kind: hub.FineGrained, ExpiresAt: w.hub.Now().Add(time.Hour)})
	a := w.call(fine.Secret, "GET", "/user", "").want(200)
	if a.header.Get("X-Oauth-Scopes") != "" || a.header.Get("Github-Authentication-Token-Expiration") == "" {
		t.Errorf("a fine-grained token has scopes, or no expiry: %v", a.header)
	}
}

func TestAnswer_rateLimits(t *testing.T) {
	w := newWorld(t)
	for who, want := range map[string]float64{"": 60, "rita": 5000} {
		if got := w.call(who, "GET", "/rate_limit", "").want(200).get("resources", "core", "limit"); got != want {
			t.Errorf("%q has %v calls, want %v", who, got, want)
		}
	}
	w.call("rita", "GET", "/user", "").want(200)
	if got := w.call("rita", "GET", "/rate_limit", "").get("rate", "used"); got != 1.0 {
		t.Errorf("used %v, want 1", got)
	}
	w.hub.Advance(2 * time.Hour)
	if got := w.call("rita", "GET", "/rate_limit", "").get("rate", "used"); got != 0.0 {
		t.Errorf("used %v after the reset", got)
	}
}

func TestPage_linksToTheOthers(t *testing.T) {
	w := newWorld(t)
	for n := range 5 {
		w.publish.AddLabel(fmt.Sprint("l", n), "ededed", "")
	}
	const at = "https://api.github.com/repos/acme/publish/labels?page="
	link := func(page, rel string) string { return "<" + at + page + "&per_page=2>; rel=\"" + rel + "\"" }
	for query, want := range map[string]string{
		"?per_page=2":        link("2", "next") + ", " + link("3", "last"),
		"?per_page=2&page=2": link("1", "prev") + ", " + link("3", "next") + ", " + link("3", "last") + ", " + link("1", "first"),
		"?per_page=2&page=3": link("2", "prev") + ", " + link("1", "first"),
		"?per_page=2&page=9": link("3", "prev") + ", " + link("1", "first"),
		"":                   "",
	} {
		a := w.call("", "GET", "/repos/acme/publish/labels"+query, "").want(200)
		if got := a.header.Get("Link"); got != want {
			t.Errorf("%q: Link %s\nwant %s", query, got, want)
		}
	}
	if got := w.call("", "GET", "/repos/acme/publish/labels?per_page=2&page=9", "").list(); len(got) != 0 {
		t.Errorf("beyond the end: %v", got)
	}
}

func TestPage_holdsAHundredAtMost(t *testing.T) {
	w := newWorld(t)
	for n := range 101 {
		w.publish.AddLabel(fmt.Sprint("l", n), "ededed", "")
	}
	for query, want := range map[string]int{"": 30, "?per_page=500": 100, "?per_page=0": 30, "?per_page=x": 30, "?per_page=100&page=2": 1} {
		if got := w.call("", "GET", "/repos/acme/publish/labels"+query, "").want(200).list(); len(got) != want {
			t.Errorf("%q: %d labels, want %d", query, len(got), want)
		}
	}
}
