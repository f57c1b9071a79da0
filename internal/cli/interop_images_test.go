package cli

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/crypto/bcrypt"
)

// imagesConfig is that of Debian's docker-registry.
// https://distribution.github.io/distribution/about/configuration/
const imagesConfig = `version: 0.1
log: {level: error}
storage: {filesystem: {rootdirectory: %[1]s/images}}
http: {addr: %[2]q}
auth: {htpasswd: {realm: acme, path: %[1]s/htpasswd}}
`

func missProgram(ts *testscript.TestScript, neg bool, args []string) {
	if os.Getenv("REQUIRE_TOOLS") == "1" {
		ts.Fatalf("%s is missing", args[0])
	}
}

// startImages serves a registry of images at a host, with one user whose
// password is in a variable.
func startImages(ts *testscript.TestScript, neg bool, args []string) {
	host, user, password := args[0], args[1], ts.Getenv(args[2])
	dir := ts.MkAbs(".images")
	ts.Check(os.Mkdir(dir, 0o700))
	hash, err := bcrypt.GenerateFromPassword([]byte(password), bcrypt.MinCost)
	ts.Check(err)
	ts.Check(os.WriteFile(filepath.Join(dir, "htpasswd"), fmt.Appendf(nil, "%s:%s\n", user, hash), 0o600))
	free, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	address := free.Addr().String()
	ts.Check(free.Close())
	config := filepath.Join(dir, "config.yml")
	ts.Check(os.WriteFile(config, fmt.Appendf(nil, imagesConfig, dir, address), 0o600))
	server := exec.Command("docker-registry", "serve", config)
	server.Dir, server.Env = dir, []string{"HOME=" + dir, "OTEL_TRACES_EXPORTER=none"}
	ts.Check(server.Start())
	ts.Defer(func() { _ = server.Process.Kill(); _ = server.Wait() })
	base := &url.URL{Scheme: "http", Host: address}
	for began := time.Now(); ; <-time.After(20 * time.Millisecond) {
		if answer, err := http.Get(base.JoinPath("v2/").String()); err == nil {
			answer.Body.Close()
			break
		} else if time.Since(began) > time.Minute {
			ts.Fatalf("docker-registry does not start: %v", err)
		}
	}
	boxOf(ts).Handle(host, &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(base); r.Out.Host = r.In.Host }})
}
