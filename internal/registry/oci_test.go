package registry

import (
	"cmp"
	"context"
	"net"
	"net/http"
	"testing"
)

// detour leads every connection to one server.
type detour struct{ address string }

func (d *detour) dial(ctx context.Context, network, _ string) (net.Conn, error) {
	return new(net.Dialer).DialContext(ctx, network, d.address)
}

func TestAsk_ociByBasicAuthentication(t *testing.T) {
	a := asked(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Host+r.URL.Path != "images.test:5000/v2/" {
			t.Errorf("asked for %s%s", r.Host, r.URL)
		}
		if r.Header.Get("Authorization") != basicOf("bot", good) {
			w.Header().Set("WWW-Authenticate", `Basic realm="images"`)
			w.WriteHeader(http.StatusUnauthorized)
		}
	})
	ask := func(user, token string) Answer {
		return a.Ask(t.Context(), Question{Kind: "oci", Host: "images.test:5000", User: user, Token: token})
	}
	standing(t, ask("bot", good), Accepted, "bot", "")
	standing(t, ask("bot", "revoked"), Rejected, "", "images.test:5000 does not accept it")
	standing(t, ask("other", good), Rejected, "", "does not accept it")
}

// tokenServer is a registry that sends people elsewhere to sign in.
type tokenServer struct {
	realm   string // empty: its own
	refusal int    // of the one who signs in people
	gives   string
	refuses bool // what it gave itself
}

func (s tokenServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case r.Host == "auth.test" && r.Header.Get("Authorization") == basicOf("bot", good) && r.URL.Query().Get("service") == "images.test":
		w.Write([]byte(s.gives))
	case r.Host == "auth.test":
		w.WriteHeader(cmp.Or(s.refusal, http.StatusUnauthorized))
	case r.Header.Get("Authorization") == "Bearer session" && !s.refuses:
	default:
		w.Header().Add("WWW-Authenticate", `Bearer realm="`+cmp.Or(s.realm, "https://auth.test/token")+`",service="images.test"`)
		w.WriteHeader(http.StatusUnauthorized)
	}
}

func TestAsk_ociByToken(t *testing.T) {
	const gives = `{"token":"session"}`
	for name, test := range map[string]struct {
		server tokenServer
		token  string
		want   Standing
		why    string
	}{
		"accepted":             {tokenServer{gives: gives}, good, Accepted, ""},
		"accepted, as OAuth 2": {tokenServer{gives: `{"access_token":"session"}`}, good, Accepted, ""},
		"rejected":             {tokenServer{}, "revoked", Rejected, "auth.test does not accept it"},
		"denied":               {tokenServer{refusal: 403}, "revoked", Rejected, "auth.test does not accept it"},
		"in trouble":           {tokenServer{refusal: 503}, "revoked", Untold, "HTTP status 503"},
		"gives nothing":        {tokenServer{gives: `{}`}, good, Untold, "nothing to sign in with"},
		"gives what is no use": {tokenServer{gives: gives, refuses: true}, good, Untold, "HTTP status 401 all the same"},
		"in the clear":         {tokenServer{realm: "http://auth.test/token"}, good, Untold, "where it is not safe"},
		"nowhere":              {tokenServer{realm: "auth"}, good, Untold, "where it is not safe"},
	} {
		t.Run(name, func(t *testing.T) {
			a := asked(t, test.server.ServeHTTP)
			account := ""
			if test.want == Accepted {
				account = "bot"
			}
			standing(t, a.Ask(t.Context(), Question{Kind: "oci", Host: "images.test", User: "bot", Token: test.token}), test.want, account, test.why)
		})
	}
}

func TestAsk_ociThatAsksNobody(t *testing.T) {
	for status, why := range map[int]string{200: "asks nobody who they are", 404: "HTTP status 404", 401: "in no known way"} {
		a := asked(t, func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("Authorization") != "" {
				t.Error("it was sent the token")
			}
			w.WriteHeader(status)
		})
		standing(t, a.Ask(t.Context(), Question{Kind: "oci", Host: "images.test", User: "bot", Token: good}), Untold, "", why)
	}
}
