package git_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/git"
)

func (p *person) scratch(url string) git.Repository {
	p.t.Helper()
	r, err := git.Scratch{URL: "file://" + url, Branch: "main"}.Clone(p.t.Context(), filepath.Join(p.t.TempDir(), "scratch"), p.settings())
	if err != nil {
		p.t.Fatal(err)
	}
	return r
}

func (p *person) push(work string) { p.git(work, "push", "--quiet", "--tags", "origin", "HEAD:main") }

// sign makes the newest commit one with a signature, which a program of the
// person's talks about.
func (p *person) sign(work string) {
	p.t.Helper()
	program := p.file("gpg")
	p.write(p.home, map[string]string{"gpg": "#!/bin/sh\necho a signature >&2\n"})
	if err := os.Chmod(program, 0o700); err != nil {
		p.t.Fatal(err)
	}
	p.set("gpg.program", program)
	raw := strings.Replace(p.git(work, "cat-file", "commit", "HEAD")+"\n", "\n\n", "\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n -----END PGP SIGNATURE-----\n\n", 1)
	p.write(p.home, map[string]string{"signed": raw})
	p.git(work, "reset", "-q", "--soft", p.git(work, "hash-object", "-t", "commit", "-w", p.file("signed")))
}

func TestChanges_areTheNewestOfTheRange(t *testing.T) {
	p := newPerson(t)
	bare, work := p.upstream()
	p.git(work, "tag", "-m", "Annotated", "1.0.0")
	p.git(work, "tag", "tree", "HEAD^{tree}")
	for _, n := range []string{"one", "two", "three"} {
		p.write(work, map[string]string{n: n})
		p.git(work, "add", n)
		p.git(work, "commit", "-qm", n+" (#1)\n\nBody.\n\nCo-authored-by: Bob <bob@acme.test>\nco-authored-by: Carol\n <carol@acme.test>")
	}
	p.write(work, map[string]string{"py/a[b]": "x", ".mailmap": "Mallory <mallory@acme.test> <erin@acme.test>\n"})
	p.git(work, "add", ".")
	p.git(work, "commit", "-qm", "py")
	p.sign(work)
	p.push(work)
	// Settings of the person's that change what git log prints.
	for key, value := range map[string]string{"log.mailmap": "true", "log.showSignature": "true", "format.pretty": "oneline", "color.ui": "always", "log.diffMerges": "on", "core.quotePath": "true"} {
		p.set(key, value)
	}
	r := p.scratch(bare)
	since, err := r.FetchTag(t.Context(), "1.0.0")
	if err != nil {
		t.Fatal(err)
	}
	head, err := r.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		in    git.Range
		most  int
		want  []string
		total int
	}{
		"since a tag":  {git.Range{Head: head, Since: since}, 10, []string{"py", "three (#1)", "two (#1)", "one (#1)"}, 4},
		"the newest":   {git.Range{Head: head, Since: since}, 2, []string{"py", "three (#1)"}, 4},
		"all":          {git.Range{Head: head}, 2, []string{"py", "three (#1)"}, 5},
		"of a folder":  {git.Range{Head: head, Since: since, Path: "py"}, 10, []string{"py"}, 1},
		"of no folder": {git.Range{Head: head, Since: since, Path: "p*"}, 10, nil, 0},
		"of none":      {git.Range{Head: head, Since: head}, 10, nil, 0},
	} {
		t.Run(name, func(t *testing.T) {
			changes, total, err := r.Changes(t.Context(), test.in, test.most)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, c := range changes {
				got = append(got, c.Subject)
			}
			if !slices.Equal(got, test.want) || total != test.total {
				t.Errorf("%d changes, of them %q; want %d, of them %q", total, got, test.total, test.want)
			}
		})
	}
	changes, _, err := r.Changes(t.Context(), git.Range{Head: head, Since: since}, 10)
	if err != nil {
		t.Fatal(err)
	}
	if changes[0].Commit != head {
		t.Errorf("the newest is %q, not %s", changes[0].Commit, head)
	}
	if c := changes[1]; !slices.Equal(c.Authors, []string{"Erin", "Bob", "Carol"}) || c.Commit != p.git(work, "rev-parse", "HEAD~1") {
		t.Errorf("the change is %+v", c)
	}
	if tags := p.git(r.Dir, "tag"); tags != "" {
		t.Errorf("the clone has the tags %q", tags)
	}
	for _, tag := range []string{"2.0.0", "tree", "1.*"} {
		if commit, err := r.FetchTag(t.Context(), tag); err == nil {
			t.Errorf("the tag %s leads to %s", tag, commit)
		}
	}
}

func TestNewestTag_isTheLastThatTheHeadHas(t *testing.T) {
	p := newPerson(t)
	bare, work := p.upstream()
	p.env = append(p.env, "GIT_COMMITTER_DATE=2026-03-01T09:00:00Z")
	date := func(day string) { p.env[len(p.env)-1] = "GIT_COMMITTER_DATE=2026-03-" + day + "T09:00:00Z" }
	p.commit(work, map[string]string{"a": "1"})
	p.git(work, "tag", "v-gold")
	date("02")
	p.commit(work, map[string]string{"a": "2"})
	p.git(work, "tag", "-m", "Annotated", "v-amber")
	p.git(work, "tag", "other")
	p.git(work, "tag", "v-tree", "HEAD^{tree}")
	p.push(work)
	date("03")
	p.commit(work, map[string]string{"a": "3"})
	p.git(work, "tag", "v-elsewhere")
	p.git(work, "push", "--quiet", "origin", "v-elsewhere")
	r := p.scratch(bare)
	for prefix, want := range map[string]string{"v-": "v-amber", "v-g": "v-gold", "": "v-amber", "w": ""} {
		tag, err := r.NewestTag(t.Context(), "HEAD", prefix, func(tag string) bool { return strings.HasPrefix(tag, "v") && strings.HasPrefix(tag, prefix) })
		if tag != want || err != nil {
			t.Errorf("the newest with %q is %q, not %q: %v", prefix, tag, want, err)
		}
	}
}

func TestFileAt_readsAFileOfACommit(t *testing.T) {
	p := newPerson(t)
	bare, work := p.upstream()
	p.write(work, map[string]string{"py/LOG.md": "first\n\n"})
	p.git(work, "add", ".")
	p.git(work, "commit", "-qm", "first")
	old := p.git(work, "rev-parse", "HEAD")
	p.write(work, map[string]string{"py/LOG.md": "second\n"})
	p.git(work, "commit", "-qam", "second")
	p.git(work, "update-index", "--add", "--cacheinfo", "120000,"+p.git(work, "rev-parse", "HEAD:py/LOG.md")+",link")
	p.git(work, "commit", "-qm", "link")
	p.push(work)
	r := p.scratch(bare)
	for _, test := range []struct {
		commit, path, want string
		found              bool
	}{
		{"HEAD", "py/LOG.md", "second", true}, {old, "py/LOG.md", "first\n", true}, // an old file is fetched now
		{"HEAD", "py", "", false}, {"HEAD", "py/none", "", false}, {"HEAD", "none/LOG.md", "", false}, {"HEAD", "link", "", false}, {old + "^", "py/LOG.md", "", false},
	} {
		if text, found, err := r.FileAt(t.Context(), test.commit, test.path); text != test.want || found != test.found || err != nil {
			t.Errorf("%s at %s is %q, %v: %v", test.path, test.commit, text, found, err)
		}
	}
}
