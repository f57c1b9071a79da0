package rest_test

import (
	"testing"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

func TestUsers_refusals(t *testing.T) {
	w := newWorld(t)
	w.call("", "GET", "/user", "").want(401, "Requires authentication")
	w.call("rita", "GET", "/users/nobody", "").want(404)
	job := w.hub.NewToken(hub.TokenSpec{Kind: hub.Job, Repos: []string{"acme/publish"}}).Secret
	w.call(job, "GET", "/user", "").want(403, "Resource not accessible by integration")
}

func TestUsers_typesAndIDs(t *testing.T) {
	w := newWorld(t)
	if got := w.call("RITA", "GET", "/users/RITA", "", "Authorization", "Bearer "+w.tokens["rita"]).want(200).get("login"); got != "rita" {
		t.Errorf("login %v", got)
	}
	for login, want := range map[string]string{"github-actions%5Bbot%5D": "Bot", "acme": "Organization", "ghost": "User"} {
		if got := w.call("", "GET", "/users/"+login, "").want(200).get("type"); got != want {
			t.Errorf("%s is a %v, want %s", login, got, want)
		}
	}
	if got := w.call("", "GET", "/users/github-actions%5Bbot%5D", "").get("id"); got != 41898282.0 {
		t.Errorf("the bot's id is %v", got)
	}
}
