package rest_test

import (
	"crypto/rsa"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// appWorld is a world with the App releaser, whose key the test holds. It is
// installed on acme/publish and acme/vault.
type appWorld struct {
	*world
	app     hub.App
	key     *rsa.PrivateKey
	install hub.InstalledApp
}

func newAppWorld(t *testing.T) *appWorld {
	t.Helper()
	w := &appWorld{world: newWorld(t)}
	w.app = w.hub.AddApp("releaser", "acme", map[string]hub.Access{"contents": hub.WriteAccess, "checks": hub.ReadAccess, "members": hub.ReadAccess})
	key, err := jwt.ParseRSAPrivateKeyFromPEM([]byte(w.hub.AddAppKey("releaser")))
	if err != nil {
		t.Fatal(err)
	}
	w.key = key
	w.install = w.hub.Install(hub.InstallationSpec{App: "releaser", Account: "acme", Repos: []string{"acme/publish", "acme/vault"}})
	return w
}

// signature is a JSON web token of the App, good in every respect but what the
// test changes.
func (w *appWorld) signature(change func(jwt.MapClaims)) string {
	w.t.Helper()
	now := w.hub.Now()
	claims := jwt.MapClaims{"iss": w.app.ID, "iat": now.Add(-time.Minute).Unix(), "exp": now.Add(9 * time.Minute).Unix()}
	if change != nil {
		change(claims)
	}
	text, err := jwt.NewWithClaims(jwt.SigningMethodRS256, claims).SignedString(w.key)
	if err != nil {
		w.t.Fatal(err)
	}
	return text
}

// signed calls as the App itself.
func (w *appWorld) signed(method, path, body string) answer {
	w.t.Helper()
	return w.call("", method, path, body, "Authorization", "Bearer "+w.signature(nil))
}

// mint makes a token and returns it, with the answer.
func (w *appWorld) mint(body string) (string, answer) {
	w.t.Helper()
	a := w.signed("POST", "/app/installations/"+id(w.install.ID)+"/access_tokens", body).want(201)
	return a.get("token").(string), a
}

func TestApp_knowsItselfAndItsInstallations(t *testing.T) {
	w := newAppWorld(t)
	if got := w.signed("GET", "/app", "").want(200).get("slug"); got != "releaser" {
		t.Errorf("the App is %v", got)
	}
	if got := w.signed("GET", "/app/installations", "").want(200).list(); len(got) != 1 || got[0]["repository_selection"] != "selected" {
		t.Errorf("installations %v", got)
	}
	if got := w.signed("GET", "/app/installations/"+id(w.install.ID), "").want(200).get("account", "login"); got != "acme" {
		t.Errorf("the account is %v", got)
	}
	for _, repo := range []string{"acme/publish", "acme/vault"} {
		if got := w.signed("GET", "/repos/"+repo+"/installation", "").want(200).get("id"); got != float64(w.install.ID) {
			t.Errorf("%s: installation %v", repo, got)
		}
	}
	w.repo(hub.RepoSpec{Owner: "acme", Name: "open"})
	w.repo(hub.RepoSpec{Owner: "acme", Name: "closed", Private: true})
	for _, repo := range []string{"acme/open", "acme/closed", "acme/none"} {
		w.signed("GET", "/repos/"+repo+"/installation", "").want(404, "Not Found")
	}
	w.signed("GET", "/app/installations/7", "").want(404)
}

func TestApp_signatureMustBeItsOwnAndFresh(t *testing.T) {
	w := newAppWorld(t)
	at := func(claim string, d time.Duration) func(jwt.MapClaims) {
		return func(c jwt.MapClaims) { c[claim] = w.hub.Now().Add(d).Unix() }
	}
	for name, test := range map[string]struct {
		change  func(jwt.MapClaims)
		status  int
		message string
	}{
		"ended":             {at("exp", 0), 401, "must be a numeric value representing the future time"},
		"too long":          {at("exp", 11*time.Minute), 401, "is too far in the future"},
		"without end":       {func(c jwt.MapClaims) { delete(c, "exp") }, 401, "'Expiration time' claim"},
		"from the future":   {at("iat", time.Minute), 401, "'Issued at' claim"},
		"without beginning": {func(c jwt.MapClaims) { delete(c, "iat") }, 401, "'Issued at' claim"},
		"of no App":         {func(c jwt.MapClaims) { c["iss"] = 7 }, 404, "Integration not found"},
		"of another App":    {func(c jwt.MapClaims) { c["iss"] = 15368 }, 401, "could not be decoded"},
	} {
		t.Run(name, func(t *testing.T) {
			w.call("", "GET", "/app", "", "Authorization", "Bearer "+w.signature(test.change)).want(test.status, test.message)
		})
	}
	w.call("", "GET", "/app", "", "Authorization", "token "+w.signature(nil)).want(401, "could not be decoded")
	none, err := jwt.NewWithClaims(jwt.SigningMethodNone, jwt.MapClaims{"iss": w.app.ID}).SignedString(jwt.UnsafeAllowNoneSignatureType)
	if err != nil {
		t.Fatal(err)
	}
	w.call("", "GET", "/app", "", "Authorization", "Bearer "+none).want(401)
	w.hub.RevokeAppKeys("releaser")
	w.signed("GET", "/app", "").want(401, "could not be decoded")
}

func TestApp_isNobodyElsewhereAndNobodyElseIsIt(t *testing.T) {
	w := newAppWorld(t)
	w.signed("GET", "/repos/acme/publish", "").want(401)
	w.signed("GET", "/repos/acme/vault/issues", "").want(401)
	for _, who := range []string{"", "olga"} {
		w.call(who, "GET", "/app", "").want(401)
		w.call(who, "POST", "/app/installations/"+id(w.install.ID)+"/access_tokens", "").want(401)
	}
	token, _ := w.mint("")
	w.call(token, "POST", "/app/installations/"+id(w.install.ID)+"/access_tokens", "").want(401)
}

func TestAccessToken_isCutToWhatWasAskedFor(t *testing.T) {
	w := newAppWorld(t)
	token, a := w.mint(`{"repositories":["vault"],"permissions":{"contents":"read"}}`)
	if got := a.get("permissions"); len(got.(map[string]any)) != 2 || a.get("permissions", "contents") != "read" || a.get("permissions", "metadata") != "read" {
		t.Errorf("permissions %v", got)
	}
	if a.get("repository_selection") != "selected" || a.get("expires_at") != w.hub.Now().Add(time.Hour).Format(time.RFC3339) {
		t.Errorf("token %s", a.body)
	}
	w.call(token, "GET", "/repos/acme/vault", "").want(200)
	w.call(token, "GET", "/repos/acme/vault/issues", "").want(403, "Resource not accessible by integration")
	w.call(token, "POST", "/repos/acme/publish/issues", `{"title":"x"}`).want(403)
	if got := w.call(token, "GET", "/installation/repositories", "").want(200).get("total_count"); got != 1.0 {
		t.Errorf("the token reaches %v repositories", got)
	}
	w.hub.Advance(time.Hour)
	w.call(token, "GET", "/repos/acme/vault", "").want(401, "Bad credentials")
}

func TestAccessToken_withoutWishesHoldsAll(t *testing.T) {
	w := newAppWorld(t)
	token, a := w.mint("")
	if got := a.get("permissions").(map[string]any); len(got) != 4 || got["contents"] != "write" {
		t.Errorf("permissions %v", got)
	}
	if got := w.call(token, "GET", "/installation/repositories", "").want(200).get("total_count"); got != 2.0 {
		t.Errorf("the token reaches %v repositories", got)
	}
}

func TestAccessToken_isNeverWiderThanTheInstallation(t *testing.T) {
	w := newAppWorld(t)
	w.repo(hub.RepoSpec{Owner: "acme", Name: "other"})
	path := "/app/installations/" + id(w.install.ID) + "/access_tokens"
	for body, message := range map[string]string{
		`{"permissions":{"issues":"read"}}`:      "The permissions requested are not granted to this installation.",
		`{"permissions":{"checks":"write"}}`:     "The permissions requested are not granted to this installation.",
		`{"repositories":["other"]}`:             "not accessible to the parent installation",
		`{"repositories":["publish","missing"]}`: "not accessible to the parent installation",
		`{"repository_ids":[7]}`:                 "not accessible to the parent installation",
	} {
		w.signed("POST", path, body).want(422, message)
	}
	w.signed("POST", "/app/installations/7/access_tokens", "").want(404)
	token, _ := w.mint("")
	w.hub.Suspend(w.install.ID)
	w.signed("POST", path, "").want(403, "suspended")
	w.call(token, "GET", "/repos/acme/vault", "").want(401)
}

// Which permissions calls needed is what tells a token that was too wide.
func TestAccessToken_remembersWhatItWasNeededFor(t *testing.T) {
	w := newAppWorld(t)
	token, _ := w.mint(`{"repositories":["vault"],"permissions":{"contents":"write","checks":"read"}}`)
	w.call(token, "GET", "/repos/acme/vault", "").want(200)
	w.call(token, "GET", "/repos/acme/vault/issues", "").want(403)
	w.call(token, "GET", "/repos/acme/vault/check-runs/7", "").want(404)
	minted := w.hub.MintedTokens("releaser")
	if len(minted) != 1 || len(minted[0].Used) != 2 || minted[0].Used["checks"] != hub.ReadAccess || minted[0].Used["metadata"] != hub.ReadAccess {
		t.Errorf("used %v", minted[0].Used)
	}
}
