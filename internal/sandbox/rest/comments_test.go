package rest_test

import (
	"testing"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

func TestComments_refusals(t *testing.T) {
	w := newWorld(t)
	i := w.issue("rita", "x")
	m, err := w.hub.AddComment(w.hub.As("olga"), i.ID, "hello")
	if err != nil {
		t.Fatal(err)
	}
	list, one := "/repos/acme/publish/issues/1/comments", "/repos/acme/publish/issues/comments/"+id(m.ID)
	w.call("", "POST", list, `{"body":"x"}`).want(401)
	w.call("rita", "POST", list, `{"body":""}`).want(422, "Validation Failed")
	w.call("rita", "POST", list, `{}`).want(422, "wasn't supplied")
	w.call("rita", "POST", "/repos/acme/publish/issues/7/comments", `{"body":"x"}`).want(404)
	for _, who := range []string{"rita", "tara"} {
		w.call(who, "PATCH", one, `{"body":"x"}`).want(403, "Must have admin rights to Repository")
		w.call(who, "DELETE", one, "").want(403)
	}
	w.call("wendy", "GET", "/repos/acme/vault/issues/comments/"+id(m.ID), "").want(404)
	job := w.hub.NewToken(hub.TokenSpec{Kind: hub.Job, Repos: []string{"acme/publish"}}).Secret
	w.call(job, "POST", list, `{"body":"x"}`).want(403, "Resource not accessible by integration")
	w.call("wendy", "DELETE", one, "").want(204)
	w.call("wendy", "GET", one, "").want(404)
}

func TestComments_ofAJobAreTheBotsThroughTheActionsApp(t *testing.T) {
	w := newWorld(t)
	w.issue("rita", "x")
	job := w.hub.NewToken(hub.TokenSpec{Kind: hub.Job, Repos: []string{"acme/publish"}, Permissions: map[string]hub.Access{"issues": hub.WriteAccess}}).Secret
	a := w.call(job, "POST", "/repos/acme/publish/issues/1/comments", `{"body":"done"}`).want(201)
	bot := w.call("", "GET", "/users/github-actions%5Bbot%5D", "").want(200)
	if a.get("user", "id") != bot.get("id") || a.get("user", "type") != "Bot" || a.get("performed_via_github_app", "slug") != "github-actions" {
		t.Errorf("not by the bot through its App: %s", a.body)
	}
	mine := w.call("rita", "POST", "/repos/acme/publish/issues/1/comments", `{"body":"thanks"}`).want(201)
	if mine.get("performed_via_github_app") != nil {
		t.Errorf("a person's comment names an App: %s", mine.body)
	}
	list := w.call("", "GET", "/repos/acme/publish/issues/1/comments", "").want(200).list()
	if len(list) != 2 || list[0]["body"] != "done" || list[1]["body"] != "thanks" {
		t.Errorf("not the two comments, oldest first: %v", list)
	}
}

func TestComments_editMovesUpdatedAt(t *testing.T) {
	w := newWorld(t)
	w.issue("rita", "x")
	a := w.call("rita", "POST", "/repos/acme/publish/issues/1/comments", `{"body":"one"}`).want(201)
	if a.get("created_at") != a.get("updated_at") {
		t.Errorf("a new comment looks edited: %s", a.body)
	}
	one := "/repos/acme/publish/issues/comments/" + id(int64(a.get("id").(float64)))
	b := w.call("rita", "PATCH", one, `{"body":"two"}`).want(200)
	if b.get("body") != "two" || b.get("created_at") == b.get("updated_at") {
		t.Errorf("not edited: %s", b.body)
	}
}
