// Package factstest is a small world for tests: acme with a central and a
// source repository on the sandbox, in which olivia owns all, erin may push,
// adam may label and rita may read. It is imported by tests only.
package factstest

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/record"
	"github.com/release-request/gh-release-request/internal/release"
	"github.com/release-request/gh-release-request/internal/sandbox"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// box is the one sandbox of a test program, since go-gh reads its configuration
// once for a process. Each World has repositories of its own in it.
var box *sandbox.Sandbox

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
	if box, err = sandbox.Start(context.Background(), sandbox.Options{Dir: dir}); err != nil {
		panic(err)
	}
	h := box.Hub()
	for _, login := range []string{"olivia", "erin", "adam", "rita"} {
		h.AddUser(login, login+"@acme.test")
	}
	h.AddOrg("acme", "olivia")
	h.AddApp("acme-ci", "acme", map[string]hub.Access{"checks": hub.WriteAccess})
	for _, entry := range box.Env("olivia") {
		if name, value, _ := strings.Cut(entry, "="); strings.HasSuffix(name, "_CONFIG_DIR") || strings.HasPrefix(name, "GIT_") {
			os.Setenv(name, value)
		}
	}
	code := m.Run()
	if err := box.Close(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return code
}

// World is a central and a source repository with a release branch.
type World struct {
	Central *hub.Settings
	Source  *hub.Settings
	Clone   string // of the source repository, erin's
	Commit  string // head of the release branch

	t *testing.T
}

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
		".github/release-requests.yml": strings.ReplaceAll(policyFile, "SOURCE", name),
	}})
	w.Source = add(hub.RepoSpec{Owner: "acme", Name: name, Files: map[string]string{"VERSION": "1.0.0\n", ".github/workflows/ci.yml": "on: push\njobs: {}\n"}})
	w.Central.SetRole("adam", hub.Triage)
	w.Source.SetRole("erin", hub.Write)
	w.Central.AddLabel("accepted", "0e8a16", "")
	for _, environment := range []string{"npm", "docs"} {
		w.Central.AddEnvironment(hub.EnvironmentSpec{Name: environment, Branches: []string{"main"}})
	}
	w.Source.ReportCheckOnPush("test", "acme-ci", "success")
	w.Clone = filepath.Join(t.TempDir(), "clone")
	w.Git("erin", "", "clone", "-q", "https://github.com/acme/"+name+".git", w.Clone)
	w.Git("erin", w.Clone, "switch", "-q", "-c", "release/1.2.3")
	if err := os.WriteFile(filepath.Join(w.Clone, "VERSION"), []byte("1.2.3\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	w.Git("erin", w.Clone, "commit", "-q", "-a", "-m", "release: 1.2.3")
	w.Git("erin", w.Clone, "push", "-q", "origin", "release/1.2.3")
	w.Commit = w.Git("erin", w.Clone, "rev-parse", "HEAD")
	return w
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
	token := box.Hub().NewToken(hub.TokenSpec{User: who}).Secret
	c, err := github.New(github.Options{Host: "github.com", Token: token, UserAgent: "test"})
	if err != nil {
		w.t.Fatal(err)
	}
	return c
}

// Name is the source repository's; the central one is called Name-publish.
func (w *World) Name() string { return "acme/" + w.Source.Repository().Name }

// Repository is the central repository.
func (w *World) Repository() string { return w.Name() + "-publish" }

// Hub is the state of the sandbox.
func (w *World) Hub() *hub.Hub { return box.Hub() }

// File files a request as erin and returns its number.
func (w *World) File() int {
	w.t.Helper()
	request := release.Request{
		Schema: release.Schema, Project: w.Name(), Version: "1.2.3", Commit: w.Commit, Branch: "release/1.2.3", Base: "main",
		Targets: []string{"npm", "docs"}, Requester: "erin", Changelog: record.HashChangelog(""),
	}
	title, body, err := record.Render(request, "", "github.com")
	if err != nil {
		w.t.Fatal(err)
	}
	issue, err := w.Client("erin").CreateIssue(w.t.Context(), w.Repository(), title, body)
	if err != nil {
		w.t.Fatal(err)
	}
	return issue.Number
}

// Reader reads as a person, with that person's token for everything.
func (w *World) Reader(who string, preview bool) *facts.Reader {
	c := w.Client(who)
	return &facts.Reader{Repository: w.Name() + "-publish", Central: c, Source: c, People: c, Preview: preview}
}

// Calls lists the API calls so far.
func (w *World) Calls() []sandbox.Call { return box.Calls() }
