package wire

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

func open(t *testing.T) *Wire {
	t.Helper()
	w, err := Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	})
	w.Handle(APIHost, http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		io.WriteString(rw, "hello "+r.URL.Path)
	}))
	return w
}

// proxied is a client that knows the proxy and trusts the authority alone.
func proxied(t *testing.T, w *Wire) *http.Client {
	t.Helper()
	pem, err := os.ReadFile(w.AuthorityFile())
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(pem)
	proxy, err := url.Parse(w.ProxyURL())
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{Proxy: http.ProxyURL(proxy), TLSClientConfig: &tls.Config{RootCAs: pool}}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}
}

// overSocket is a client whose every connection is the socket, as gh's is.
func overSocket(t *testing.T, w *Wire) *http.Client {
	t.Helper()
	transport := &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "unix", w.Socket())
	}}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}
}

func get(t *testing.T, c *http.Client, url string) (string, int, error) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := c.Do(req)
	if err != nil {
		return "", 0, err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body), res.StatusCode, nil
}

func TestWire_answersForAKnownHost(t *testing.T) {
	w := open(t)
	for name, c := range map[string]struct {
		client *http.Client
		url    string
	}{
		"through the proxy": {proxied(t, w), "https://api.github.com/a"},
		"on the socket":     {overSocket(t, w), "http://api.github.com/a"},
	} {
		if body, status, err := get(t, c.client, c.url); body != "hello /a" || status != 200 || err != nil {
			t.Errorf("%s: %q, %d, %v", name, body, status, err)
		}
	}
	if refused := w.Refused(); len(refused) != 0 {
		t.Errorf("refused %v", refused)
	}
}

func TestWire_refusesEveryOtherHost(t *testing.T) {
	w := open(t)
	proxy, socket := proxied(t, w), overSocket(t, w)
	if _, _, err := get(t, proxy, "https://example.com/"); err == nil || !strings.Contains(err.Error(), "the sandbox has no host example.com:443") {
		t.Errorf("https to a stranger: %v", err)
	}
	if _, _, err := get(t, proxy, "https://api.github.com:8443/"); err == nil {
		t.Error("another port of a known host was answered")
	}
	for name, c := range map[string]struct {
		client *http.Client
		url    string
	}{
		"plain http to a stranger":   {proxy, "http://example.com/"},
		"plain http to a known host": {proxy, "http://api.github.com/"},
		"a stranger on the socket":   {socket, "http://example.com/"},
	} {
		if body, status, err := get(t, c.client, c.url); status != 403 || err != nil || !strings.Contains(body, "nothing leaves it") {
			t.Errorf("%s: %q, %d, %v", name, body, status, err)
		}
	}
	want := []string{"example.com:443", "api.github.com:8443", "example.com", "api.github.com", "example.com"}
	got := w.Refused()
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("Refused = %v, want %v", got, want)
	}
}

func TestWire_refusesAHostSmuggledThroughAKnownTunnel(t *testing.T) {
	w := open(t)
	client := proxied(t, w)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://api.github.com/", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Host = "example.com"
	res, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode != http.StatusForbidden {
		t.Errorf("status %d", res.StatusCode)
	}
}

func TestHandle_addsAHostLater(t *testing.T) {
	w := open(t)
	client := proxied(t, w)
	if _, _, err := get(t, client, "https://registry.example/"); err == nil {
		t.Error("answered before it was registered")
	}
	w.Handle("Registry.example", http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) { io.WriteString(rw, "registry") }))
	if body, _, err := get(t, client, "https://registry.example/"); body != "registry" || err != nil {
		t.Errorf("%q, %v", body, err)
	}
}

func TestOpen_findsRoomForALongPath(t *testing.T) {
	dir := filepath.Join(t.TempDir(), strings.Repeat("d", 120))
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	w, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(w.Socket()) > longestSocket {
		t.Errorf("socket %s", w.Socket())
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Dir(w.Socket())); !os.IsNotExist(err) {
		t.Errorf("the socket's directory is left: %v", err)
	}
}

func TestOpen_keepsItsFilesToItself(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("file modes are a Unix idea")
	}
	w := open(t)
	for _, path := range []string{w.Socket(), w.AuthorityFile()} {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if mode := info.Mode().Perm(); mode != 0o600 {
			t.Errorf("%s has mode %o", path, mode)
		}
	}
}
