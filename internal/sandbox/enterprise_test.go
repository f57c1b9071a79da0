package sandbox

import (
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

func TestEnterprise_isOneHostAndNamesNoOther(t *testing.T) {
	s := start(t, Options{Host: "ghe.acme.test"})
	h := s.Hub()
	for _, body := range []string{"see https://github.com/cli/cli", "two"} {
		if _, err := h.CreateIssue(h.As("rita"), h.Settings("acme/sdk").ID(), hub.NewIssue{Title: "one", Body: body}); err != nil {
			t.Fatal(err)
		}
	}
	client := &http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "unix", s.wire.Socket())
	}}}
	for _, test := range []struct {
		method, address string
		status          int
		want            string
	}{
		{"GET", "http://ghe.acme.test/api/v3/repos/acme/sdk", http.StatusOK, `"html_url":"https://ghe.acme.test/acme/sdk"`},
		{"GET", "http://ghe.acme.test/api/v3/repos/acme/sdk", http.StatusOK, `"url":"https://ghe.acme.test/api/v3/repos/acme/sdk"`},
		{"GET", "http://ghe.acme.test/api/v3/repos/acme/sdk/issues?per_page=1", http.StatusOK, `<https://ghe.acme.test/api/v3/`},
		{"GET", "http://ghe.acme.test/api/v3/repos/acme/sdk/issues/1", http.StatusOK, "see https://github.com/cli/cli"},
		{"POST", "http://ghe.acme.test/api/graphql", http.StatusUnauthorized, "message"},
		{"GET", "http://ghe.acme.test/acme/sdk/info/refs?service=git-upload-pack", http.StatusOK, "refs/heads/main"},
		{"GET", "http://api.github.com/repos/acme/sdk", http.StatusForbidden, "the sandbox has no host"},
		{"GET", "http://github.com/acme/sdk/info/refs?service=git-upload-pack", http.StatusForbidden, "the sandbox has no host"},
	} {
		req, err := http.NewRequestWithContext(t.Context(), test.method, test.address, strings.NewReader(`{"query":"{ viewer { login } }"}`))
		if err != nil {
			t.Fatal(err)
		}
		resp, err := client.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if said := string(body) + resp.Header.Get("Link"); err != nil || resp.StatusCode != test.status || !strings.Contains(said, test.want) {
			t.Errorf("%s %s: %d %v\n%s\nwant %d, %s", test.method, test.address, resp.StatusCode, err, said, test.status, test.want)
		}
	}
}
