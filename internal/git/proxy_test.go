package git_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/git"
)

// TestScratch_usesThePersonsProxyCredentialsAndURLs clones and pushes to a host
// that only the person's proxy knows, with their helper's credentials, under a
// URL that their settings rewrite.
func TestScratch_usesThePersonsProxyCredentialsAndURLs(t *testing.T) {
	p := newPerson(t)
	far := newRemote(t)
	_, work := p.upstream()
	far.put(p, private+"sdk.git", work)
	p.git(p.bare(far.root, private+"sdk.git"), "config", "http.receivePack", "true")
	p.git(p.bare(far.root, private+"sdk.git"), "config", "uploadpack.allowFilter", "true")

	q := newPerson(t)
	proxy, connects := tunnel(t, far)
	helper := q.file("helper")
	if err := os.WriteFile(helper, []byte("#!/bin/sh\ntest \"$1\" = get && echo username=erin && echo password="+token+"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	q.set("http.proxy", proxy)
	q.set("http.sslCAInfo", far.cert)
	q.set("credential.https://example.com.helper", helper)
	q.set("url.https://example.com/private/.insteadOf", "https://github.test/acme/")

	r, err := git.Scratch{URL: "https://github.test/acme/sdk.git", Branch: "main"}.Clone(t.Context(), filepath.Join(t.TempDir(), "scratch"), q.settings())
	if err != nil {
		t.Fatal(err)
	}
	q.write(r.Dir, map[string]string{"VERSION": "1.2.3\n"})
	commit, err := r.CommitAll(t.Context(), "release: 1.2.3")
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Push(t.Context(), commit, branch, ""); err != nil {
		t.Fatal(err)
	}
	if got := p.git(p.bare(far.root, private+"sdk.git"), "rev-parse", "refs/heads/"+branch); got != commit {
		t.Errorf("the branch is at %s", got)
	}
	for _, asked := range connects() {
		if asked != "CONNECT example.com:443" {
			t.Errorf("the proxy was asked %s", asked)
		}
	}
	if len(connects()) == 0 {
		t.Error("the proxy was not asked")
	}
	if found := grep(t, r.Dir); len(found) != 0 {
		t.Errorf("the credential is in %q", found)
	}

	// Without the helper it is an error, not a question.
	q.git(q.home, "config", "--file", q.file(".gitconfig"), "--unset", "credential.https://example.com.helper")
	_, err = git.Scratch{URL: "https://github.test/acme/sdk.git", Branch: "main"}.Clone(t.Context(), filepath.Join(t.TempDir(), "again"), q.settings())
	if err == nil || !strings.Contains(err.Error(), "terminal prompts disabled") {
		t.Errorf("the error is %v", err)
	}
}
