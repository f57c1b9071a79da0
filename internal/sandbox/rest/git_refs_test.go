package rest_test

import (
	"fmt"
	"strings"
	"testing"
)

const refs = "/repos/acme/sdk/git/refs"

func TestRefs_areCreatedMovedAndDeleted(t *testing.T) {
	w := newGitWorld(t)
	a := w.call("wendy", "POST", refs, fmt.Sprintf(`{"ref":"refs/heads/release/1.0.0","sha":%q}`, w.first)).want(201)
	if a.get("object", "sha") != w.first || a.header.Get("Location") != "https://api.github.com/repos/acme/sdk/git/refs/heads/release/1.0.0" {
		t.Errorf("created %s at %s", a.body, a.header.Get("Location"))
	}
	w.call("", "GET", "/repos/acme/sdk/git/ref/heads/release/1.0.0", "").want(200)
	w.call("wendy", "PATCH", refs+"/heads/release/1.0.0", fmt.Sprintf(`{"sha":%q}`, w.main)).want(200)
	w.call("wendy", "PATCH", refs+"/heads/release/1.0.0", fmt.Sprintf(`{"sha":%q}`, w.side)).want(422, "not a fast forward")
	w.call("wendy", "PATCH", refs+"/heads/release/1.0.0", fmt.Sprintf(`{"sha":%q,"force":true}`, w.side)).want(200)
	w.call("wendy", "DELETE", refs+"/heads/release/1.0.0", "").want(204)
	w.call("wendy", "GET", "/repos/acme/sdk/git/ref/heads/release/1.0.0", "").want(404)

	var kinds []string
	for _, o := range w.call("", "GET", "/repos/acme/sdk/activity?ref=release/1.0.0&direction=asc", "").want(200).list() {
		kinds = append(kinds, o["activity_type"].(string))
	}
	if got := strings.Join(kinds, " "); got != "branch_creation push force_push branch_deletion" {
		t.Errorf("activity: %s", got)
	}
}

func TestRefs_refuse(t *testing.T) {
	w := newGitWorld(t)
	sha := fmt.Sprintf(`"sha":%q`, w.first)
	for name, c := range map[string]struct {
		who, method, path, body string
		status                  int
		words                   string
	}{
		"a stranger":         {"", "POST", refs, `{"ref":"refs/heads/x",` + sha + `}`, 401, "Requires authentication"},
		"a reader":           {"rita", "POST", refs, `{"ref":"refs/heads/x",` + sha + `}`, 404, "Not Found"},
		"one that is there":  {"wendy", "POST", refs, `{"ref":"refs/heads/main",` + sha + `}`, 422, "Reference already exists"},
		"no sha":             {"wendy", "POST", refs, `{"ref":"refs/heads/x"}`, 422, `"sha" wasn't supplied`},
		"no ref":             {"wendy", "POST", refs, `{` + sha + `}`, 422, `"ref" wasn't supplied`},
		"no full name":       {"wendy", "POST", refs, `{"ref":"x",` + sha + `}`, 422, "invalid"},
		"no such object":     {"wendy", "POST", refs, `{"ref":"refs/heads/x","sha":"` + strings.Repeat("a", 40) + `"}`, 422, "Object does not exist"},
		"no id":              {"wendy", "POST", refs, `{"ref":"refs/heads/x","sha":"main"}`, 422, "exactly 40 characters"},
		"moving nothing":     {"wendy", "PATCH", refs + "/heads/nope", `{` + sha + `}`, 422, "Reference does not exist"},
		"moving to nowhere":  {"wendy", "PATCH", refs + "/heads/main", `{}`, 422, `"sha" wasn't supplied`},
		"deleting nothing":   {"wendy", "DELETE", refs + "/heads/nope", "", 422, "Reference does not exist"},
		"deleting, a reader": {"rita", "DELETE", refs + "/heads/side", "", 404, "Not Found"},
		"an empty one":       {"wendy", "GET", "/repos/acme/publish/git/ref/heads/main", "", 409, "Git Repository is empty."},
	} {
		t.Run(name, func(t *testing.T) {
			a := w.call(c.who, c.method, c.path, c.body)
			a.t = t
			a.want(c.status, c.words)
		})
	}
}

func TestMatchingRefs_areAllThatBeginSo(t *testing.T) {
	w := newGitWorld(t)
	for n := range 40 {
		w.call("wendy", "POST", refs, fmt.Sprintf(`{"ref":"refs/heads/many-%d","sha":%q}`, n, w.first)).want(201)
	}
	if got := len(w.call("", "GET", "/repos/acme/sdk/git/matching-refs/heads/many", "").want(200).list()); got != 40 {
		t.Errorf("%d refs, want 40", got)
	}
	if got := string(w.call("", "GET", "/repos/acme/sdk/git/matching-refs/tags/none", "").want(200).body); got != "[]" {
		t.Errorf("no refs are written as %s", got)
	}
}

func TestTags_areObjectsAndRefs(t *testing.T) {
	w := newGitWorld(t)
	body := fmt.Sprintf(`{"tag":"1.0.0","message":"first","object":%q,"type":"commit"}`, w.main)
	a := w.call("wendy", "POST", "/repos/acme/sdk/git/tags", body).want(201)
	if a.get("tagger", "name") != "wendy" || a.get("message") != "first" {
		t.Errorf("tag object: %s", a.body)
	}
	sha := a.get("sha").(string)
	w.call("", "GET", "/repos/acme/sdk/git/tags/"+sha, "").want(200)
	w.call("", "GET", "/repos/acme/sdk/git/tags/"+w.main, "").want(404)
	w.call("wendy", "POST", refs, fmt.Sprintf(`{"ref":"refs/tags/1.0.0","sha":%q}`, sha)).want(201)
	ref := w.call("", "GET", "/repos/acme/sdk/git/ref/tags/1.0.0", "").want(200)
	if ref.get("object", "type") != "tag" || ref.get("object", "sha") != sha {
		t.Errorf("ref: %s", ref.body)
	}
	tags := w.call("", "GET", "/repos/acme/sdk/tags", "").want(200).list()
	if len(tags) != 1 || tags[0]["commit"].(map[string]any)["sha"] != w.main {
		t.Errorf("tags: %v", tags)
	}
	w.call("rita", "POST", "/repos/acme/sdk/git/tags", body).want(404)
	w.call("wendy", "POST", "/repos/acme/sdk/git/tags", `{"tag":"x","message":"","type":"commit"}`).want(422, `"object" wasn't supplied`)
	w.call("wendy", "POST", "/repos/acme/sdk/git/tags", fmt.Sprintf(`{"tag":"x","message":"","object":%q,"type":"tree"}`, w.main)).want(422, "is a commit")
}
