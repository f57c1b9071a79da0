package rest_test

import (
	"testing"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

func TestRepos_formerNamesLeadToTheID(t *testing.T) {
	w := newWorld(t)
	w.publish.Rename("releases")
	to := "https://api.github.com/repositories/" + id(w.publish.ID())
	a := w.call("rita", "GET", "/repos/acme/publish/labels?per_page=1", "").want(301, "Moved Permanently")
	if got := a.header.Get("Location"); got != to+"/labels?per_page=1" {
		t.Errorf("Location %q", got)
	}
	if got := w.call("rita", "GET", "/repos/acme/publish", "").want(301).header.Get("Location"); got != to {
		t.Errorf("Location %q", got)
	}
	w.call("wendy", "POST", "/repos/acme/publish/labels", `{"name":"x"}`).want(307, "Temporary Redirect")
	if got := w.call("rita", "GET", "/repositories/"+id(w.publish.ID()), "").want(200).get("full_name"); got != "acme/releases" {
		t.Errorf("full_name %v", got)
	}
	w.call("rita", "GET", "/repositories/"+id(w.publish.ID())+"/labels", "").want(200)
	w.call("rita", "GET", "/repositories/1", "").want(404)

	w.repo(hub.RepoSpec{Owner: "acme", Name: "publish"})
	if got := w.call("rita", "GET", "/repos/acme/publish", "").want(200).get("id"); got == float64(w.publish.ID()) {
		t.Error("a new repository of the old name still leads to the old one")
	}
}

func TestRepos_transferredKeepTheirIDAndRoles(t *testing.T) {
	w := newWorld(t)
	w.hub.AddOrg("umbrella")
	w.publish.Transfer("umbrella")
	w.call("wendy", "GET", "/repos/acme/publish", "").want(301)
	a := w.call("wendy", "GET", "/repos/umbrella/publish", "").want(200)
	if a.get("id") != float64(w.publish.ID()) || a.get("permissions", "push") != true {
		t.Errorf("not the same repository: %s", a.body)
	}
	if a := w.call("olga", "GET", "/repos/umbrella/publish", "").want(200); a.get("permissions", "admin") != false {
		t.Errorf("the former owner's owner still rules: %s", a.body)
	}
}

func TestRepos_archivedAreReadOnly(t *testing.T) {
	w := newWorld(t)
	w.issue("rita", "x")
	w.publish.SetArchived(true)
	w.call("olga", "POST", "/repos/acme/publish/issues/1/comments", `{"body":"x"}`).want(403, "archived")
	w.call("rita", "POST", "/repos/acme/publish/issues", `{"title":"x"}`).want(403, "archived")
	if a := w.call("rita", "GET", "/repos/acme/publish", "").want(200); a.get("archived") != true {
		t.Errorf("not archived: %s", a.body)
	}
}

func TestRepos_permissionsAreTheCallers(t *testing.T) {
	w := newWorld(t)
	if a := w.call("", "GET", "/repos/ACME/Publish", "").want(200); a.get("permissions") != nil || a.get("full_name") != "acme/publish" {
		t.Errorf("to nobody: %s", a.body)
	}
	for who, want := range map[string][3]bool{"olga": {true, true, true}, "wendy": {false, true, true}, "tara": {false, false, true}, "rita": {false, false, false}} {
		p := w.call(who, "GET", "/repos/acme/publish", "").want(200).get("permissions").(map[string]any)
		if got := [3]bool{p["admin"].(bool), p["push"].(bool), p["triage"].(bool)}; got != want {
			t.Errorf("%s: admin, push, triage %v, want %v", who, got, want)
		}
	}
}

func TestProtection_isToldToAdministrators(t *testing.T) {
	w := newWorld(t)
	w.publish.Protect(hub.Protection{Pattern: "release/*", Reviews: 2})
	const path = "/repos/acme/publish/branches/"
	w.call("wendy", "GET", path+"release/1/protection", "").want(404, "Not Found")
	w.call("olga", "GET", path+"main/protection", "").want(404, "Branch not protected")
	a := w.call("olga", "GET", path+"release/1/protection", "").want(200)
	if a.get("required_pull_request_reviews", "required_approving_review_count") != 2.0 {
		t.Errorf("not the rule: %s", a.body)
	}
}
