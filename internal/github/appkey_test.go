package github

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/release-request/gh-release-request/internal/fault"
)

// appServer is GitHub as far as one App is concerned. A test changes one thing.
type appServer struct {
	t      *testing.T
	now    time.Time // the server's clock, far from this machine's
	key    *rsa.PrivateKey
	minted string // the answer to minting
	fails  map[string]failure
	asked  []string
}

type failure struct {
	status int
	body   string
}

const goodToken = `{"token":"ghs_1","expires_at":"2031-05-01T13:00:00Z","permissions":{"contents":"read","metadata":"read"},` +
	`"repository_selection":"selected","repositories":[{"full_name":"Acme/SDK","private":true}]}`

func newAppServer(t *testing.T) (*appServer, *AppKey) {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	s := &appServer{t: t, now: time.Date(2031, 5, 1, 12, 0, 0, 0, time.UTC), key: key, minted: goodToken, fails: map[string]failure{}}
	serve(t, s.answer)
	c := client(t, "github.com", "one")
	if _, err := c.User(t.Context(), "x"); err != nil { // from here on the client knows the time
		t.Fatal(err)
	}
	text := pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)})
	app, err := c.AppKey(4711, string(text))
	if err != nil {
		t.Fatal(err)
	}
	s.asked = nil
	return s, app
}

func (s *appServer) answer(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Date", s.now.Format(http.TimeFormat))
	call := r.Method + " " + r.URL.Path
	body, _ := io.ReadAll(r.Body)
	s.asked = append(s.asked, call+" "+string(body))
	if f, ok := s.fails[call]; ok {
		w.WriteHeader(f.status)
		fmt.Fprint(w, f.body)
		return
	}
	if strings.Contains(call, "/app") || strings.HasSuffix(call, "/installation") {
		s.checkSignature(r.Header.Get("Authorization"))
	}
	switch call {
	case "GET /users/x":
		fmt.Fprint(w, `{"login":"x"}`)
	case "GET /app":
		fmt.Fprint(w, `{"slug":"releaser","html_url":"https://github.com/apps/releaser"}`)
	case "GET /repos/acme/sdk/installation":
		fmt.Fprint(w, `{"id":7,"app_slug":"releaser","account":{"login":"acme"},"permissions":{"contents":"write","checks":"read","metadata":"read"},"html_url":"https://github.com/organizations/acme/settings/installations/7"}`)
	case "POST /app/installations/7/access_tokens":
		w.WriteHeader(http.StatusCreated)
		fmt.Fprint(w, s.minted)
	default:
		s.t.Errorf("unexpected call %s", call)
	}
}

func (s *appServer) checkSignature(header string) {
	text, ok := strings.CutPrefix(header, "Bearer ")
	if !ok {
		s.t.Errorf("a signature goes by another scheme than Bearer: %.10s", header)
	}
	var claims jwt.RegisteredClaims
	_, err := jwt.NewParser(jwt.WithTimeFunc(func() time.Time { return s.now }), jwt.WithValidMethods([]string{"RS256"}), jwt.WithIssuedAt(), jwt.WithIssuer("4711")).
		ParseWithClaims(text, &claims, func(*jwt.Token) (any, error) { return &s.key.PublicKey, nil })
	if err != nil {
		s.t.Errorf("signature: %v", err)
		return
	}
	if ends := claims.ExpiresAt.Sub(s.now); ends > 9*time.Minute {
		s.t.Errorf("the signature is good for %v by GitHub's clock, which allows ten minutes", ends)
	}
}

