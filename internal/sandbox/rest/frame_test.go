package rest_test

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

func TestFrame_refusesUnknownTokens(t *testing.T) {
	w := newWorld(t)
	w.call("ghp_nobodys", "GET", "/user", "").want(401, "Bad credentials")
	gone := w.hub.NewToken(hub.TokenSpec{User: "rita"})
	w.hub.Revoke(gone.Secret)
	w.call(gone.Secret, "GET", "/repos/acme/publish", "").want(401, "Bad credentials")
	old := w.hub.NewToken(hub.TokenSpec{User: "rita", ExpiresAt: w.hub.Now().Add(time.Hour)})
	w.call(old.Secret, "GET", "/user", "").want(200)
	w.hub.Advance(time.Hour)
	w.call(old.Secret, "GET", "/user", "").want(401, "Bad credentials")
}

func TestFrame_hidesWhatMayNotBeSeen(t *testing.T) {
	w := newWorld(t)
	for _, who := range []string{"", "rita", "tara"} {
		w.call(who, "GET", "/repos/acme/vault", "").want(404, "Not Found")
		w.call(who, "GET", "/repositories/"+id(w.vault.ID()), "").want(404, "Not Found")
	}
	w.call("wendy", "GET", "/repos/acme/vault", "").want(200)
	noScope := w.hub.NewToken(hub.TokenSpec{User: "wendy", Scopes: []string{"public_repo"}}).Secret
	w.call(noScope, "GET", "/repos/acme/vault", "").want(404)
	elsewhere := w.hub.NewToken(hub.TokenSpec{User: "wendy", Kind: hub.FineGrained, Repos: []string{"acme/publish"}}).Secret
	w.call(elsewhere, "GET", "/repos/acme/vault", "").want(404)
}

func TestFrame_refusesRequestsWithoutUserAgent(t *testing.T) {
	w := newWorld(t)
	r := httptest.NewRequest("GET", "https://api.github.com/repos/acme/publish", nil)
	rec := httptest.NewRecorder()
	w.handler.ServeHTTP(rec, r)
	if rec.Code != http.StatusForbidden {
		t.Errorf("status %d, want 403", rec.Code)
	}
}

func TestFrame_answersUnknownPathsWith404(t *testing.T) {
	w := newWorld(t)
	a := w.call("olga", "GET", "/repos/acme/publish/nothing/here", "").want(404, "Not Found")
	if a.get("status") != "404" || a.get("documentation_url") == nil {
		t.Errorf("not GitHub's error shape: %s", a.body)
	}
}
