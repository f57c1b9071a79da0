package hub_test

import (
	"testing"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

func TestEditComment_keepsVersionsAndIsForTheAuthorOrWriters(t *testing.T) {
	w := newWorld(t)
	i := w.issue("rita", "x")
	m, err := w.AddComment(w.As("rita"), i.ID, "one")
	if err != nil {
		t.Fatal(err)
	}
	_, err = w.EditComment(w.As("tara"), m.ID, "two")
	refused(t, err, hub.Forbidden)
	_, err = w.EditComment(w.As("rita"), m.ID, "")
	refused(t, err, hub.Invalid)
	for _, who := range []string{"rita", "wendy"} {
		if m, err = w.EditComment(w.As(who), m.ID, "by "+who); err != nil {
			t.Fatal(err)
		}
	}
	if len(m.Edits) != 3 || m.Edits[2].Editor.Login != "wendy" || m.Edits[0].Body != "one" || m.Author.Login != "rita" {
		t.Errorf("%v", m)
	}
	if m, err = w.EditComment(w.As("rita"), m.ID, "by wendy"); err != nil || len(m.Edits) != 3 {
		t.Errorf("the same text again is an edit: %v, %v", m, err)
	}
}

func TestDeleteComment_leavesATraceWithoutTheText(t *testing.T) {
	w := newWorld(t)
	i := w.issue("rita", "x")
	m, err := w.AddComment(w.As("rita"), i.ID, "one")
	if err != nil {
		t.Fatal(err)
	}
	if err := w.DeleteComment(w.As("wendy"), m.ID); err != nil {
		t.Fatal(err)
	}
	items := w.timeline(i.ID)
	if len(items) != 1 || items[0].Kind != hub.CommentDeleted || items[0].Actor.Login != "wendy" || items[0].Author.Login != "rita" {
		t.Errorf("%v", items)
	}
	refused(t, w.DeleteComment(w.As("wendy"), m.ID), hub.NotFound)
}

func TestReferences_areLeftOnceWhereTheWriterMaySee(t *testing.T) {
	w := newWorld(t)
	one, two := w.issue("rita", "one"), w.issue("rita", "two")
	hidden, err := w.CreateIssue(w.As("olga"), w.vault.ID(), hub.NewIssue{Title: "hidden"})
	if err != nil {
		t.Fatal(err)
	}
	for _, body := range []string{"see #1", "again #1, and #2", "no#1 1#1 #99 &#1;", "acme/vault#1"} {
		if _, err := w.AddComment(w.As("rita"), two.ID, body); err != nil {
			t.Fatal(err)
		}
	}
	if items := w.timeline(one.ID); len(items) != 1 || items[0].Kind != hub.CrossReferenced || items[0].Source != two.ID || items[0].Actor.Login != "rita" {
		t.Errorf("%v", items)
	}
	if items := w.timeline(hidden.ID); len(items) != 0 {
		t.Errorf("a stranger left a trace in a private repository: %v", items)
	}
}
