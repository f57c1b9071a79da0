package rest_test

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/sandbox/gitstore"
	"github.com/release-request/gh-release-request/internal/sandbox/gitwrite"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

func (w *gitWorld) author() gitstore.Signature { return gitwrite.Author(w.hub.As("wendy")) }

func TestContents_areFilesAndDirectories(t *testing.T) {
	w := newGitWorld(t)
	a := w.call("", "GET", "/repos/acme/sdk/contents/src/a%20b.go", "").want(200)
	data, err := base64.StdEncoding.DecodeString(strings.ReplaceAll(a.get("content").(string), "\n", ""))
	if err != nil || string(data) != "package a\n" || a.get("name") != "a b.go" || a.get("type") != "file" {
		t.Errorf("file: %s, %v", a.body, err)
	}
	if raw := w.call("", "GET", "/repos/acme/sdk/contents/README.md?ref=side", "", "Accept", "application/vnd.github.raw+json").want(200); string(raw.body) != "# SDK\n" {
		t.Errorf("raw: %s", raw.body)
	}
	for _, root := range []string{"/contents", "/contents/"} {
		if list := w.call("", "GET", "/repos/acme/sdk"+root, "").want(200).list(); len(list) != 3 || list[2]["type"] != "dir" {
			t.Errorf("root: %v", list)
		}
	}
	w.call("", "GET", "/repos/acme/sdk/contents/nope", "").want(404, "Not Found")
	w.call("", "GET", "/repos/acme/sdk/contents/src/../README.md", "").want(404)
	w.call("", "GET", "/repos/acme/sdk/contents/README.md?ref=nope", "").want(404, "No commit found for the ref nope")
	w.call("wendy", "GET", "/repos/acme/publish/contents/README.md", "").want(404, "This repository is empty.")
	w.call("rita", "GET", "/repos/acme/vault/contents/a", "").want(404)
}

func TestContents_ofTheDefaultBranchAreNeverATags(t *testing.T) {
	w := newGitWorld(t)
	if err := w.repo.UpdateRefs(t.Context(), gitstore.RefUpdate{Name: "refs/tags/main", After: w.side}); err != nil {
		t.Fatal(err)
	}
	w.call("", "GET", "/repos/acme/sdk/contents/VERSION", "").want(200)
}

func TestContents_leaveLargeFilesOut(t *testing.T) {
	w := newGitWorld(t)
	sha := w.commit(w.main, w.author(), map[string]string{"big": strings.Repeat("x", 1<<20+1)})
	a := w.call("", "GET", "/repos/acme/sdk/contents/big?ref="+sha, "").want(200)
	if a.get("content") != "" || a.get("encoding") != "none" {
		t.Errorf("encoding %v", a.get("encoding"))
	}
}

func TestReadme_isFoundWhereverItMayStand(t *testing.T) {
	w := newGitWorld(t)
	if got := w.call("", "GET", "/repos/acme/sdk/readme", "").want(200).get("path"); got != "README.md" {
		t.Errorf("readme: %v", got)
	}
	sha := w.commit("", w.author(), map[string]string{"docs/readme": "x"})
	if got := w.call("", "GET", "/repos/acme/sdk/readme?ref="+sha, "").want(200).get("path"); got != "docs/readme" {
		t.Errorf("readme: %v", got)
	}
	none := w.commit("", w.author(), map[string]string{"a": "x"})
	w.call("", "GET", "/repos/acme/sdk/readme?ref="+none, "").want(404)
}

func TestTreesAndBlobs(t *testing.T) {
	w := newGitWorld(t)
	if flat := w.call("", "GET", "/repos/acme/sdk/git/trees/main", "").want(200); len(flat.get("tree").([]any)) != 3 {
		t.Errorf("tree: %s", flat.body)
	}
	deep := w.call("", "GET", "/repos/acme/sdk/git/trees/main?recursive=0", "").want(200)
	if len(deep.get("tree").([]any)) != 4 || deep.get("truncated") != false {
		t.Errorf("tree: %s", deep.body)
	}
	blob := deep.get("tree").([]any)[0].(map[string]any)["sha"].(string)
	if b := w.call("", "GET", "/repos/acme/sdk/git/blobs/"+blob, "").want(200); b.get("content") != "IyBzZGsK\n" {
		t.Errorf("blob: %s", b.body)
	}
	w.call("", "GET", "/repos/acme/sdk/git/blobs/"+w.main, "").want(404)
	w.call("", "GET", "/repos/acme/sdk/git/trees/nope", "").want(404)
}

func TestBranches_sayIfTheyAreProtected(t *testing.T) {
	w := newGitWorld(t)
	w.sdk.Protect(hub.Protection{Pattern: "main", Reviews: 1})
	if a := w.call("", "GET", "/repos/acme/sdk/branches/main", "").want(200); a.get("protected") != true || a.get("commit", "sha") != w.main {
		t.Errorf("branch: %s", a.body)
	}
	if list := w.call("", "GET", "/repos/acme/sdk/branches?protected=false", "").want(200).list(); len(list) != 1 || list[0]["name"] != "side" {
		t.Errorf("unprotected: %v", list)
	}
	w.call("", "GET", "/repos/acme/sdk/branches/nope", "").want(404, "Branch not found")
	w.call("", "GET", "/repos/acme/sdk/rules/branches/main", "").want(200)
	next := w.commit(w.main, w.author(), map[string]string{"x": "y"})
	w.call("wendy", "PATCH", refs+"/heads/main", `{"sha":"`+next+`"}`).want(422, "through a pull request")
	w.call("wendy", "POST", "/repos/acme/sdk/merges", `{"base":"main","head":"side"}`).want(409, "through a pull request")
}

func TestActivity_isPagedByCursor(t *testing.T) {
	w := newGitWorld(t)
	first := w.call("", "GET", "/repos/acme/sdk/activity?per_page=1", "").want(200)
	link := first.header.Get("Link")
	from, to := strings.Index(link, "/repos/"), strings.Index(link, ">")
	if from < 0 || to < from || !strings.Contains(link, `rel="next"`) {
		t.Fatalf("Link: %s", link)
	}
	second := w.call("", "GET", link[from:to], "").want(200)
	if a, b := first.list(), second.list(); len(a) != 1 || len(b) != 1 || a[0]["ref"] == b[0]["ref"] {
		t.Errorf("pages: %s, %s", first.body, second.body)
	}
	if !strings.Contains(second.header.Get("Link"), `rel="prev"`) || strings.Contains(second.header.Get("Link"), `rel="next"`) {
		t.Errorf("Link of the last page: %s", second.header.Get("Link"))
	}
	w.call("", "GET", "/repos/acme/sdk/activity?time_period=aeon", "").want(422)
	w.call("wendy", "POST", refs, `{"ref":"refs/tags/1.0.0","sha":"`+w.main+`"}`).want(201) // tags are no activity
	for query, want := range map[string]int{"?actor=wendy": 2, "?actor=rita": 0, "?activity_type=push": 1, "?time_period=day": 2} {
		if got := len(w.call("", "GET", "/repos/acme/sdk/activity"+query, "").want(200).list()); got != want {
			t.Errorf("%s: %d, want %d", query, got, want)
		}
	}
}
