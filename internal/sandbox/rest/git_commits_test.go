package rest_test

import (
	"fmt"
	"testing"
)

func TestCommits_knowTheirAccounts(t *testing.T) {
	w := newGitWorld(t)
	a := w.call("", "GET", "/repos/acme/sdk/commits/main", "").want(200)
	if a.get("author", "login") != "wendy" || a.get("commit", "message") != "Change" || a.get("stats", "additions") != 1.0 {
		t.Errorf("commit: %s", a.body)
	}
	if b := w.call("", "GET", "/repos/acme/sdk/commits/side", "").want(200); b.get("author") != nil || b.get("commit", "author", "name") != "Mel" {
		t.Errorf("commit by nobody known: %s", b.body)
	}
	if raw := w.call("", "GET", "/repos/acme/sdk/commits/main", "", "Accept", "application/vnd.github.sha").want(200); string(raw.body) != w.main {
		t.Errorf("sha alone: %s", raw.body)
	}
	w.call("", "GET", "/repos/acme/sdk/commits/nope", "").want(422, "No commit found for SHA: nope")
	w.call("wendy", "GET", "/repos/acme/publish/commits", "").want(409, "empty")
	w.call("", "GET", "/repos/acme/sdk/git/commits/"+w.main, "").want(200)
	w.call("", "GET", "/repos/acme/sdk/git/commits/main", "").want(404)
}

func TestCommits_areListedByBranchPathAndAuthor(t *testing.T) {
	w := newGitWorld(t)
	for query, want := range map[string]string{
		"":                                  w.main + w.first,
		"?sha=side":                         w.side + w.first,
		"?path=VERSION":                     w.main,
		"?path=nope":                        "",
		"?path=../x":                        "",
		"?author=wendy":                     w.main,
		"?author=nobody":                    "",
		"?sha=side&author=mel@nowhere.test": w.side,
		"?per_page=1&page=2":                w.first,
	} {
		var got string
		for _, o := range w.call("", "GET", "/repos/acme/sdk/commits"+query, "").want(200).list() {
			got += o["sha"].(string)
		}
		if got != want {
			t.Errorf("%q: %s, want %s", query, got, want)
		}
	}
	w.call("", "GET", "/repos/acme/sdk/commits?sha=nope", "").want(404)
	w.call("", "GET", "/repos/acme/sdk/commits?since=yesterday", "").want(422)
}

func TestCompare_isFromTheMergeBase(t *testing.T) {
	w := newGitWorld(t)
	a := w.call("", "GET", "/repos/acme/sdk/compare/main...acme:side", "").want(200)
	if a.get("status") != "diverged" || a.get("ahead_by") != 1.0 || a.get("behind_by") != 1.0 || a.get("merge_base_commit", "sha") != w.first {
		t.Errorf("comparison: %s", a.body)
	}
	if files := a.get("files").([]any); len(files) != 2 || files[0].(map[string]any)["status"] != "modified" {
		t.Errorf("files: %v", files)
	}
	for basehead, want := range map[string]string{"main...main": "identical", w.first + "...main": "ahead", "main..." + w.first: "behind"} {
		if got := w.call("", "GET", "/repos/acme/sdk/compare/"+basehead, "").want(200).get("status"); got != want {
			t.Errorf("%s: %v, want %s", basehead, got, want)
		}
	}
	for _, basehead := range []string{"main..side", "main", "main...nope", "other:main...side"} {
		w.call("", "GET", "/repos/acme/sdk/compare/"+basehead, "").want(404)
	}
	w.call("tara", "GET", "/repos/acme/vault/compare/a...b", "").want(404)
}

func TestCompare_pagesCommitsAndShowsFilesOnce(t *testing.T) {
	w := newGitWorld(t)
	head := w.main
	for n := range 5 {
		head = w.commit(head, w.author(), map[string]string{"n": fmt.Sprint(n)})
	}
	url := "/repos/acme/sdk/compare/main..." + head
	if all := w.call("", "GET", url, "").want(200); len(all.get("commits").([]any)) != 5 || all.get("total_commits") != 5.0 {
		t.Errorf("commits: %s", all.body)
	}
	second := w.call("", "GET", url+"?per_page=2&page=2", "").want(200)
	if len(second.get("commits").([]any)) != 2 || len(second.get("files").([]any)) != 0 || second.header.Get("Link") == "" {
		t.Errorf("second page: %s", second.body)
	}
}

func TestMerges_answerAsDocumented(t *testing.T) {
	w := newGitWorld(t)
	const url = "/repos/acme/sdk/merges"
	clash := w.commit(w.first, w.author(), map[string]string{"VERSION": "2\n"})
	w.call("", "POST", url, `{"base":"main","head":"side"}`).want(401)
	w.call("rita", "POST", url, `{"base":"main","head":"side"}`).want(404)
	w.call("wendy", "POST", url, `{"base":"main"}`).want(422, `"head" wasn't supplied`)
	w.call("wendy", "POST", url, `{"base":"nope","head":"side"}`).want(404, "Base does not exist")
	w.call("wendy", "POST", url, `{"base":"main","head":"nope"}`).want(404, "Head does not exist")
	w.call("wendy", "POST", url, fmt.Sprintf(`{"base":"main","head":%q}`, clash)).want(409, "Merge conflict")
	a := w.call("wendy", "POST", url, `{"base":"main","head":"side","commit_message":"Merge it"}`).want(201)
	if a.get("committer", "login") != "web-flow" || a.get("author", "login") != "wendy" {
		t.Errorf("accounts of the merge: %s", a.body)
	}
	if a.get("commit", "message") != "Merge it" || len(a.get("parents").([]any)) != 2 || w.at("main") != a.get("sha") {
		t.Errorf("merge: %s", a.body)
	}
	w.call("wendy", "POST", url, `{"base":"main","head":"side"}`).want(204)
}
