package git_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/git"
)

func TestCommitAll_saysWhenNothingChanged(t *testing.T) {
	p := newPerson(t)
	_, work := p.upstream()
	before := p.git(work, "rev-parse", "HEAD")
	p.set("core.excludesFile", p.file("ignored"))
	p.write(p.home, map[string]string{"ignored": "*.tmp\n"})
	p.write(work, map[string]string{"x.tmp": "ignored by the person"})
	commit, err := p.in(work).CommitAll(t.Context(), "release: 1.2.3")
	if !errors.Is(err, git.ErrNothingToCommit) || commit != "" || p.git(work, "rev-parse", "HEAD") != before {
		t.Errorf("CommitAll = %q, %v", commit, err)
	}
}

func TestCommitAll_commitsWhateverChanged(t *testing.T) {
	p := newPerson(t)
	p.set("status.showUntrackedFiles", "no")
	_, work := p.upstream()
	p.write(work, map[string]string{
		".gitignore": "/build/\n", "VERSION": "1.2.3\n", "new/deep/file name": "", "-x": "", "new\nline": "", "build/out": "ignored",
	})
	for _, gone := range []string{"docs/guide.md", "docs"} {
		if err := os.Remove(filepath.Join(work, gone)); err != nil {
			t.Fatal(err)
		}
	}
	base := p.git(work, "rev-parse", "HEAD")
	// Names and messages are never options.
	commit, err := p.in(work).CommitAll(t.Context(), "--amend\n\n# 1.2.3")
	if err != nil {
		t.Fatal(err)
	}
	const want = "A\t-x\nA\t.gitignore\nM\tVERSION\nD\tdocs/guide.md\nA\t\"new\\nline\"\nA\tnew/deep/file name"
	if got := p.git(work, "diff", "--name-status", base, commit); got != want {
		t.Errorf("the commit has\n%s\nwant\n%s", got, want)
	}
	if head := p.git(work, "rev-parse", "HEAD"); head != commit || p.git(work, "rev-parse", commit+"^") != base {
		t.Errorf("it is %s on %s, and HEAD is %s", commit, base, head)
	}
	if got := p.git(work, "log", "-1", "--format=%B|%an <%ae>|%cn <%ce>"); got != "--amend\n\n# 1.2.3\n|Erin <erin@acme.test>|Erin <erin@acme.test>" {
		t.Errorf("it reads %q", got)
	}
	if got := p.git(work, "status", "--porcelain", "--untracked-files=all"); got != "" {
		t.Errorf("left over: %s", got)
	}
}

func TestCommitAll_signsAsThePersonIsSetUp(t *testing.T) {
	p := newPerson(t)
	_, work := p.upstream()
	signer := p.file("signer")
	if err := os.WriteFile(signer, []byte("#!/bin/sh\ncat >/dev/null\necho '[GNUPG:] SIG_CREATED ' >&2\necho signed-by-erin\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	p.set("gpg.program", signer)
	p.set("commit.gpgSign", "true")
	p.write(work, map[string]string{"VERSION": "1.2.3\n"})
	commit, err := p.in(work).CommitAll(t.Context(), "release: 1.2.3")
	if err != nil {
		t.Fatal(err)
	}
	if raw := p.git(work, "cat-file", "commit", commit); !strings.Contains(raw, "gpgsig signed-by-erin") {
		t.Errorf("the commit is\n%s", raw)
	}
}

func TestCommitAll_saysWhatGitSays(t *testing.T) {
	p := newPerson(t)
	_, work := p.upstream()
	q := newPerson(t)
	q.set("user.useConfigOnly", "true")
	q.git(q.home, "config", "--file", q.file(".gitconfig"), "--unset", "user.email")
	p.write(work, map[string]string{"VERSION": "1.2.3\n"})
	_, err := q.in(work).CommitAll(t.Context(), "release: 1.2.3")
	if err == nil || !strings.HasPrefix(err.Error(), "git commit: ") || !strings.Contains(err.Error(), "no email was given") {
		t.Errorf("the error is %v", err)
	}
}