func TestAppKey_mintsForOneRepositoryByGitHubsClock(t *testing.T) {
	s, app := newAppServer(t)
	token, err := app.Mint(t.Context(), "acme/sdk", Permissions{"contents": "read"})
	if err != nil {
		t.Fatal(err)
	}
	want := Token{Secret: "ghs_1", Repository: "Acme/SDK", Private: true, ExpiresAt: time.Date(2031, 5, 1, 13, 0, 0, 0, time.UTC)}
	if token != want {
		t.Errorf("got %+v, want %+v", token, want)
	}
	var asked struct {
		Repositories []string
		Permissions  Permissions
	}
	_, body, _ := strings.Cut(s.asked[len(s.asked)-1], "access_tokens ")
	if err := json.Unmarshal([]byte(body), &asked); err != nil || len(asked.Repositories) != 1 || asked.Repositories[0] != "sdk" || asked.Permissions.String() != "contents: read" {
		t.Errorf("asked for %s (%v)", body, err)
	}
}

func TestAppKey_refusesATokenThatIsWiderThanAskedFor(t *testing.T) {
	for name, test := range map[string]struct{ old, new, want string }{
		"every repository":   {`"selected"`, `"all"`, "not for that one repository"},
		"another repository": {"Acme/SDK", "acme/publish", "not for that one repository"},
		"two repositories":   {`"private":true}`, `"private":true},{"full_name":"acme/publish"}`, "not for that one repository"},
		"no list":            {`"repositories":`, `"repos":`, "not for that one repository"},
		"write for read":     {`"contents":"read"`, `"contents":"write"`, "more than was asked for: contents: write"},
		"one more":           {`"contents":"read"`, `"contents":"read","issues":"read"`, "more than was asked for: issues: read"},
		"metadata to write":  {`"metadata":"read"`, `"metadata":"write"`, "metadata: write"},
		"no end":             {`"expires_at"`, `"ends"`, "lacks the token or its end"},
	} {
		t.Run(name, func(t *testing.T) {
			s, app := newAppServer(t)
			s.minted = strings.Replace(goodToken, test.old, test.new, 1)
			_, err := app.Mint(t.Context(), "acme/sdk", Permissions{"contents": "read"})
			if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "ghs_1") {
				t.Errorf("got %v, want an error with %q in it and no token", err, test.want)
			}
		})
	}
}

func TestAppKey_errorsSayWhoMendsWhatWhere(t *testing.T) {
	const (
		install = "GET /repos/acme/sdk/installation"
		mint    = "POST /app/installations/7/access_tokens"
		absent  = `{"message":"Not Found"}`
		badKey  = `{"message":"A JSON web token could not be decoded"}`
	)
	for name, test := range map[string]struct {
		fails      map[string]failure
		wanted     Permissions
		want, hint string
		kind       fault.Kind
	}{
		"not installed": {map[string]failure{install: {404, absent}}, nil,
			"App releaser is not installed on acme/sdk", "an owner of acme installs it there: https://github.com/apps/releaser/installations/new", fault.Failed},
		"no such App": {map[string]failure{install: {404, `{"message":"Integration not found"}`}, "GET /app": {404, absent}}, nil,
			"there is no App 4711 on github.com", "source-access: {app-id: N}", fault.Failed},
		"not the App's key": {map[string]failure{install: {401, badKey}}, nil,
			"the key is not one of App 4711", "makes a new private key", fault.Unauthenticated},
		"key revoked meanwhile": {map[string]failure{mint: {401, badKey}}, nil,
			"the key is not one of App 4711", "makes a new private key", fault.Unauthenticated},
		"suspended": {map[string]failure{install: {200, `{"id":7,"app_slug":"releaser","suspended_at":"2031-01-01T00:00:00Z","html_url":"https://x/7"}`}}, nil,
			"App releaser on acme is suspended", "an owner of acme takes that back: https://x/7", fault.Failed},
		"not granted": {nil, Permissions{"checks": "write", "issues": "read", "contents": "read"},
			"App releaser was not granted checks: write, issues: read by acme", "an owner of acme accepts it: https://github.com/organizations/acme/settings/installations/7", fault.Failed},
		"withdrawn meanwhile": {map[string]failure{mint: {422, `{"message":"The permissions requested are not granted to this installation."}`}}, nil,
			"are not granted to this installation", "", fault.Failed},
	} {
		t.Run(name, func(t *testing.T) {
			s, app := newAppServer(t)
			for call, f := range test.fails {
				s.fails[call] = f
			}
			wanted := test.wanted
			if wanted == nil {
				wanted = Permissions{"contents": "read"}
			}
			_, err := app.Mint(t.Context(), "acme/sdk", wanted)
			if err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(fault.HintOf(err), test.hint) || fault.KindOf(err) != test.kind {
				t.Errorf("got %v (kind %v)\nhint %q", err, fault.KindOf(err), fault.HintOf(err))
			}
		})
	}
}

