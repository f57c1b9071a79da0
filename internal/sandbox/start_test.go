package sandbox

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// start starts a sandbox with the organisation acme, its public repository acme/sdk, olga who owns acme, wendy who may
// write there, tara who may triage, and rita who may read.
func start(t *testing.T, o Options) *Sandbox {
	t.Helper()
	s, err := Start(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	for _, login := range []string{"olga", "wendy", "tara", "rita"} {
		s.Hub().AddUser(login)
	}
	s.Hub().AddOrg("acme", "olga")
	sdk, err := s.Hub().AddRepo(hub.RepoSpec{Owner: "acme", Name: "sdk", Description: "A kit", Files: map[string]string{"README.md": "# The kit\n"}})
	if err != nil {
		t.Fatal(err)
	}
	sdk.SetRole("wendy", hub.Write)
	sdk.SetRole("tara", hub.Triage)
	sdk.SetRole("rita", hub.Read)
	return s
}

// A shell runs programs as one person in a directory of their own.
type shell struct {
	t   *testing.T
	env []string
	dir string
}

func (s *Sandbox) shell(t *testing.T, login string) shell {
	return shell{t: t, env: s.Env(login), dir: t.TempDir()}
}

// run returns what the program printed, both streams apart.
func (s shell) run(name string, args ...string) (stdout, stderr string, err error) {
	s.t.Helper()
	path := lookPath(s.t, s.env, name)
	cmd := exec.CommandContext(s.t.Context(), path, args...)
	cmd.Dir, cmd.Env = s.dir, s.env
	var out, problems bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &problems
	err = cmd.Run()
	return out.String(), problems.String(), err
}

// must fails the test if the program does.
func (s shell) must(name string, args ...string) string {
	s.t.Helper()
	out, problems, err := s.run(name, args...)
	if err != nil {
		s.t.Fatalf("%s %s: %v\n%s%s", name, strings.Join(args, " "), err, out, problems)
	}
	return out
}

// refused fails the test unless the program does, and says so in these words.
func (s shell) refused(words, name string, args ...string) {
	s.t.Helper()
	out, problems, err := s.run(name, args...)
	if err == nil || !strings.Contains(out+problems, words) {
		s.t.Errorf("%s %s: %v, want a failure with %q\n%s%s", name, strings.Join(args, " "), err, words, out, problems)
	}
}

// lookPath finds a program on the PATH of an environment. One that is missing skips the test, unless REQUIRE_TOOLS=1 says
// that this machine has all of them.
func lookPath(t *testing.T, env []string, name string) string {
	t.Helper()
	for _, dir := range filepath.SplitList(value(env, "PATH")) {
		path := filepath.Join(dir, name)
		if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() && info.Mode().Perm()&0o111 != 0 {
			return path
		}
	}
	if os.Getenv("REQUIRE_TOOLS") == "1" {
		t.Fatalf("%s is missing, and REQUIRE_TOOLS=1 forbids to skip", name)
	}
	t.Skipf("%s is missing: this proof needs it", name)
	return ""
}

func value(env []string, name string) string {
	for _, entry := range env {
		if v, ok := strings.CutPrefix(entry, name+"="); ok {
			return v
		}
	}
	return ""
}

func TestStart_removesOnlyWhatItMade(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	s, err := Start(t.Context(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	s.Hub().AddUser("ann")
	s.Env("ann")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(os.TempDir()); len(left) != 0 || err != nil {
		t.Errorf("left in the temporary directory: %v, %v", left, err)
	}
	dir := filepath.Join(t.TempDir(), "mine")
	s, err = Start(t.Context(), Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "git")); err != nil {
		t.Errorf("the caller's directory was removed: %v", err)
	}
}

func TestStart_saysThatGitIsMissing(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	t.Setenv("PATH", t.TempDir())
	s, err := Start(t.Context(), Options{})
	if err == nil || !strings.Contains(err.Error(), "the sandbox needs git") {
		t.Errorf("Start = %v, %v", s, err)
	}
	if left, err := os.ReadDir(os.TempDir()); len(left) != 0 || err != nil {
		t.Errorf("left after a failed start: %v, %v", left, err)
	}
}

func TestStart_saysThatGitHasNoHTTPBackend(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the stand-in for git is a shell script")
	}
	bin := t.TempDir()
	script := "#!/bin/sh\ncase $1 in version) echo git version 2.50.0 ;; --exec-path) echo " + bin + " ;; esac\n"
	if err := os.WriteFile(filepath.Join(bin, "git"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", bin)
	if s, err := Start(t.Context(), Options{}); err == nil || !strings.Contains(err.Error(), "install git's HTTP server") {
		t.Errorf("Start = %v, %v", s, err)
	}
}

func TestEnv_holdsNothingOfTheOperators(t *testing.T) {
	for _, name := range []string{"GH_TOKEN", "GITHUB_TOKEN", "GIT_DIR", "HOME", "XDG_CONFIG_HOME", "GIT_CONFIG_COUNT", "NO_COLOR", "SECRET_OF_MINE"} {
		t.Setenv(name, "of-the-operator")
	}
	t.Setenv("HOME", t.TempDir())
	s := start(t, Options{})
	for who, env := range map[string][]string{"rita": s.Env("rita"), "nobody": s.EnvWithoutToken()} {
		for _, entry := range env {
			if strings.Contains(entry, "of-the-operator") || strings.Contains(entry, os.Getenv("HOME")) {
				t.Errorf("%s has %s", who, entry)
			}
		}
		for _, name := range []string{"GH_TOKEN", "GITHUB_TOKEN", "GIT_DIR", "NO_COLOR", "GH_PROMPT_DISABLED"} {
			if slices.ContainsFunc(env, func(e string) bool { return strings.HasPrefix(e, name+"=") }) {
				t.Errorf("%s has %s", who, name)
			}
		}
	}
	if !slices.Equal(s.Env("rita"), s.Env("RITA")) {
		t.Error("a second look gives another environment")
	}
}

func TestEnv_keepsSecretsInFilesOfTheirOwner(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("file modes are a Unix idea")
	}
	dir := t.TempDir()
	s := start(t, Options{Dir: dir})
	for _, entry := range s.Env("rita") {
		if strings.Contains(entry, "ghp_") {
			t.Errorf("a token in the environment: %s", entry)
		}
	}
	err := filepath.WalkDir(filepath.Join(dir, "homes"), func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		if info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %o", path, info.Mode().Perm())
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestEnv_buildsGoProgramsWithoutANetwork(t *testing.T) {
	s := start(t, Options{})
	rita := s.shell(t, "rita")
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	rita.dir = here
	rita.must("go", "list", "-deps", ".")
	if refused := s.Refused(); len(refused) != 0 {
		t.Errorf("refused: %v", refused)
	}
}

func TestSearchPath_beginsWithTheProgram(t *testing.T) {
	program := filepath.Join(t.TempDir(), "gh-release-request")
	if got := filepath.SplitList(searchPath(program)); got[0] != filepath.Dir(program) {
		t.Errorf("PATH begins with %s", got[0])
	}
}
