package git_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/git"
)

// job is the machine of a publish job, with settings of its own, and a source
// repository with an approved commit.
type job struct {
	*person
	remote *remote
	work   string // to change the source repository from
	url    string
	commit string
}

// newJob makes a job whose source repository has the files at path.
func newJob(t *testing.T, path string, files map[string]string) *job {
	t.Helper()
	return newPerson(t).job(path, files)
}

func (p *person) job(path string, files map[string]string) *job {
	p.t.Helper()
	j := &job{person: p, remote: newRemote(p.t)}
	_, j.work = j.upstream()
	j.git(j.work, "switch", "--quiet", "--create", branch)
	j.commit = j.person.commit(j.work, files)
	j.url = j.remote.put(j.person, path, j.work)
	j.env = append(j.env, "GIT_SSL_CAINFO="+j.remote.cert)
	j.here()
	return j
}

func (j *job) fetched() git.Fetched {
	return git.Fetched{URL: j.url, Commit: j.commit, Branch: branch}
}

// checkout must succeed, and returns the folder.
func (j *job) checkout(f git.Fetched) string {
	j.t.Helper()
	dir := filepath.Join(j.t.TempDir(), "workspace", "source")
	r, err := git.Checkout(j.t.Context(), dir, f)
	if err != nil {
		j.t.Fatal(err)
	}
	if head, err := r.Head(j.t.Context()); err != nil || head != f.Commit {
		j.t.Fatalf("the checkout is at %s: %v", head, err)
	}
	return dir
}

// refused must fail, and returns what is said.
func (j *job) refused(f git.Fetched) string {
	j.t.Helper()
	dir := filepath.Join(j.t.TempDir(), "source")
	if _, err := git.Checkout(j.t.Context(), dir, f); err != nil {
		return err.Error()
	}
	j.t.Errorf("%+v is checked out", f)
	return ""
}

// TestCheckout_holdsOneCommitAndNothingElse has a source repository with more of
// everything, whose branch has moved on and whose tags bear its name and more.
func TestCheckout_holdsOneCommitAndNothingElse(t *testing.T) {
	j := newJob(t, "/acme/sdk.git", map[string]string{"VERSION": "1.2.3\n", "-odd name": "x\r\n"})
	j.git(j.work, "tag", "1.2.3", j.commit)
	evil := j.person.commit(j.work, map[string]string{"VERSION": "6.6.6\n"})
	j.git(j.work, "tag", branch, evil)
	j.git(j.work, "tag", j.commit[:12], evil)
	j.git(j.work, "branch", "heads/"+branch, evil)
	j.git(j.work, "branch", "other", evil)
	j.remote.put(j.person, "/acme/sdk.git", j.work)

	j.set("remote.origin.tagOpt", "--tags")
	dir := j.checkout(j.fetched())
	if got := j.git(dir, "for-each-ref", "--format=%(objectname) %(refname)"); got != j.commit+" refs/heads/"+branch {
		t.Errorf("the checkout has\n%s", got)
	}
	if got := j.git(dir, "symbolic-ref", "HEAD"); got != "refs/heads/"+branch {
		t.Errorf("HEAD is %s", got)
	}
	if got := j.git(dir, "rev-list", "--all", "--count"); got != "1" {
		t.Errorf("the checkout has %s commits", got)
	}
	if got := j.git(dir, "count-objects"); got == "" || strings.Contains(j.git(dir, "cat-file", "--batch-all-objects", "--batch-check"), evil) {
		t.Errorf("the checkout has the later commit too: %s", got)
	}
	if got := j.git(dir, "ls-files"); got != "-odd name\nVERSION\ndocs/guide.md" {
		t.Errorf("the files are\n%s", got)
	}
	if read(t, dir, "VERSION") != "1.2.3\n" || read(t, dir, "-odd name") != "x\r\n" {
		t.Error("the files are not those of the commit")
	}
	if got := j.git(dir, "status", "--porcelain", "--ignored"); got != "" {
		t.Errorf("the checkout is not clean:\n%s", got)
	}
	if _, err := os.Lstat(filepath.Join(dir, ".git", "FETCH_HEAD")); err == nil {
		t.Error("what was fetched is left in FETCH_HEAD")
	}
	if info, err := os.Stat(dir); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the folder is %v: %v", info.Mode(), err)
	}
}

// TestCheckout_takesNothingButTheCommit refuses what a commit id could be
// mistaken for, and what is no commit.
func TestCheckout_takesNothingButTheCommit(t *testing.T) {
	j := newJob(t, "/acme/sdk.git", nil)
	j.git(j.work, "tag", "--annotate", "--message=x", "annotated", j.commit)
	j.remote.put(j.person, "/acme/sdk.git", j.work)
	for what, id := range map[string]string{
		"the tag of a commit": j.git(j.work, "rev-parse", "annotated"),
		"a tree":              j.git(j.work, "rev-parse", "HEAD^{tree}"),
		"nothing there":       strings.Repeat("a", 40),
	} {
		f := j.fetched()
		f.Commit = id
		if said := j.refused(f); said == "" {
			t.Errorf("%s is taken", what)
		}
	}
	asked := j.remote.requests()
	for what, id := range map[string]string{
		"a branch":   branch,
		"a short id": j.commit[:12],
		"no commit":  strings.Repeat("0", 40),
		"upper case": strings.ToUpper(j.commit),
		"an option":  "--upload-pack=x",
		"a refspec":  j.commit + ":refs/heads/x",
		"no id":      "",
	} {
		f := j.fetched()
		f.Commit = id
		if said := j.refused(f); !strings.Contains(said, "commit ") || j.remote.requests() != asked {
			t.Errorf("%s: it says %s after asking", what, said)
		}
	}
}

