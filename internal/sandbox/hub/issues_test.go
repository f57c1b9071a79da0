package hub_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

func TestUpdateIssue_keepsEveryVersionOfTheBody(t *testing.T) {
	w := newWorld(t)
	i, err := w.CreateIssue(w.As("rita"), w.publish.ID(), hub.NewIssue{Title: "x", Body: "one"})
	if err != nil {
		t.Fatal(err)
	}
	if len(i.Edits) != 0 {
		t.Error("a new issue looks edited")
	}
	for _, body := range []string{"one", "two", "three"} {
		who := "olga"
		if body == "two" {
			who = "rita"
		}
		if i, err = w.UpdateIssue(w.As(who), i.ID, hub.IssueChange{Body: &body}); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	for _, e := range i.Edits {
		got = append(got, e.Editor.Login+":"+e.Body)
	}
	if want := []string{"rita:one", "rita:two", "olga:three"}; !slices.Equal(got, want) {
		t.Errorf("versions %v, want %v", got, want)
	}
	last := i.Edits[len(i.Edits)-1]
	if last.At != i.UpdatedAt || i.Edits[0].At != i.CreatedAt {
		t.Errorf("times: %v", i.Edits)
	}
	if items := w.timeline(i.ID); len(items) != 0 {
		t.Errorf("body edits are in the timeline: %v", items)
	}
}

func TestUpdateIssue_isAllOrNothing(t *testing.T) {
	w := newWorld(t)
	i := w.issue("tara", "x")
	_, err := w.UpdateIssue(w.As("tara"), i.ID, hub.IssueChange{Title: new("y"), Labels: &[]string{"unknown"}, State: new(hub.ClosedState)})
	refused(t, err, hub.Forbidden)
	_, err = w.UpdateIssue(w.As("tara"), i.ID, hub.IssueChange{Title: new("y"), Body: new(strings.Repeat("x", 65537))})
	refused(t, err, hub.Invalid)
	got, err := w.IssueByID(w.As("tara"), i.ID)
	if err != nil || got.Title != "x" || got.State != hub.Open || len(w.timeline(i.ID)) != 0 {
		t.Errorf("%v, %v", got, err)
	}
}

func TestCreateIssue_refusedLeavesNoNumberBehind(t *testing.T) {
	w := newWorld(t)
	_, err := w.CreateIssue(w.As("tara"), w.publish.ID(), hub.NewIssue{Title: "x", Labels: []string{"unknown"}})
	refused(t, err, hub.Forbidden)
	if i := w.issue("rita", "y"); i.Number != 1 {
		t.Errorf("number %d, want 1", i.Number)
	}
}

func TestIssue_numbersRunPerRepositoryAndIDsDoNot(t *testing.T) {
	w := newWorld(t)
	a, b := w.issue("rita", "x"), w.issue("rita", "y")
	c, err := w.CreateIssue(w.As("olga"), w.vault.ID(), hub.NewIssue{Title: "z"})
	if err != nil || a.Number != 1 || b.Number != 2 || c.Number != 1 || a.ID >= b.ID || b.ID >= c.ID {
		t.Errorf("%v %v %v %v", a, b, c, err)
	}
}

func TestTransferIssue_movesAllAndLeavesATrace(t *testing.T) {
	w := newWorld(t)
	w.publish.AddLabel("accepted", "00ff00", "")
	w.publish.AddLabel("only here", "00ff00", "")
	there := w.vault.AddLabel("accepted", "ff0000", "")
	i := w.issue("rita", "x")
	olga := w.As("olga")
	if _, err := w.AddLabels(olga, i.ID, "accepted", "only here"); err != nil {
		t.Fatal(err)
	}
	m, err := w.AddComment(w.As("rita"), i.ID, "hello")
	if err != nil {
		t.Fatal(err)
	}
	_, err = w.TransferIssue(w.As("tara"), i.ID, w.vault.ID())
	refused(t, err, hub.Forbidden)
	moved, err := w.TransferIssue(olga, i.ID, w.vault.ID())
	if err != nil {
		t.Fatal(err)
	}
	if moved.ID == i.ID || moved.Repo != w.vault.ID() || moved.Number != 1 || len(moved.Labels) != 1 || moved.Labels[0].ID != there.ID {
		t.Errorf("moved to %v", moved)
	}
	items := w.timeline(moved.ID)
	if last := items[len(items)-1]; last.Kind != hub.Transferred || last.FromRepo != "acme/publish" || last.Actor.Login != "olga" {
		t.Errorf("the trace is %v", last)
	}
	if old, err := w.IssueByID(olga, i.ID); err != nil || old.ID != moved.ID {
		t.Errorf("the old id leads to %v, %v", old, err)
	}
	_, err = w.Issue(olga, w.publish.ID(), i.Number)
	refused(t, err, hub.NotFound)
	if to, ok := w.MovedIssue(olga, w.publish.ID(), i.Number); !ok || to.ID != moved.ID {
		t.Errorf("the old number leads to %v", to)
	}
	if _, ok := w.MovedIssue(w.As("rita"), w.publish.ID(), i.Number); ok {
		t.Error("it leads one there who may not see it")
	}
	if c, err := w.Comment(olga, m.ID); err != nil || c.Repo != w.vault.ID() {
		t.Errorf("the comment: %v, %v", c, err)
	}
}

func TestDeleteIssue_takesAdminAndEverythingBelow(t *testing.T) {
	w := newWorld(t)
	i := w.issue("rita", "x")
	m, err := w.AddComment(w.As("rita"), i.ID, "hello")
	if err != nil {
		t.Fatal(err)
	}
	refused(t, w.DeleteIssue(w.As("wendy"), i.ID), hub.Forbidden)
	if err := w.DeleteIssue(w.As("olga"), i.ID); err != nil {
		t.Fatal(err)
	}
	_, err = w.Issue(w.As("olga"), w.publish.ID(), i.Number)
	refused(t, err, hub.Gone)
	_, err = w.IssueByID(w.As("olga"), i.ID)
	refused(t, err, hub.NotFound)
	_, err = w.Comment(w.As("olga"), m.ID)
	refused(t, err, hub.NotFound)
	if next := w.issue("rita", "y"); next.Number != 2 {
		t.Errorf("the number %d was used again", next.Number)
	}
}