func TestAppKey_tokensAreNotShownToWhoeverDebugs(t *testing.T) {
	t.Setenv("GH_DEBUG", "api")
	shown, err := os.Create(filepath.Join(t.TempDir(), "stderr"))
	if err != nil {
		t.Fatal(err)
	}
	defer shown.Close()
	stderr := os.Stderr
	os.Stderr = shown
	defer func() { os.Stderr = stderr }()
	_, app := newAppServer(t)
	if _, err := app.Mint(t.Context(), "acme/sdk", Permissions{"contents": "read"}); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(shown.Name())
	if err != nil || !strings.Contains(string(text), "/users/x") || strings.Contains(string(text), "ghs_1") {
		t.Errorf("GH_DEBUG shows %s (%v)", text, err)
	}
}

func TestAppKey_refusesWhatIsNoKeyAndDoesNotRepeatIt(t *testing.T) {
	for _, text := range []string{"", "some-secret", "-----BEGIN RSA PRIVATE KEY-----\nc29tZS1zZWNyZXQ=\n-----END RSA PRIVATE KEY-----\n"} {
		_, err := client(t, "github.com", "one").AppKey(4711, text)
		if err == nil || strings.Contains(err.Error(), "some-secret") || strings.Contains(err.Error(), "c29tZ") {
			t.Errorf("%q: got %v", text, err)
		}
	}
}

func TestAppKey_keepsATokenUntilItComesNearItsEnd(t *testing.T) {
	s, app := newAppServer(t)
	get := func(wanted Permissions) int {
		t.Helper()
		before := len(s.asked)
		if _, err := app.Token(t.Context(), "acme/sdk", wanted); err != nil {
			t.Fatal(err)
		}
		return len(s.asked) - before
	}
	contents := Permissions{"contents": "read"}
	if n := get(contents); n != 2 {
		t.Errorf("the first token took %d calls, want 2", n)
	}
	if n := get(contents); n != 0 {
		t.Errorf("a token that is good was made again, in %d calls", n)
	}
	s.minted = strings.Replace(goodToken, `"contents"`, `"checks"`, 1)
	if n := get(Permissions{"checks": "read"}); n != 1 {
		t.Errorf("a token for something else took %d calls, want 1", n)
	}
	s.minted, s.now = goodToken, s.now.Add(50*time.Minute)
	if _, err := app.client.User(t.Context(), "x"); err != nil {
		t.Fatal(err)
	}
	if n := get(contents); n != 1 {
		t.Errorf("a token with ten minutes left was used again (%d calls)", n)
	}
}

func TestClient_nowIsGitHubsTime(t *testing.T) {
	at := time.Date(2031, 5, 1, 12, 0, 0, 0, time.UTC)
	serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Date", at.Format(http.TimeFormat))
		fmt.Fprint(w, `{"login":"x"}`)
	})
	c := client(t, "github.com", "one")
	if off := time.Until(c.Now()).Abs(); off > time.Minute {
		t.Errorf("before any answer the clock is off by %v", off)
	}
	if _, err := c.User(t.Context(), "x"); err != nil {
		t.Fatal(err)
	}
	if off := c.Now().Sub(at); off < 0 || off > time.Minute {
		t.Errorf("the clock is off by %v", off)
	}
}