func TestCheckout_takesNothingButPlainHTTPS(t *testing.T) {
	j := newJob(t, "/acme/sdk.git", nil)
	m := newMarker(t)
	program := m.program(j.file("program"))
	host := strings.TrimPrefix(j.url, "https://")
	for _, url := range []string{
		"", "http://" + host, "ssh://" + host, "git://" + host, "file://" + filepath.Join(j.remote.root, "acme", "sdk.git"), filepath.Join(j.remote.root, "acme", "sdk.git"),
		"ext::" + program, "--upload-pack=" + program, "https://", "https:" + host, "https://x-access-token:" + token + "@" + host, "https://erin@" + host, "git@" + host, "https://\x00",
	} {
		f := j.fetched()
		f.URL = url
		dir := filepath.Join(t.TempDir(), "source")
		_, err := git.Checkout(t.Context(), dir, f)
		if err == nil || strings.Contains(err.Error(), token) {
			t.Errorf("%q: %v", url, err)
		}
		if _, err := os.Lstat(dir); err == nil {
			t.Errorf("%q: a folder is left", url)
		}
	}
	for _, name := range []string{"", "-x", "a..b", "HEAD", "refs/heads/x"} {
		f := j.fetched()
		f.Branch = name
		j.refused(f)
	}
	if marks := m.take(); len(marks) != 0 {
		t.Errorf("run were %q", marks)
	}
}

// TestCheckout_isNotLedToAnotherProtocol: a rewritten URL may lead to a mirror,
// but not around https, whatever the environment allows.
func TestCheckout_isNotLedToAnotherProtocol(t *testing.T) {
	j := newJob(t, "/acme/sdk.git", nil)
	j.set("url."+j.remote.root+"/.insteadOf", j.remote.URL+"/")
	j.set("protocol.file.allow", "always")
	t.Setenv("GIT_ALLOW_PROTOCOL", "https:file")
	if said := j.refused(j.fetched()); !strings.Contains(said, "transport 'file' not allowed") {
		t.Errorf("it says %s", said)
	}
}

// TestCheckout_wantsAFolderOfItsOwn: on a machine that is kept, what an earlier
// job left would be published too.
func TestCheckout_wantsAFolderOfItsOwn(t *testing.T) {
	j := newJob(t, "/acme/sdk.git", nil)
	temp := t.TempDir()
	for name, left := range map[string]func(dir string) error{
		"empty":        func(dir string) error { return os.Mkdir(dir, 0o700) },
		"a repository": func(dir string) error { j.git(temp, "init", "--quiet", dir); return nil },
		"a link":       func(dir string) error { return os.Symlink(t.TempDir(), dir) },
		"a lost link":  func(dir string) error { return os.Symlink(filepath.Join(temp, "absent"), dir) },
		"a file":       func(dir string) error { return os.WriteFile(dir, nil, 0o600) },
	} {
		dir := filepath.Join(temp, name)
		if err := left(dir); err != nil {
			t.Fatal(err)
		}
		if _, err := git.Checkout(t.Context(), dir, j.fetched()); err == nil || !strings.Contains(err.Error(), "exists already") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestCheckout_isNotLedElsewhereByTheEnvironment runs inside another repository
// and under its variables, on a machine that makes SHA-256 repositories.
func TestCheckout_isNotLedElsewhereByTheEnvironment(t *testing.T) {
	j := newJob(t, "/acme/sdk.git", nil)
	_, stranger := j.upstream()
	before := j.git(stranger, "rev-parse", "HEAD")
	t.Setenv("GIT_DIR", filepath.Join(stranger, ".git"))
	t.Setenv("GIT_WORK_TREE", stranger)
	t.Setenv("GIT_INDEX_FILE", filepath.Join(stranger, ".git", "index"))
	t.Setenv("GIT_DEFAULT_HASH", "sha256")
	dir := filepath.Join(stranger, "source")
	if _, err := git.Checkout(t.Context(), dir, j.fetched()); err != nil {
		t.Fatal(err)
	}
	if got := j.git(dir, "rev-parse", "HEAD", "--show-object-format"); got != j.commit+"\nsha1" {
		t.Errorf("the checkout is at %s", got)
	}
	if head := j.git(stranger, "rev-parse", "HEAD"); head != before || j.git(stranger, "status", "--porcelain") != "?? source/" {
		t.Errorf("the repository around it moved to %s", head)
	}
}

func TestCheckout_readsARepositoryWithSHA256(t *testing.T) {
	p := newPerson(t)
	p.env = append(p.env, "GIT_DEFAULT_HASH=sha256")
	j := p.job("/acme/sdk.git", nil)
	t.Setenv("GIT_DEFAULT_HASH", "sha1")
	if len(j.commit) != 64 {
		t.Fatalf("the commit is %s", j.commit)
	}
	j.checkout(j.fetched())
}
