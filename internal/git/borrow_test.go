package git_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/git"
)

// objects is how many objects a clone has itself.
func (p *person) objects(dir string) string {
	p.t.Helper()
	return p.git(dir, "cat-file", "--batch-all-objects", "--batch-check=%(objectname)", "--unordered")
}

func TestLender_isTheCloneOneStandsIn(t *testing.T) {
	p := newPerson(t)
	_, work := p.upstream()
	p.git(work, "worktree", "add", "--quiet", p.file("linked"))
	if err := os.MkdirAll(filepath.Join(work, "deep"), 0o700); err != nil {
		t.Fatal(err)
	}
	p.set("url.https://github.com/acme/.insteadOf", "acme:")
	for _, c := range []struct{ has, wanted, lender string }{
		{"https://github.com/acme/sdk.git", "https://github.com/acme/sdk.git", "yes"},
		{"https://github.com/Acme/SDK", "https://github.com/acme/sdk.git", "yes"},
		{"git@github.com:acme/sdk.git", "https://github.com/acme/sdk.git", "yes"},
		{"ssh://git@github.com/acme/sdk", "git@github.com:acme/sdk.git", "yes"},
		{"https://erin:secret@github.com/acme/sdk/", "https://github.com/acme/sdk.git", "yes"},
		{"acme:sdk", "https://github.com/acme/sdk.git", "yes"},
		{"https://github.com/acme/sdk2.git", "https://github.com/acme/sdk.git", ""},
		{"https://github.com/erin/sdk.git", "https://github.com/acme/sdk.git", ""},
		{"https://github.example/acme/sdk.git", "https://github.com/acme/sdk.git", ""},
		{"/acme/sdk.git", "https://github.com/acme/sdk.git", ""},
	} {
		p.git(work, "remote", "set-url", "origin", c.has)
		for _, standing := range []string{work, filepath.Join(work, "deep"), p.file("linked")} {
			want := ""
			if c.lender != "" {
				want = filepath.Join(work, ".git")
			}
			t.Chdir(standing)
			if got := p.settings().Lender(t.Context(), c.wanted); got != want {
				t.Errorf("%s stands in a clone of %s: %s is lent by %q, not %q", standing, c.has, c.wanted, got, want)
			}
		}
	}
	t.Chdir(t.TempDir())
	if got := p.settings().Lender(t.Context(), "https://github.com/acme/sdk.git"); got != "" {
		t.Errorf("outside of any clone, %q lends", got)
	}
}

// TestClone_fetchesNotWhatItsLenderHas has lenders of every kind that people
// stand in, among them those that git takes nothing from.
func TestClone_fetchesNotWhatItsLenderHas(t *testing.T) {
	p := newPerson(t)
	bare, work := p.upstream()
	p.commit(work, map[string]string{"VERSION": "1.1.0\n"})
	p.git(work, "push", "--quiet", "origin", "main")
	for name, options := range map[string][]string{
		"whole": nil, "partial": {"--filter=blob:none"}, "shallow": {"--depth=1"},
	} {
		p.git(p.home, append([]string{"clone", "--quiet", "file://" + bare, p.file(name)}, options...)...)
	}
	head := p.commit(work, map[string]string{"VERSION": "1.2.0\n"})
	p.git(work, "push", "--quiet", "origin", "main")
	for _, c := range []struct {
		lender string
		lends  bool
	}{{"whole", true}, {"partial", true}, {"shallow", false}, {"none", false}} {
		scratch := filepath.Join(t.TempDir(), "scratch")
		r, err := git.Scratch{URL: "file://" + bare, Branch: "main", Lender: p.file(c.lender)}.Clone(t.Context(), scratch, p.settings())
		if err != nil {
			t.Errorf("%s: %v", c.lender, err)
			continue
		}
		if got, err := r.Head(t.Context()); err != nil || got != head || read(t, scratch, "VERSION") != "1.2.0\n" {
			t.Errorf("%s: the clone is at %s: %v", c.lender, got, err)
		}
		// Only what the lender has not, which are a commit, a tree and a file.
		fetched := p.git(scratch, "-c", "core.alternateRefsCommand=true", "count-objects", "-v")
		if got := strings.Contains(fetched, "in-pack: 3\n"); got != c.lends {
			t.Errorf("%s: fetched are\n%s", c.lender, fetched)
		}
	}
}

// TestClone_outlivesItsLender: the person may delete their clone, or have git
// tidy it up, while a release is being prepared.
func TestClone_outlivesItsLender(t *testing.T) {
	p := newPerson(t)
	bare, _ := p.upstream()
	lender := p.file("lender")
	p.git(p.home, "clone", "--quiet", "file://"+bare, lender)
	scratch := filepath.Join(t.TempDir(), "scratch")
	r, err := git.Scratch{URL: "file://" + bare, Branch: "main", Lender: lender}.Clone(t.Context(), scratch, p.settings())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(lender); err != nil {
		t.Fatal(err)
	}
	p.write(scratch, map[string]string{"VERSION": "2.0.0\n"})
	commit, err := r.CommitAll(t.Context(), "release: 2.0.0")
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Push(t.Context(), commit, "release/2.0.0", ""); err != nil {
		t.Error(err)
	}
	if got := p.git(bare, "show", "release/2.0.0:VERSION"); got != "2.0.0" {
		t.Errorf("pushed is %q", got)
	}
}

// TestClone_leavesItsLenderAlone: not a file of the checkout that the person
// stands in changes.
func TestClone_leavesItsLenderAlone(t *testing.T) {
	p := newPerson(t)
	bare, work := p.upstream()
	before := p.objects(work) + p.git(work, "for-each-ref") + p.git(work, "config", "--list", "--local") + p.git(work, "status", "--porcelain=v2", "--branch")
	scratch := filepath.Join(t.TempDir(), "scratch")
	r, err := git.Scratch{URL: "file://" + bare, Branch: "main", Lender: work}.Clone(t.Context(), scratch, p.settings())
	if err != nil {
		t.Fatal(err)
	}
	p.write(scratch, map[string]string{"VERSION": "2.0.0\n"})
	if _, err := r.CommitAll(t.Context(), "release: 2.0.0"); err != nil {
		t.Fatal(err)
	}
	if after := p.objects(work) + p.git(work, "for-each-ref") + p.git(work, "config", "--list", "--local") + p.git(work, "status", "--porcelain=v2", "--branch"); after != before {
		t.Errorf("the lender was\n%s\nand is\n%s", before, after)
	}
}

func TestClone_hasTheTagsOfItsBranchWhereAProgramNeedsThem(t *testing.T) {
	p := newPerson(t)
	bare, work := p.upstream()
	p.git(work, "tag", "1.0.0")
	p.git(work, "checkout", "--quiet", "-b", "other")
	p.commit(work, map[string]string{"VERSION": "9.0.0\n"})
	p.git(work, "tag", "9.0.0")
	p.git(work, "push", "--quiet", "--tags", "origin", "other")
	scratch := filepath.Join(t.TempDir(), "scratch")
	if _, err := (git.Scratch{URL: "file://" + bare, Branch: "main", Tags: true}).Clone(t.Context(), scratch, p.settings()); err != nil {
		t.Fatal(err)
	}
	if got := p.git(scratch, "for-each-ref", "--format=%(refname)", "refs/tags"); got != "refs/tags/1.0.0" {
		t.Errorf("the tags are %q", got)
	}
}
