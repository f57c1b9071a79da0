package npm

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// RegistryHost is the host that npm publishes to if nothing else is said.
const RegistryHost = "registry.npmjs.org"

// Registry is a verdaccio that runs, empty at first. Whoever has a token may
// publish, and everybody may read.
type Registry struct {
	server *exec.Cmd
	ended  chan struct{} // closed when it runs no more
	base   *url.URL
}

// starting bounds how long the registry may take until it answers.
const starting = time.Minute

const registryConfig = `storage: ./storage
auth: {htpasswd: {file: ./htpasswd}}
uplinks: {}
packages: {'**': {access: $all, publish: $authenticated, unpublish: $authenticated}}
log: {type: stdout, format: json, level: http}
`

// StartRegistry starts a registry that keeps everything in a folder, which is
// made. Close ends it.
func (p *Programs) StartRegistry(ctx context.Context, dir string) (*Registry, error) {
	if err := os.Mkdir(dir, 0o700); err != nil {
		return nil, err
	}
	config := filepath.Join(dir, "config.yaml")
	if err := os.WriteFile(config, []byte(registryConfig), 0o600); err != nil {
		return nil, err
	}
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	address := free.Addr().String()
	if err := free.Close(); err != nil {
		return nil, err
	}
	r := &Registry{ended: make(chan struct{}), base: &url.URL{Scheme: "http", Host: address}}
	r.server = exec.Command(p.node, filepath.Join(p.modules, "verdaccio", "bin", "verdaccio"), "--config", config, "--listen", address)
	r.server.Dir, r.server.Env = dir, []string{"PATH=" + filepath.Dir(p.node), "HOME=" + dir, "NODE_NO_WARNINGS=1"}
	if err := r.server.Start(); err != nil {
		return nil, err
	}
	go func() {
		_ = r.server.Wait()
		close(r.ended)
	}()
	if err := r.answers(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("the registry does not start: %w", err), r.Close())
	}
	return r, nil
}

// answers waits until the registry does.
func (r *Registry) answers(ctx context.Context) error {
	ctx, stop := context.WithTimeout(ctx, starting)
	defer stop()
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for {
		if err := r.ask(ctx, http.MethodGet, "-/ping", "", nil); err == nil {
			return nil
		}
		select {
		case <-r.ended:
			return errors.New("verdaccio ended")
		case <-ctx.Done():
			return ctx.Err()
		case <-again.C:
		}
	}
}

// NewToken makes a user, and a token of theirs.
func (r *Registry) NewToken(ctx context.Context, user string) (string, error) {
	var made struct{ Token string }
	err := r.ask(ctx, http.MethodPut, "-/user/org.couchdb.user:"+user, fmt.Sprintf(`{"name": %q, "password": "correct-horse"}`, user), &made)
	if err == nil && made.Token == "" {
		err = errors.New("the registry made no token")
	}
	return made.Token, err
}

// Versions lists the versions of a package, sorted; none for a package
// that is not there.
func (r *Registry) Versions(ctx context.Context, name string) ([]string, error) {
	var found struct{ Versions map[string]struct{} }
	err := r.ask(ctx, http.MethodGet, url.PathEscape(name), "", &found)
	if status, ok := errors.AsType[statusError](err); ok && status == http.StatusNotFound {
		return nil, nil
	}
	return slices.Sorted(maps.Keys(found.Versions)), err
}

// statusError is an answer that says no.
type statusError int

func (e statusError) Error() string {
	return fmt.Sprintf("the registry answers %d %s", int(e), http.StatusText(int(e)))
}

func (r *Registry) ask(ctx context.Context, method, path, body string, answer any) error {
	req, err := http.NewRequestWithContext(ctx, method, r.base.JoinPath(path).String(), strings.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode >= http.StatusBadRequest {
		return statusError(resp.StatusCode)
	}
	if answer == nil {
		return nil
	}
	return json.NewDecoder(resp.Body).Decode(answer)
}

// Handler answers for RegistryHost over HTTPS.
func (r *Registry) Handler() http.Handler {
	return &httputil.ReverseProxy{Rewrite: func(p *httputil.ProxyRequest) {
		p.SetURL(r.base)
		p.Out.Host = p.In.Host // so that addresses in answers are of that host
		p.Out.Header.Set("X-Forwarded-Proto", "https")
	}}
}

// Close ends the registry.
func (r *Registry) Close() error {
	err := r.server.Process.Kill()
	<-r.ended
	if errors.Is(err, os.ErrProcessDone) {
		return nil
	}
	return err
}
