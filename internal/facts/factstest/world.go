// Package factstest is a small world for tests: acme with a central and a
// source repository on the sandbox, in which olivia owns all, erin may push,
// adam may label and rita may read. It is imported by tests only.
package factstest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/record"
	"github.com/release-request/gh-release-request/internal/release"
	"github.com/release-request/gh-release-request/internal/sandbox"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// box is the one sandbox of a test program, since go-gh reads its configuration
// once for a process. Each World has repositories of its own in it. It starts
// with the first of them, so that fuzzing what is pure runs nothing beside.
var (
	box   *sandbox.Sandbox
	start func()
	stop  = func() error { return nil }
)

// Main runs a package's tests on a sandbox. It returns the exit code, which is
// not 0 when the sandbox saw a call that GitHub does not know.
func Main(m *testing.M) int {
	dir, err := os.MkdirTemp("", "facts")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	for _, entry := range os.Environ() { // nothing of the operator's
		if name, _, _ := strings.Cut(entry, "="); strings.HasPrefix(name, "GH_") || strings.HasPrefix(name, "GIT") {
			os.Unsetenv(name)
		}
	}
	start = sync.OnceFunc(func() { startIn(dir) })
	code := m.Run()
	if err := stop(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return code
}

func startIn(dir string) {
	var err error
	if box, err = sandbox.Start(context.Background(), sandbox.Options{Dir: dir}); err != nil {
		panic(err)
	}
	h := box.Hub()
	for _, login := range []string{"olivia", "erin", "adam", "rita"} {
		h.AddUser(login, login+"@acme.test")
	}
	h.AddOrg("acme", "olivia")
	h.AddApp("acme-ci", "acme", map[string]hub.Access{"checks": hub.WriteAccess})
	upstream := ""
	for _, entry := range box.Env("olivia") {
		switch name, value, _ := strings.Cut(entry, "="); {
		case name == "GH_CONFIG_DIR":
			upstream = socketIn(value)
		case strings.HasPrefix(name, "GIT_"):
			os.Setenv(name, value)
		}
	}
	server, err := between.listen(dir, upstream)
	if err != nil {
		panic(err)
	}
	os.Setenv("GH_CONFIG_DIR", dir)
	stop = func() error { return errors.Join(server.Close(), box.Close()) }
}

// socketIn reads which socket gh is to use.
func socketIn(dir string) string {
	b, err := os.ReadFile(filepath.Join(dir, "config.yml"))
	if err != nil {
		panic(err)
	}
	for line := range strings.Lines(string(b)) {
		if socket, ok := strings.CutPrefix(line, "http_unix_socket:"); ok {
			return strings.Trim(strings.TrimSpace(socket), `"`)
		}
	}
	panic("the sandbox names no socket")
}

// World is a central and a source repository with a release branch.
type World struct {
	Central *hub.Settings
	Source  *hub.Settings
	Clone   string // of the source repository, erin's
	Commit  string // head of the release branch

	t *testing.T
}

// byHand is a workflow that nothing starts: tests stage their runs themselves.
const byHand = "on: workflow_dispatch\njobs: {build: {runs-on: ubuntu-latest, steps: [{run: 'true'}]}}\n"

const policyFile = `version: 1
binary: path
blockers: []
requests: {expire-after: never}
targets:
  npm: {environment: npm, secrets: [NPM_TOKEN]}
  docs: {environment: docs}
projects:
  sdk:
    repository: acme/SOURCE
    targets: [npm, docs]
    prepare: none
    publish: {run: ["true"]}
`

// New makes a world in which release/1.2.3 of the source repository is pushed.
func New(t *testing.T, name string) *World {
	t.Helper()
	start()
	w := &World{t: t}
	h := box.Hub()
	add := func(spec hub.RepoSpec) *hub.Settings {
		s, err := h.AddRepo(spec)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	w.Central = add(hub.RepoSpec{Owner: "acme", Name: name + "-publish", Files: map[string]string{
		".github/release-requests.yml":  strings.ReplaceAll(policyFile, "SOURCE", name),
		".github/workflows/publish.yml": byHand,
	}})
	w.Source = add(hub.RepoSpec{Owner: "acme", Name: name, Files: map[string]string{"VERSION": "1.0.0\n", ".github/workflows/ci.yml": byHand}})
	w.Central.SetRole("adam", hub.Triage)
	w.Source.SetRole("erin", hub.Write)
	w.Central.AddLabel("accepted", "0e8a16", "")
	for _, environment := range []string{"npm", "docs"} {
		w.Central.AddEnvironment(hub.EnvironmentSpec{Name: environment, Branches: []string{"main"}})
	}
	w.Source.ReportCheckOnPush("test", "acme-ci", "success")
	w.Clone = filepath.Join(t.TempDir(), "clone")
	w.Git("erin", "", "clone", "-q", w.Source.Repository().Dir, w.Clone) // nobody asks how erin got it
	w.Git("erin", w.Clone, "remote", "set-url", "origin", "https://github.com/acme/"+name+".git")
	w.Commit = w.Push("1.2.3")
	return w
}

// Push makes the release branch of a version with one commit on main, made with
// further arguments of git commit, pushes it as erin and returns the commit.
func (w *World) Push(version release.Version, args ...string) string {
	w.t.Helper()
	branch := "release/" + string(version)
	w.Git("erin", w.Clone, "fetch", "-q", w.Source.Repository().Dir, "main")
	w.Git("erin", w.Clone, "switch", "-q", "-c", branch, "FETCH_HEAD")
	w.Write("VERSION", string(version)+"\n")
	w.Git("erin", w.Clone, append([]string{"commit", "-q", "-m", "release: " + string(version)}, args...)...)
	w.Git("erin", w.Clone, "push", "-q", "origin", branch)
	return w.Git("erin", w.Clone, "rev-parse", "HEAD")
}

// Write writes a file of the clone and stages it.
func (w *World) Write(path, content string) {
	w.t.Helper()
	file := filepath.Join(w.Clone, path)
	if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o700), os.WriteFile(file, []byte(content), 0o600)); err != nil {
		w.t.Fatal(err)
	}
	w.Git("erin", w.Clone, "add", path)
}

