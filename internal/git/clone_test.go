package git_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/git"
)

// TestClone_hasOneBranchAndNoOldFiles: a large repository is never cloned in
// full, and nothing but the branch can be taken for something else.
func TestClone_hasOneBranchAndNoOldFiles(t *testing.T) {
	p := newPerson(t)
	p.set("clone.defaultRemoteName", "upstream")
	bare, work := p.upstream()
	old := p.git(work, "rev-parse", "HEAD:VERSION")
	head := p.commit(work, map[string]string{"VERSION": "1.1.0\n"})
	p.git(work, "tag", "1.1.0")
	p.git(work, "push", "--quiet", "--tags", "origin", "main", "main:other")
	scratch := filepath.Join(t.TempDir(), "scratch")
	r, err := git.Scratch{URL: "file://" + bare, Branch: "main"}.Clone(t.Context(), scratch, p.settings())
	if err != nil {
		t.Fatal(err)
	}
	if got, err := r.Head(t.Context()); err != nil || got != head || r.Dir != scratch {
		t.Errorf("%s is at %s: %v", r.Dir, got, err)
	}
	if got := p.git(scratch, "for-each-ref", "--format=%(refname)"); got != "refs/heads/main\nrefs/remotes/origin/HEAD\nrefs/remotes/origin/main" {
		t.Errorf("the clone has\n%s", got)
	}
	if missing := p.git(scratch, "rev-list", "--objects", "--all", "--missing=print"); !strings.Contains(missing, "?"+old) {
		t.Errorf("the clone has the old file too:\n%s", missing)
	}
	if got := read(t, scratch, "VERSION"); got != "1.1.0\n" {
		t.Errorf("VERSION is %q", got)
	}
}

func TestClone_takesTheBranchNotTheTagOfItsName(t *testing.T) {
	p := newPerson(t)
	bare, work := p.upstream()
	base := p.git(work, "rev-parse", "HEAD")
	p.commit(work, map[string]string{"VERSION": "6.6.6\n"})
	p.git(work, "tag", "main", "HEAD")
	p.git(work, "tag", "gone", "HEAD")
	p.git(work, "push", "--quiet", "origin", "refs/tags/main", "refs/tags/gone")
	r, err := git.Scratch{URL: bare, Branch: "main"}.Clone(t.Context(), filepath.Join(t.TempDir(), "a"), p.settings())
	if err != nil {
		t.Fatal(err)
	}
	if head, err := r.Head(t.Context()); err != nil || head != base {
		t.Errorf("the clone is at %s, and the branch at %s: %v", head, base, err)
	}
	if _, err := (git.Scratch{URL: bare, Branch: "gone"}).Clone(t.Context(), filepath.Join(t.TempDir(), "b"), p.settings()); err == nil || !strings.Contains(err.Error(), "no such branch") {
		t.Errorf("a tag is taken for a branch: %v", err)
	}
}

func TestClone_saysWhatGitSays(t *testing.T) {
	p := newPerson(t)
	bare, _ := p.upstream()
	for says, try := range map[string][2]string{
		"Remote branch absent not found": {bare, "absent"},
		"does not exist":                 {bare + "x", "main"},
	} {
		_, err := git.Scratch{URL: try[0], Branch: try[1]}.Clone(t.Context(), filepath.Join(t.TempDir(), "c"), p.settings())
		if err == nil || !strings.HasPrefix(err.Error(), "git clone: ") || !strings.Contains(err.Error(), says) {
			t.Errorf("%v does not say %q", err, says)
		}
	}
}

// TestClone_takesNothingForAnOption tries URLs and branches that would run a
// program if git took them for an option.
func TestClone_takesNothingForAnOption(t *testing.T) {
	p := newPerson(t)
	bare, _ := p.upstream()
	m := newMarker(t)
	program := m.program(p.file("program"))
	for _, try := range [][2]string{
		{"--upload-pack=" + program, "main"}, {"-u" + program, "main"}, {"ext::" + program, "main"}, {bare, "--upload-pack=" + program},
	} {
		// The folder is a repository, which the option would be used on.
		if _, err := (git.Scratch{URL: try[0], Branch: try[1]}).Clone(t.Context(), bare, p.settings()); err == nil {
			t.Errorf("%q is cloned", try)
		}
	}
	if marks := m.take(); len(marks) != 0 {
		t.Errorf("run were %q", marks)
	}
}

func TestClone_makesTheFolderThatItIsTold(t *testing.T) {
	p := newPerson(t)
	bare, _ := p.upstream()
	t.Chdir(t.TempDir())
	if err := os.Mkdir("a", 0o700); err != nil {
		t.Fatal(err)
	}
	r, err := git.Scratch{URL: bare, Branch: "main"}.Clone(t.Context(), filepath.Join("a", "b"), p.settings())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join("a", "b", "VERSION")); err != nil || !filepath.IsAbs(r.Dir) {
		t.Errorf("the clone is in %s: %v", r.Dir, err)
	}
}

func TestRemoveScratch_removesWhatCannotBeWrittenTo(t *testing.T) {
	p := newPerson(t)
	bare, _ := p.upstream()
	scratch := filepath.Join(t.TempDir(), "scratch")
	if _, err := (git.Scratch{URL: bare, Branch: "main"}).Clone(t.Context(), scratch, p.settings()); err != nil {
		t.Fatal(err)
	}
	p.write(scratch, map[string]string{"cache/mod/file": ""})
	outside := p.file("outside")
	p.write(outside, map[string]string{"kept": ""})
	if err := os.Symlink(outside, filepath.Join(scratch, "link")); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{"cache/mod", "cache"} {
		if err := os.Chmod(filepath.Join(scratch, dir), 0o500); err != nil {
			t.Fatal(err)
		}
	}
	if err := git.RemoveScratch(scratch); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Lstat(scratch); !os.IsNotExist(err) {
		t.Errorf("the folder is there: %v", err)
	}
	if _, err := os.Stat(filepath.Join(outside, "kept")); err != nil {
		t.Errorf("what a link led to is gone: %v", err)
	}
	if err := git.RemoveScratch(scratch); err != nil {
		t.Errorf("removing it again: %v", err)
	}
}
