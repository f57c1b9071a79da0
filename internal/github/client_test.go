package github

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/release-request/gh-release-request/internal/fault"
)

// socket is where the one server of these tests listens: go-gh reads its
// configuration once for a process.
var socket string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "door")
	if err != nil {
		panic(err)
	}
	for _, name := range []string{"GH_TOKEN", "GITHUB_TOKEN", "GH_HOST", "GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN", "GH_DEBUG"} {
		os.Unsetenv(name)
	}
	socket = filepath.Join(dir, "s")
	os.Setenv("GH_CONFIG_DIR", dir)
	os.Setenv("HOME", dir)
	os.Setenv("GH_PATH", filepath.Join(dir, "no-gh"))
	if err := os.WriteFile(filepath.Join(dir, "config.yml"), []byte("http_unix_socket: "+socket+"\n"), 0o600); err != nil {
		panic(err)
	}
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

func serve(t *testing.T, handler http.HandlerFunc) {
	t.Helper()
	os.Remove(socket)
	listener, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	server := &httptest.Server{Listener: listener, Config: &http.Server{Handler: handler}}
	server.Start()
	t.Cleanup(server.Close)
}

func client(t *testing.T, host, token string) *Client {
	t.Helper()
	c, err := newClient(Options{Host: host, Token: token, UserAgent: "test"}, func(context.Context, time.Duration) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestNew_withoutTokenNamesTheCommand(t *testing.T) {
	_, err := New(Options{Host: "github.com"})
	if fault.KindOf(err) != fault.Unauthenticated || fault.HintOf(err) != "gh auth login --hostname github.com" {
		t.Errorf("got %v, hint %q", err, fault.HintOf(err))
	}
}

func TestClient_eachSendsItsOwnTokenToItsOwnHost(t *testing.T) {
	var seen []string
	serve(t, func(w http.ResponseWriter, r *http.Request) {
		seen = append(seen, r.Host+r.URL.Path+" "+r.Header.Get("Authorization"))
		fmt.Fprint(w, `{"login":"x","id":1}`)
	})
	first, second := client(t, "github.com", "one"), client(t, "ghe.example", "two")
	for _, c := range []*Client{first, second, first} {
		if _, err := c.User(t.Context(), "x"); err != nil {
			t.Fatal(err)
		}
	}
	want := "api.github.com/users/x token one,ghe.example/api/v3/users/x token two,api.github.com/users/x token one"
	if got := strings.Join(seen, ","); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestCall_repeatsOnlyWhatIsSafe(t *testing.T) {
	for name, test := range map[string]struct {
		call func(context.Context, *Client) error
		want int // requests until it gives up
	}{
		"get":      {func(ctx context.Context, c *Client) error { _, err := c.User(ctx, "x"); return err }, maxTries},
		"query":    {func(ctx context.Context, c *Client) error { _, err := c.FileOID(ctx, "a/b", "main", "f"); return err }, maxTries},
		"post":     {func(ctx context.Context, c *Client) error { return c.AddLabel(ctx, "a/b", 1, "accepted") }, 1},
		"mutation": {func(ctx context.Context, c *Client) error { return c.DeleteBranchAt(ctx, "R", "b", "c") }, 1},
	} {
		t.Run(name, func(t *testing.T) {
			requests := 0
			serve(t, func(w http.ResponseWriter, r *http.Request) {
				requests++
				w.WriteHeader(http.StatusBadGateway)
			})
			if err := test.call(t.Context(), client(t, "github.com", "one")); err == nil {
				t.Error("a server that is broken for good gave no error")
			}
			if requests != test.want {
				t.Errorf("%d requests, want %d", requests, test.want)
			}
		})
	}
}

func TestCall_sendsTheBodyAgain(t *testing.T) {
	var bodies []string
	serve(t, func(w http.ResponseWriter, r *http.Request) {
		b := make([]byte, r.ContentLength)
		_, _ = r.Body.Read(b)
		bodies = append(bodies, string(b))
		if len(bodies) == 1 {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		fmt.Fprint(w, `{"data":{"repository":{"object":{"oid":"abc"}}}}`)
	})
	oid, err := client(t, "github.com", "one").FileOID(t.Context(), "a/b", "main", "f")
	if err != nil || oid != "abc" {
		t.Fatalf("got %q, %v", oid, err)
	}
	if len(bodies) != 2 || bodies[0] != bodies[1] || bodies[0] == "" {
		t.Errorf("the bodies were %q", bodies)
	}
}

func TestRetryDelay(t *testing.T) {
	answer := func(status int, header ...string) *http.Response {
		h := http.Header{}
		for i := 0; i < len(header); i += 2 {
			h.Set(header[i], header[i+1])
		}
		return &http.Response{StatusCode: status, Header: h}
	}
	for name, test := range map[string]struct {
		resp  *http.Response
		again bool
		least time.Duration
	}{
		"ok":                       {answer(200), false, 0},
		"not found":                {answer(404), false, 0},
		"forbidden":                {answer(403), false, 0},
		"secondary rate limit":     {answer(403, "Retry-After", "7"), true, 7 * time.Second},
		"too many, with time":      {answer(429, "Retry-After", "3"), true, 3 * time.Second},
		"too long to wait":         {answer(429, "Retry-After", "3600"), false, 0},
		"broken":                   {answer(502), true, 500 * time.Millisecond},
		"says it will never do it": {answer(501), false, 0},
	} {
		t.Run(name, func(t *testing.T) {
			delay, again := retryDelay(test.resp, nil, 1)
			if again != test.again || again && delay < test.least {
				t.Errorf("got %v after %s, want %v after %s at least", again, delay, test.again, test.least)
			}
		})
	}
}

func TestPages_readsAllAndStaysOnItsHost(t *testing.T) {
	serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Query().Get("page") {
		case "":
			w.Header().Set("Link", `<https://api.github.com/repos/a/b/issues/1/comments?page=2>; rel="next", <https://api.github.com/x?page=9>; rel="last"`)
			fmt.Fprint(w, `[{"id":1}]`)
		case "2":
			w.Header().Set("Link", `<https://evil.example/steal>; rel="next"`)
			fmt.Fprint(w, `[{"id":2}]`)
		}
	})
	comments, err := client(t, "github.com", "one").Comments(t.Context(), "a/b", 1)
	if len(comments) != 2 || err == nil || !strings.Contains(err.Error(), "on another host") {
		t.Errorf("got %d comments, %v", len(comments), err)
	}
}

func TestFailure_saysWhatGitHubSaid(t *testing.T) {
	for name, test := range map[string]struct {
		status int
		header [2]string
		body   string
		want   string
		kind   fault.Kind
	}{
		"bad token":  {401, [2]string{}, `{"message":"Bad credentials"}`, "github.com does not accept the token: HTTP 401: Bad credentials (GET /users/x)", fault.Unauthenticated},
		"invalid":    {422, [2]string{}, `{"message":"Validation Failed","errors":[{"resource":"Label","field":"name","code":"missing"},"and more"]}`, "HTTP 422: Validation Failed (GET /users/x): Label name: missing; and more", fault.Failed},
		"used up":    {403, [2]string{"X-Ratelimit-Remaining", "0"}, `{"message":"API rate limit exceeded"}`, "the rate limit of this token is used up until an unknown time: HTTP 403: API rate limit exceeded (GET /users/x)", fault.Failed},
		"sso":        {403, [2]string{"X-Github-Sso", "required"}, `{"message":"Resource protected"}`, "the token is not authorised for the organisation's single sign-on: HTTP 403: Resource protected (GET /users/x)", fault.Failed},
		"not a json": {404, [2]string{}, `<html>`, "HTTP 404: Not Found (GET /users/x)", fault.Failed},
	} {
		t.Run(name, func(t *testing.T) {
			serve(t, func(w http.ResponseWriter, r *http.Request) {
				if test.header[0] != "" {
					w.Header().Set(test.header[0], test.header[1])
				}
				w.WriteHeader(test.status)
				fmt.Fprint(w, test.body)
			})
			_, err := client(t, "github.com", "one").User(t.Context(), "x")
			if err == nil || err.Error() != test.want || fault.KindOf(err) != test.kind {
				t.Errorf("got  %v (kind %d)\nwant %s (kind %d)", err, fault.KindOf(err), test.want, test.kind)
			}
		})
	}
}

func TestCall_unreachableHost(t *testing.T) {
	os.Remove(socket)
	_, err := client(t, "github.com", "one").User(t.Context(), "x")
	if err == nil || !strings.Contains(err.Error(), "github.com cannot be reached") {
		t.Errorf("got %v", err)
	}
}

func TestGraphQLError_hasTheStatusOfREST(t *testing.T) {
	serve(t, func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, `{"data":{"repository":null},"errors":[{"type":"NOT_FOUND","message":"Could not resolve to a Repository","path":["repository"]}]}`)
	})
	_, err := client(t, "github.com", "one").ReadCentral(t.Context(), "a/b", "p", 0)
	if !IsNotFound(err) {
		t.Errorf("got %v", err)
	}
}

func TestIsTrouble_isAnAnswerThatSaysNothing(t *testing.T) {
	for answer, want := range map[string]bool{
		"200 " + `{"login":"` + strings.Repeat("x", 100) + `"}`: true,
		"502 ": true, "404 ": false, "403 ": false, `200 {"login":"x","id":1}`: false,
	} {
		serve(t, func(w http.ResponseWriter, _ *http.Request) {
			status, body, _ := strings.Cut(answer, " ")
			code, _ := strconv.Atoi(status)
			w.WriteHeader(code)
			fmt.Fprint(w, body)
		})
		c := client(t, "github.com", "one")
		c.most = 64
		if _, err := c.User(t.Context(), "x"); IsTrouble(err) != want {
			t.Errorf("%.20s: %v", answer, err)
		}
	}
}
