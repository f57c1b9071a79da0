package sandbox

import (
	"cmp"
	"fmt"
	"go/build"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
	"github.com/release-request/gh-release-request/internal/sandbox/wire"
)

// people are the homes of those who use programs in the sandbox.
type people struct {
	hub  *hub.Hub
	wire *wire.Wire
	host string // of the web and git
	dir  string // of the homes
	temp string
	path string // PATH

	mu    sync.Mutex
	homes map[string]home // by login; the one without a token by ""
	jobs  int             // how many jobs have been given settings
}

// Env is the complete environment of a person with a token of their own: nothing of the operator's is in it but the
// directories in which the tools were found, and Go's module cache, without which nothing could be built inside. The home is made at the first call. An unknown login is a panic, since
// tests and scenarios name people in program text.
func (s *Sandbox) Env(login string) []string {
	user := s.hub.As(login).User
	return s.people.env(person{login: user.Login, name: user.Login, email: user.Email()})
}

// EnvWithoutToken is the environment of somebody who has not signed in.
func (s *Sandbox) EnvWithoutToken() []string {
	return s.people.env(person{name: "Nobody", email: "nobody@localhost"})
}

func (p *people) env(who person) []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	h, ok := p.homes[who.login]
	if !ok {
		dir := filepath.Join(p.dir, "_nobody")
		if who.login != "" {
			dir = filepath.Join(p.dir, who.login)
			who.token = p.hub.NewToken(hub.TokenSpec{User: who.login}).Secret
		}
		var err error
		if h, err = makeHome(dir, p.host, who, p.wire); err != nil {
			panic(fmt.Sprintf("sandbox: making the home of %s: %v", who.name, err))
		}
		p.homes[who.login] = h
	}
	return p.environment(h, who.name)
}

// environment is what a program needs to live in a home: the same for people and for jobs.
func (p *people) environment(h home, name string) []string {
	proxy, authority := p.wire.ProxyURL(), p.wire.AuthorityFile()
	env := []string{
		"PATH=" + p.path, "HOME=" + h.dir, "USER=" + name, "LOGNAME=" + name, "SHELL=/bin/sh", "TMPDIR=" + p.temp,
		"LANG=C.UTF-8", "TZ=UTC", "TERM=xterm-256color", "GOMODCACHE=" + moduleCache(), "GOPROXY=off", "GOTOOLCHAIN=local",
		"GH_CONFIG_DIR=" + h.ghConfig(), "GH_NO_UPDATE_NOTIFIER=1",
		"GIT_CONFIG_GLOBAL=" + h.gitConfig(), "GIT_CONFIG_NOSYSTEM=1", "GIT_TERMINAL_PROMPT=0",
		"GIT_ALLOW_PROTOCOL=https:http:file", // ssh and git:// know no proxy, so they could leave
	}
	for _, name := range []string{"HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY"} {
		env = append(env, name+"="+proxy, strings.ToLower(name)+"="+proxy)
	}
	for _, name := range []string{"SSL_CERT_FILE", "CURL_CA_BUNDLE", "NODE_EXTRA_CA_CERTS", "REQUESTS_CA_BUNDLE"} {
		env = append(env, name+"="+authority)
	}
	return env
}

// jobEnvironment is what a job's steps find beside what Actions sets. The settings are made for this job alone, so that what it
// writes into them is not read by another; they hold no token, and HOME is the runner's to give. Nothing is the answer if they
// cannot be made: the job then fails for want of a PATH.
func (p *people) jobEnvironment(hub.Repository) map[string]string {
	p.mu.Lock()
	p.jobs++
	dir := filepath.Join(p.dir, fmt.Sprintf("_job%d", p.jobs))
	p.mu.Unlock()
	h, err := makeHome(dir, p.host, person{}, p.wire)
	if err != nil {
		return nil
	}
	env := map[string]string{}
	for _, entry := range p.environment(h, "runner") {
		name, value, _ := strings.Cut(entry, "=")
		env[name] = value
	}
	for _, name := range []string{"HOME", "TMPDIR", "TERM", "GOMODCACHE", "GOPROXY", "GOTOOLCHAIN"} {
		delete(env, name) // a fresh machine without a terminal
	}
	return env
}

// moduleCache is where the go command keeps modules.
func moduleCache() string {
	return cmp.Or(os.Getenv("GOMODCACHE"), filepath.Join(build.Default.GOPATH, "pkg", "mod"))
}

// tools are the programs that people and jobs may need. Those that are missing are left out of PATH, not an error.
var tools = []string{"git", "gh", "sh", "env", "make", "go", "curl", "node", "npm"}

// searchPath is the directory of the program, then those in which the tools are, then the system's.
func searchPath(program string) string {
	var dirs []string
	add := func(dir string) {
		if !slices.Contains(dirs, dir) {
			dirs = append(dirs, dir)
		}
	}
	if program != "" {
		add(filepath.Dir(program))
	}
	for _, tool := range tools {
		if path, err := exec.LookPath(tool); err == nil {
			add(filepath.Dir(path))
		}
	}
	for _, dir := range []string{"/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/sbin"} {
		add(dir)
	}
	return strings.Join(dirs, string(os.PathListSeparator))
}
