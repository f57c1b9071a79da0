package registry

import (
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

const good = "good-4c1f"

// asked answers all hosts with one handler, over TLS, and returns the asker.
func asked(t *testing.T, handler http.HandlerFunc) *Asker {
	t.Helper()
	server := httptest.NewTLSServer(handler)
	t.Cleanup(server.Close)
	transport := server.Client().Transport.(*http.Transport).Clone()
	transport.TLSClientConfig.InsecureSkipVerify = true // the names are made up
	here := &detour{address: server.Listener.Addr().String()}
	transport.DialContext = here.dial
	a := New("test")
	a.Client.Transport = transport
	return a
}

func standing(t *testing.T, got Answer, want Standing, account, why string) {
	t.Helper()
	if got.Standing != want || got.Account != account || !strings.Contains(got.Why, why) || (why == "") != (got.Why == "") {
		t.Errorf("%+v, want %s of %q, because %q", got, want, account, why)
	}
}

func TestAsk_npm(t *testing.T) {
	a := asked(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method != "GET" || r.Host+r.URL.Path != "registry.npmjs.org/-/whoami" && r.Host != "other.test" {
			t.Errorf("asked for %s %s%s", r.Method, r.Host, r.URL)
		}
		switch r.Header.Get("Authorization") {
		case "Bearer " + good:
			w.Write([]byte(`{"username":"acme-bot"}`))
		case "Bearer nameless":
			w.Write([]byte(`{}`))
		case "Bearer html":
			w.Write([]byte(`<html>`))
		case "Bearer limited":
			w.WriteHeader(http.StatusTooManyRequests)
		case "Bearer moved":
			http.Redirect(w, r, "https://evil.test/-/whoami", http.StatusFound)
		default:
			w.WriteHeader(http.StatusUnauthorized)
		}
	})
	for token, want := range map[string]struct {
		standing     Standing
		account, why string
	}{
		good:         {Accepted, "acme-bot", ""},
		"revoked":    {Rejected, "", "registry.npmjs.org does not accept it"},
		"nameless":   {Rejected, "", "as to nobody it knows"},
		"html":       {Untold, "", "is not what it documents"},
		"limited":    {Untold, "", "HTTP status 429"},
		"moved":      {Untold, "", "HTTP status 302"},
		"two\nlines": {Rejected, "", "characters that cannot be sent"},
		"gr\u00fcn":  {Rejected, "", "characters that cannot be sent"},
		"":           {Rejected, "", "characters that cannot be sent"},
	} {
		t.Run(token, func(t *testing.T) {
			standing(t, a.Ask(t.Context(), Question{Kind: "npm", Token: token}), want.standing, want.account, want.why)
		})
	}
	standing(t, a.Ask(t.Context(), Question{Kind: "npm", Host: "other.test", Token: good}), Accepted, "acme-bot", "")
}

func TestAsk_unreachable(t *testing.T) {
	a := asked(t, nil)
	a.Client.Transport.(*http.Transport).DialContext = (&detour{address: "127.0.0.1:1"}).dial
	got := a.Ask(t.Context(), Question{Kind: "npm", Token: good})
	standing(t, got, Untold, "", "registry.npmjs.org cannot be reached: ")
	if strings.Contains(got.Why, good) {
		t.Error("it shows the token")
	}
}

func TestAsk_rubygems(t *testing.T) {
	a := asked(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Host+r.URL.Path != "rubygems.org/api/v1/gems.json" {
			t.Errorf("asked for %s%s", r.Host, r.URL)
		}
		w.WriteHeader(map[string]int{good: 200, "pushes": 403, "revoked": 401}[r.Header.Get("Authorization")])
	})
	standing(t, a.Ask(t.Context(), Question{Kind: "rubygems", Token: good}), Accepted, "", "")
	standing(t, a.Ask(t.Context(), Question{Kind: "rubygems", Token: "pushes"}), Untold, "", "index_rubygems")
	standing(t, a.Ask(t.Context(), Question{Kind: "rubygems", Token: "revoked"}), Rejected, "", "does not accept it")
}

// What only publishing tells is said to be so, and nobody is sent the token.
func TestAsk_saysWhatOnlyPublishingTells(t *testing.T) {
	a := asked(t, func(_ http.ResponseWriter, r *http.Request) { t.Errorf("%s was asked", r.Host) })
	for kind, why := range map[string]string{"pypi": "with an upload only", "crates": "only publishing tells (https://", "nuget": "only publishing tells (https://"} {
		standing(t, a.Ask(t.Context(), Question{Kind: kind, Token: "pypi-AgEI"}), Untold, "", why)
	}
	standing(t, a.Ask(t.Context(), Question{Kind: "pypi", Token: "npm_x"}), Rejected, "", "begin with pypi-")
	standing(t, a.Ask(t.Context(), Question{Kind: "maven", Token: good}), Untold, "", `"maven"`)
}

func TestKinds_nameTheirSource(t *testing.T) {
	for _, k := range kinds {
		if !strings.HasPrefix(k.source, "https://") || (k.ask == nil) != (k.untold != "") {
			t.Errorf("%s: source %q", k.name, k.source)
		}
	}
}

func basicOf(user, password string) string {
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(user+":"+password))
}
