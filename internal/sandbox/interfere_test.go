package sandbox

import (
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
)

func TestInterfere_decidesOnEachCallUntilItIsTakenBack(t *testing.T) {
	s := start(t, Options{})
	client := &http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "unix", s.wire.Socket())
	}}}
	get := func() (int, string) {
		t.Helper()
		resp, err := client.Get("http://api.github.com/users/rita")
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		return resp.StatusCode, string(body)
	}
	var asked []string
	fate := Fate(0)
	s.Interfere(func(c Call, path string) Fate {
		asked = append(asked, c.Method+" "+c.Path+" "+path)
		return fate
	})
	for _, test := range []struct {
		fate   Fate
		status int
		body   string
	}{
		{0, http.StatusOK, `"login":"rita"`},
		{http.StatusBadGateway, http.StatusBadGateway, `{"message":"Server Error"}`},
		{http.StatusOK, http.StatusOK, "Something went wrong"},
	} {
		fate = test.fate
		if status, body := get(); status != test.status || !strings.Contains(body, test.body) {
			t.Errorf("with the fate %d: %d, %s", test.fate, status, body)
		}
	}
	if want := "GET /users/{username} /users/rita"; len(asked) != 3 || asked[0] != want {
		t.Errorf("it was asked about %q", asked)
	}
	s.Interfere(nil)
	if status, _ := get(); status != http.StatusOK || len(asked) != 3 {
		t.Errorf("afterwards: %d", status)
	}
}
