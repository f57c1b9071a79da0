package git_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/git"
)

// TestMain takes everything of the operator's away from git.
func TestMain(m *testing.M) {
	home, err := os.MkdirTemp("", "home")
	if err != nil {
		panic(err)
	}
	for _, entry := range os.Environ() {
		if name, _, _ := strings.Cut(entry, "="); strings.HasPrefix(name, "GIT_") || strings.HasSuffix(strings.ToLower(name), "_proxy") {
			os.Unsetenv(name)
		}
	}
	for name, value := range map[string]string{
		"HOME": home, "XDG_CONFIG_HOME": home, "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.DevNull, "LANG": "C",
	} {
		os.Setenv(name, value)
	}
	code := m.Run()
	os.RemoveAll(home)
	os.Exit(code)
}

// person is somebody with settings and a home of their own.
type person struct {
	t    *testing.T
	home string
	env  []string
}

func newPerson(t *testing.T) *person {
	t.Helper()
	p := &person{t: t, home: t.TempDir()}
	p.env = []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + p.home, "XDG_CONFIG_HOME=" + p.home, "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=" + p.file(".gitconfig"), "LANG=C",
	}
	p.write(p.home, map[string]string{".gitconfig": "[user]\n\tname = Erin\n\temail = erin@acme.test\n[init]\n\tdefaultBranch = main\n"})
	return p
}

func (p *person) file(name string) string { return filepath.Join(p.home, name) }

// set adds a line to the person's global settings.
func (p *person) set(key, value string) {
	p.t.Helper()
	p.git(p.home, "config", "--file", p.file(".gitconfig"), "--add", key, value)
}

// here makes this process, and so Checkout, run as the person.
func (p *person) here() {
	for _, entry := range p.env {
		name, value, _ := strings.Cut(entry, "=")
		p.t.Setenv(name, value)
	}
}

// git runs the real git as anybody would, to set things up and to look.
func (p *person) git(dir string, args ...string) string {
	p.t.Helper()
	out, err := p.tryGit(dir, args...)
	if err != nil {
		p.t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return out
}

func (p *person) tryGit(dir string, args ...string) (string, error) {
	cmd := exec.Command("git", args...)
	cmd.Dir, cmd.Env = dir, p.env
	out, err := cmd.CombinedOutput()
	return strings.TrimSpace(string(out)), err
}

// settings are what Clone is handed.
func (p *person) settings() git.Repository { return git.Repository{Env: p.env} }

// in is the door to a repository, used by the person.
func (p *person) in(dir string) git.Repository { return git.Repository{Dir: dir, Env: p.env} }

// write writes files below dir.
func (p *person) write(dir string, files map[string]string) {
	p.t.Helper()
	for name, content := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			p.t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			p.t.Fatal(err)
		}
	}
}

// commit commits files on the branch that is checked out in dir.
func (p *person) commit(dir string, files map[string]string) string {
	p.t.Helper()
	p.write(dir, files)
	p.git(dir, "add", "--all")
	p.git(dir, "commit", "--quiet", "--allow-empty", "--message=change")
	return p.git(dir, "rev-parse", "HEAD")
}

// upstream makes a bare repository whose main has one commit, and a clone of
// it to push from.
func (p *person) upstream() (bare, work string) {
	p.t.Helper()
	dir := p.t.TempDir()
	bare, work = filepath.Join(dir, "sdk.git"), filepath.Join(dir, "work")
	p.git(dir, "init", "--quiet", "--bare", "--initial-branch=main", bare)
	p.git(bare, "config", "uploadpack.allowFilter", "true")
	p.git(bare, "config", "core.hooksPath", filepath.Join(bare, "hooks")) // the other side's, never the person's
	p.git(dir, "init", "--quiet", work)
	p.git(work, "remote", "add", "origin", bare)
	p.commit(work, map[string]string{"VERSION": "1.0.0\n", "docs/guide.md": "guide\n"})
	p.git(work, "push", "--quiet", "origin", "main")
	return bare, work
}

// marker is a program that leaves a mark when it is run, and passes on what it
// is given, as a filter does.
type marker struct {
	t     *testing.T
	marks string
}

func newMarker(t *testing.T) marker { return marker{t, filepath.Join(t.TempDir(), "marks")} }

// program writes the program to path.
func (m marker) program(path string) string {
	m.t.Helper()
	script := fmt.Sprintf("#!/bin/sh\necho %s >>'%s'\n", filepath.Base(path), m.marks)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		m.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(script), 0o700); err != nil {
		m.t.Fatal(err)
	}
	return path
}

// take returns the marks so far and wipes them.
func (m marker) take() []string {
	m.t.Helper()
	b, err := os.ReadFile(m.marks)
	if os.IsNotExist(err) {
		return nil
	}
	if err != nil {
		m.t.Fatal(err)
	}
	if err := os.Remove(m.marks); err != nil {
		m.t.Fatal(err)
	}
	return strings.Fields(string(b))
}

// spy puts a git before the real one on this process's PATH that runs a line of
// shell first, in which $real is the real git and $log a file. It returns what
// reads the log.
func spy(t *testing.T, line string) func() string {
	t.Helper()
	real, err := exec.LookPath("git")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	log := filepath.Join(dir, "log")
	script := fmt.Sprintf("#!/bin/sh\nreal='%s' log='%s'\n%s\nexec \"$real\" \"$@\"\n", real, log, line)
	if err := os.WriteFile(filepath.Join(dir, "git"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
	return func() string {
		t.Helper()
		b, err := os.ReadFile(log)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
}

func read(t *testing.T, path ...string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(path...))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
