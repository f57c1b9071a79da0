package rest_test

import (
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

func kinds(items []map[string]any) string {
	var list []string
	for _, i := range items {
		list = append(list, i["event"].(string))
	}
	return strings.Join(list, " ")
}

func TestTimeline_tellsEverythingInOrder(t *testing.T) {
	w := newWorld(t)
	w.publish.AddLabel("accepted", "00ff00", "")
	w.issue("rita", "x")
	w.issue("rita", "y")
	const one = "/repos/acme/publish/issues/1"
	w.call("tara", "POST", one+"/labels", `{"labels":["accepted"]}`).want(200)
	w.call("rita", "POST", one+"/comments", `{"body":"hello"}`).want(201)
	gone := w.call("rita", "POST", one+"/comments", `{"body":"oops"}`).want(201)
	w.call("rita", "PATCH", one, `{"title":"z"}`).want(200)
	w.call("rita", "PATCH", one, `{"body":"edited"}`).want(200)
	w.call("rita", "POST", "/repos/acme/publish/issues/2/comments", `{"body":"like #1"}`).want(201)
	w.call("rita", "DELETE", "/repos/acme/publish/issues/comments/"+id(int64(gone.get("id").(float64))), "").want(204)
	w.call("tara", "DELETE", one+"/labels/accepted", "").want(200)
	w.call("tara", "PATCH", one, `{"state":"closed","assignees":["tara"]}`).want(200)
	w.call("tara", "PATCH", one, `{"state":"open","assignees":[]}`).want(200)

	timeline := w.call("", "GET", one+"/timeline", "").want(200).list()
	const all = "labeled commented renamed cross-referenced comment_deleted unlabeled assigned closed unassigned reopened"
	if got := kinds(timeline); got != all {
		t.Errorf("timeline %q,\nwant %q", got, all)
	}
	events := w.call("", "GET", one+"/events", "").want(200).list()
	if got := kinds(events); got != "labeled renamed comment_deleted unlabeled assigned closed unassigned reopened" {
		t.Errorf("events %q", got)
	}
	last := 0.0
	for _, e := range events {
		if e["id"].(float64) <= last || e["created_at"] == nil || e["node_id"] == "" {
			t.Errorf("ids do not ascend, or something is missing: %v", e)
		}
		last = e["id"].(float64)
	}
	rename := timeline[2]["rename"].(map[string]any)
	if rename["from"] != "x" || rename["to"] != "z" {
		t.Errorf("rename %v", rename)
	}
	if repo := w.call("", "GET", "/repos/acme/publish/issues/events?per_page=1", "").want(200).list(); kinds(repo) != "reopened" {
		t.Errorf("the repository's newest event is %q", kinds(repo))
	}
}

func TestTimeline_namesActorAppAndIntent(t *testing.T) {
	w := newWorld(t)
	w.publish.AddLabel("accepted", "00ff00", "")
	w.hub.AddApp("labeller", "acme", nil)
	i := w.issue("rita", "x")
	issues := map[string]hub.Access{"issues": hub.WriteAccess}
	label := func(secret, body string) map[string]any {
		t.Helper()
		w.call(secret, "POST", labelsOf1, body).want(200)
		if _, err := w.hub.RemoveLabel(w.hub.As("olga"), i.ID, "accepted"); err != nil {
			t.Fatal(err)
		}
		items := w.call("", "GET", "/repos/acme/publish/issues/1/timeline", "").want(200).list()
		return items[len(items)-2]
	}
	slug := func(e map[string]any) any {
		if app, ok := e["performed_via_github_app"].(map[string]any); ok {
			return app["slug"]
		}
		return nil
	}
	actor := func(e map[string]any) any { return e["actor"].(map[string]any)["login"] }

	e := label("tara", `{"labels":["accepted"]}`)
	if actor(e) != "tara" || slug(e) != nil || e["intent"] != nil {
		t.Errorf("a person's own label: %v", e)
	}
	e = label(w.hub.NewToken(hub.TokenSpec{User: "tara", App: "labeller", Permissions: issues}).Secret, `{"labels":["accepted"]}`)
	if actor(e) != "tara" || slug(e) != "labeller" {
		t.Errorf("an App for a person: %v", e)
	}
	e = label(w.hub.NewToken(hub.TokenSpec{App: "labeller", Repos: []string{"acme/publish"}, Permissions: issues}).Secret, `{"labels":["accepted"]}`)
	if actor(e) != "labeller[bot]" || slug(e) != "labeller" {
		t.Errorf("an App by itself: %v", e)
	}
	e = label("tara", `{"labels":[{"name":"accepted","rationale":"looks right","confidence":"high"}]}`)
	if in, ok := e["intent"].(map[string]any); !ok || in["confidence"] != "HIGH" {
		t.Errorf("an agent's reasons: %v", e)
	}
}

func TestTimeline_hidesReferencesFromWhatMayNotBeSeen(t *testing.T) {
	w := newWorld(t)
	w.issue("rita", "x")
	if _, err := w.hub.CreateIssue(w.hub.As("olga"), w.vault.ID(), hub.NewIssue{Title: "secret", Body: "see acme/publish#1"}); err != nil {
		t.Fatal(err)
	}
	for who, want := range map[string]int{"rita": 0, "olga": 1} {
		if got := w.call(who, "GET", "/repos/acme/publish/issues/1/timeline", "").want(200).list(); len(got) != want {
			t.Errorf("%s sees %d events, want %d: %v", who, len(got), want, got)
		}
	}
}
