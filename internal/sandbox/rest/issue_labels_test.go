package rest_test

import (
	"testing"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

const labelsOf1 = "/repos/acme/publish/issues/1/labels"

func TestIssueLabels_readerIsRefusedEvenAsAuthor(t *testing.T) {
	w := newWorld(t)
	w.publish.AddLabel("accepted", "00ff00", "")
	w.issue("rita", "x")
	w.call("", "POST", labelsOf1, `{"labels":["accepted"]}`).want(401)
	w.call("rita", "POST", labelsOf1, `{"labels":["accepted"]}`).want(403, "Must have admin rights to Repository.")
	w.call("rita", "PUT", labelsOf1, `{"labels":[]}`).want(403)
	w.call("rita", "DELETE", labelsOf1, "").want(403)
	w.call("tara", "POST", labelsOf1, `{"labels":["accepted"]}`).want(200)
	w.call("rita", "DELETE", labelsOf1+"/accepted", "").want(403)
	if got := w.call("rita", "PATCH", "/repos/acme/publish/issues/1", `{"labels":[]}`).want(200).get("labels").([]any); len(got) != 1 {
		t.Errorf("the author took a label off by editing: %v", got)
	}
}

func TestIssueLabels_tokensWithoutPermissionAreRefused(t *testing.T) {
	w := newWorld(t)
	w.publish.AddLabel("accepted", "00ff00", "")
	w.issue("rita", "x")
	one := []string{"acme/publish"}
	for _, test := range []struct {
		name    string
		spec    hub.TokenSpec
		status  int
		message string
	}{
		{"classic without repo", hub.TokenSpec{User: "tara", Scopes: []string{"read:org"}}, 404, "Not Found"},
		{"fine-grained for reading", hub.TokenSpec{User: "tara", Kind: hub.FineGrained, Repos: one, Permissions: map[string]hub.Access{"issues": hub.ReadAccess}}, 403, "Resource not accessible by personal access token"},
		{"fine-grained for another repository", hub.TokenSpec{User: "tara", Kind: hub.FineGrained, Repos: []string{"acme/vault"}, Permissions: map[string]hub.Access{"issues": hub.WriteAccess}}, 403, "Resource not accessible by personal access token"},
		{"job without issues", hub.TokenSpec{Kind: hub.Job, Repos: one, Permissions: map[string]hub.Access{"contents": hub.ReadAccess}}, 403, "Resource not accessible by integration"},
		{"job of another repository", hub.TokenSpec{Kind: hub.Job, Repos: []string{"acme/vault"}, Permissions: map[string]hub.Access{"issues": hub.WriteAccess}}, 403, "Resource not accessible by integration"},
		{"fine-grained of a reader", hub.TokenSpec{User: "rita", Kind: hub.FineGrained, Repos: one, Permissions: map[string]hub.Access{"issues": hub.WriteAccess}}, 403, "Must have admin rights to Repository."},
		{"classic with public_repo", hub.TokenSpec{User: "tara", Scopes: []string{"public_repo"}}, 200, ""},
		{"job that may", hub.TokenSpec{Kind: hub.Job, Repos: one, Permissions: map[string]hub.Access{"issues": hub.WriteAccess}}, 200, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			a := w.call(w.hub.NewToken(test.spec).Secret, "POST", labelsOf1, `{"labels":["accepted"]}`)
			a.t = t
			a.want(test.status)
			if test.message != "" {
				a.want(test.status, test.message)
			}
		})
	}
}

func TestIssueLabels_unknownLabelIsMadeOnlyWithWrite(t *testing.T) {
	w := newWorld(t)
	w.issue("rita", "x")
	a := w.call("tara", "POST", labelsOf1, `{"labels":["new"]}`).want(403, "You do not have permission to create labels on this repository.")
	if len(a.get("errors").([]any)) != 1 {
		t.Errorf("no errors[]: %s", a.body)
	}
	w.call("wendy", "POST", labelsOf1, `{"labels":["new",{"name":"newer"}]}`).want(200)
	w.call("rita", "GET", "/repos/acme/publish/labels/newer", "").want(200)
}

func TestIssueLabels_addSetRemove(t *testing.T) {
	w := newWorld(t)
	for _, name := range []string{"a", "b", "c"} {
		w.publish.AddLabel(name, "00ff00", "")
	}
	w.issue("rita", "x")
	names := func(a answer) string {
		s := ""
		for _, l := range a.want(200).list() {
			s += l["name"].(string)
		}
		return s
	}
	if got := names(w.call("tara", "POST", labelsOf1, `["a","B"]`)); got != "ab" {
		t.Errorf("after adding: %q", got)
	}
	if got := names(w.call("tara", "PUT", labelsOf1, `{"labels":["b","c"]}`)); got != "bc" {
		t.Errorf("after setting: %q", got)
	}
	w.call("tara", "DELETE", labelsOf1+"/a", "").want(404, "Label does not exist")
	if got := names(w.call("tara", "DELETE", labelsOf1+"/b", "")); got != "c" {
		t.Errorf("after removing: %q", got)
	}
	if got := names(w.call("", "GET", labelsOf1, "")); got != "c" {
		t.Errorf("listed: %q", got)
	}
	w.call("tara", "DELETE", labelsOf1, "").want(204)
	if got := names(w.call("", "GET", labelsOf1, "")); got != "" {
		t.Errorf("after clearing: %q", got)
	}
}

func TestIssueLabels_suggestionsAreRefused(t *testing.T) {
	w := newWorld(t)
	w.publish.AddLabel("accepted", "00ff00", "")
	w.issue("rita", "x")
	w.call("tara", "POST", labelsOf1, `{"labels":[{"name":"accepted","suggest":true}]}`).want(422, "Suggestions")
}
