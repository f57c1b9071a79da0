package git_test

import (
	"encoding/base64"
	"encoding/pem"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/cgi"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

const (
	token   = "ghs_0123456789abcdefghijABCDEFGHIJ012345"
	private = "/private/"
	renamed = "/renamed/"
)

// remote is a host of git repositories over https. Those below /private/ want
// the token, and those below /renamed/ are redirected to another host, if there
// is one.
type remote struct {
	*httptest.Server
	root string
	cert string // PEM file

	mu      sync.Mutex
	asked   []string // method, path and Authorization of each request
	movedTo string
}

func newRemote(t *testing.T) *remote {
	t.Helper()
	r := &remote{root: t.TempDir()}
	execPath := newPerson(t).git(r.root, "--exec-path")
	backend := &cgi.Handler{
		Path: filepath.Join(execPath, "git-http-backend"), Logger: log.New(io.Discard, "", 0), Stderr: io.Discard,
		Env: []string{"GIT_PROJECT_ROOT=" + r.root, "GIT_HTTP_EXPORT_ALL=1", "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=" + os.DevNull},
	}
	r.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		r.mu.Lock()
		r.asked = append(r.asked, q.Method+" "+q.URL.Path+" "+strings.Join(q.Header.Values("Authorization"), ", "))
		movedTo := r.movedTo
		r.mu.Unlock()
		user, password, _ := q.BasicAuth()
		switch {
		case strings.HasPrefix(q.URL.Path, renamed) && movedTo != "":
			http.Redirect(w, q, movedTo+q.URL.RequestURI(), http.StatusMovedPermanently)
		case len(q.Header.Values("Authorization")) > 1:
			http.Error(w, "Duplicate header: Authorization", http.StatusBadRequest)
		case strings.HasPrefix(q.URL.Path, private) && (user == "" || password != token), user != "" && password != token:
			w.Header().Set("WWW-Authenticate", `Basic realm="GitHub"`)
			http.Error(w, "Invalid username or token.", http.StatusUnauthorized)
		default:
			// CGI wants the length of the body, which git sends in chunks.
			body, err := io.ReadAll(q.Body)
			if err != nil {
				return
			}
			q.Body, q.ContentLength, q.TransferEncoding = io.NopCloser(strings.NewReader(string(body))), int64(len(body)), nil
			backend.ServeHTTP(w, q)
		}
	}))
	r.Config.ErrorLog = log.New(io.Discard, "", 0)
	r.StartTLS()
	t.Cleanup(r.Close)
	r.cert = filepath.Join(r.root, "ca.pem")
	block := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: r.Certificate().Raw})
	if err := os.WriteFile(r.cert, block, 0o600); err != nil {
		t.Fatal(err)
	}
	return r
}

// requests lists what was asked for so far.
func (r *remote) requests() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return strings.Join(r.asked, "\n")
}

func (r *remote) redirectTo(other *remote) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.movedTo = other.URL
}

// put makes a bare repository of the host out of a repository of the person's,
// with all its branches and tags, and returns its URL.
func (r *remote) put(p *person, path, work string) string {
	p.t.Helper()
	p.git(work, "push", "--quiet", "--mirror", p.bare(r.root, path))
	return r.URL + path
}

func (p *person) bare(root, path string) string {
	p.t.Helper()
	dir := filepath.Join(root, filepath.FromSlash(path))
	if _, err := os.Stat(dir); err != nil {
		p.git(p.home, "init", "--quiet", "--bare", dir)
		p.git(dir, "config", "uploadpack.allowReachableSHA1InWant", "true") // as GitHub does
	}
	return dir
}

// tunnel is a proxy that leads every host to one.
func tunnel(t *testing.T, to *remote) (url string, connects func() []string) {
	t.Helper()
	var mu sync.Mutex
	var asked []string
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		mu.Lock()
		asked = append(asked, q.Method+" "+q.Host)
		mu.Unlock()
		out, err := net.Dial("tcp", to.Listener.Addr().String())
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		defer out.Close()
		in, buffered, err := w.(http.Hijacker).Hijack()
		if err != nil {
			return
		}
		defer in.Close()
		io.WriteString(in, "HTTP/1.1 200 Connection established\r\n\r\n")
		go func() {
			io.Copy(out, buffered)
			out.(*net.TCPConn).CloseWrite()
		}()
		io.Copy(in, out)
	}))
	t.Cleanup(proxy.Close)
	return proxy.URL, func() []string {
		mu.Lock()
		defer mu.Unlock()
		return asked
	}
}

// holdsToken reports whether text holds the token in a form in which it works.
func holdsToken(text string) bool {
	for _, form := range []string{token, base64.StdEncoding.EncodeToString([]byte("x-access-token:" + token))} {
		if strings.Contains(text, form) {
			return true
		}
	}
	return false
}