// Git runs git as a person and returns what it printed.
func (w *World) Git(who, dir string, args ...string) string {
	w.t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir, cmd.Env = dir, box.Env(who)
	out, err := cmd.CombinedOutput()
	if err != nil {
		w.t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(string(out))
}

// Client is a person's door to GitHub.
func (w *World) Client(who string) *github.Client {
	w.t.Helper()
	return newClient(w.t, box.Hub().NewToken(hub.TokenSpec{User: who}).Secret)
}

// JobClient is the door of a job of the central repository's workflow.
func (w *World) JobClient() *github.Client {
	w.t.Helper()
	return newClient(w.t, box.Hub().NewToken(hub.TokenSpec{Kind: hub.Job, Repos: []string{w.Repository()}, Permissions: map[string]hub.Access{
		"contents": hub.ReadAccess, "issues": hub.WriteAccess, "actions": hub.ReadAccess,
	}}).Secret)
}

// Name is the source repository's; the central one is called Name-publish.
func (w *World) Name() string { return "acme/" + w.Source.Repository().Name }

// Repository is the central repository.
func (w *World) Repository() string { return w.Name() + "-publish" }

// Hub is the state of the sandbox.
func (w *World) Hub() *hub.Hub { return box.Hub() }

// File files a request for 1.2.3 as erin and returns its number.
func (w *World) File() int {
	w.t.Helper()
	return w.FileAs("erin", w.Request("1.2.3", w.Commit))
}

// Request is one that erin may file.
func (w *World) Request(version release.Version, commit string) release.Request {
	return release.Request{
		Schema: release.Schema, Project: w.Name(), Version: version, Commit: commit, Branch: "release/" + string(version), Base: "main",
		Targets: []string{"npm", "docs"}, Requester: "erin", Changelog: record.HashChangelog(""),
	}
}

// FileAs files a request as a person and returns its number.
func (w *World) FileAs(who string, request release.Request) int {
	w.t.Helper()
	title, body := w.Render(request)
	issue, err := w.Client(who).CreateIssue(w.t.Context(), w.Repository(), title, body)
	if err != nil {
		w.t.Fatal(err)
	}
	return issue.Number
}

// Render is the issue of a request.
func (w *World) Render(request release.Request) (title, body string) {
	w.t.Helper()
	title, body, err := record.Render(request, "", "github.com")
	if err != nil {
		w.t.Fatal(err)
	}
	return title, body
}

// Press sets the label accepted as a person.
func (w *World) Press(who string, number int) {
	w.t.Helper()
	if err := w.Client(who).AddLabel(w.t.Context(), w.Repository(), number, policy.LabelAccepted); err != nil {
		w.t.Fatal(err)
	}
}

// Read reads a request as the gate does, through a change of the answers; nil:
// none.
func (w *World) Read(number int, change Change) *facts.Reading {
	w.t.Helper()
	reading, err := w.TryRead(number, change)
	if err != nil {
		w.t.Fatal(err)
	}
	return reading
}

// TryRead is Read with its error.
func (w *World) TryRead(number int, change Change) (*facts.Reading, error) {
	w.t.Helper()
	reader := w.Reader("olivia", false)
	if change != nil {
		c := w.ClientThrough("olivia", change)
		reader.Central, reader.Source, reader.People = c, c, c
	}
	return reader.Read(w.t.Context(), number)
}

// Reader reads as a person, with that person's token for everything.
func (w *World) Reader(who string, preview bool) *facts.Reader {
	c := w.Client(who)
	r := &facts.Reader{Repository: w.Name() + "-publish", Central: c, Source: c, People: c, Preview: preview}
	if !preview {
		r.KeyLogin = func(context.Context) (string, error) { return who, nil }
	}
	return r
}

// Calls lists the API calls so far.
func (w *World) Calls() []sandbox.Call { return box.Calls() }
