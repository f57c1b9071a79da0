package gitstore

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// noon is the clock of these tests; it stands still.
var noon = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)

var alice = Signature{Name: "Alice", Email: "alice@acme.test"}

func newStore(t *testing.T) *Store {
	t.Helper()
	s, err := New(t.Context(), t.TempDir(), func() time.Time { return noon })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

func newRepo(t *testing.T) *Repo {
	t.Helper()
	r, err := newStore(t).Create(t.Context(), "1", "main")
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// commit makes a commit on top of the branch and moves the branch to it.
func commit(t *testing.T, r *Repo, branch string, c Change) string {
	t.Helper()
	before := Zero
	if ref, err := r.Branch(t.Context(), branch); err == nil {
		before, c.Parent = ref.SHA, ref.SHA
	}
	if c.Author == (Signature{}) {
		c.Author = alice
	}
	sha, err := r.CreateCommit(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	move(t, r, RefUpdate{Name: "refs/heads/" + branch, Before: before, After: sha})
	return sha
}

func move(t *testing.T, r *Repo, updates ...RefUpdate) {
	t.Helper()
	if err := r.UpdateRefs(t.Context(), updates...); err != nil {
		t.Fatal(err)
	}
}

func TestCreate_refusesWhatIsThereOrMisnamed(t *testing.T) {
	s := newStore(t)
	if _, err := s.Create(t.Context(), "7", "main"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Create(t.Context(), "7", "main"); !errors.Is(err, ErrExists) {
		t.Errorf("second Create: %v", err)
	}
	for _, name := range []string{"", "..", "a/b", "-x", "a.git", "a b"} {
		if _, err := s.Create(t.Context(), name, "main"); err == nil {
			t.Errorf("Create(%q) succeeded", name)
		}
	}
	if _, err := s.Create(t.Context(), "8", "a..b"); err == nil {
		t.Error("Create took a malformed default branch")
	}
}

func TestStore_readsNoConfigurationOfTheOperator(t *testing.T) {
	home := t.TempDir()
	if err := os.WriteFile(filepath.Join(home, ".gitconfig"), []byte("[broken"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("HOME", home)
	t.Setenv("GIT_CONFIG_GLOBAL", filepath.Join(home, ".gitconfig"))
	t.Setenv("GIT_DIR", home)
	t.Setenv("GIT_AUTHOR_NAME", "Mallory")
	r := newRepo(t)
	sha := commit(t, r, "main", Change{Files: map[string]string{"a": "1"}, Message: "one"})
	c, err := r.Commit(t.Context(), sha)
	if err != nil {
		t.Fatal(err)
	}
	if c.Author.Name != "Alice" {
		t.Errorf("author = %q", c.Author.Name)
	}
}

func TestSetHead_movesTheDefaultBranch(t *testing.T) {
	r := newRepo(t)
	sha := commit(t, r, "trunk", Change{Files: map[string]string{"a": "1"}, Message: "one"})
	if err := r.SetHead(t.Context(), "trunk"); err != nil {
		t.Fatal(err)
	}
	if got, err := r.Resolve(t.Context(), "HEAD"); got != sha || err != nil {
		t.Errorf("HEAD = %q, %v", got, err)
	}
}

func TestCheckVersion_refusesAnOldGit(t *testing.T) {
	for answer, want := range map[string]string{
		"git version 2.37.9":                 "too old",
		"git version 1.99.0":                 "too old",
		"git version 2.38.0":                 "",
		"git version 2.39.5 (Apple Git-154)": "",
		"git version 3.0.0-rc1":              "",
		"git version 2.50.1.windows.1":       "",
		"something else":                     "unexpected answer",
		"git version x.y":                    "unexpected answer",
	} {
		err := checkVersion(answer)
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("checkVersion(%q) = %v, want %q", answer, err, want)
		}
	}
}

func TestFindBackend_saysWhatToInstall(t *testing.T) {
	_, err := findBackend(t.TempDir())
	if err == nil || !strings.Contains(err.Error(), "install git's HTTP server") {
		t.Errorf("findBackend = %v", err)
	}
}
