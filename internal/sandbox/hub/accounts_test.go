package hub_test

import (
	"testing"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

func TestDeleteUser_leavesTheGhostAndNoRights(t *testing.T) {
	w := newWorld(t)
	w.publish.AddLabel("accepted", "00ff00", "")
	i, err := w.CreateIssue(w.As("tara"), w.publish.ID(), hub.NewIssue{Title: "x", Body: "one", Labels: []string{"accepted"}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.UpdateIssue(w.As("tara"), i.ID, hub.IssueChange{Body: new("two")}); err != nil {
		t.Fatal(err)
	}
	tara := w.As("tara").User
	token := w.NewToken(hub.TokenSpec{User: "tara"})
	w.AddMember("acme", "tara", true)
	w.DeleteUser("tara")

	_, err = w.Authenticate(token.Secret)
	refused(t, err, hub.Unauthorized)
	_, err = w.User("tara")
	refused(t, err, hub.NotFound)
	if role := w.RoleOf(w.publish.ID(), tara.ID); role != hub.NoRole {
		t.Errorf("a deleted account is %s", role)
	}
	if i, err = w.IssueByID(w.As("rita"), i.ID); err != nil || i.Author.Login != hub.GhostLogin || i.Edits[1].Editor.Login != hub.GhostLogin {
		t.Errorf("%v, %v", i, err)
	}
	if actor := w.timeline(i.ID)[0].Actor; actor.Login != hub.GhostLogin {
		t.Errorf("the label is by %v", actor)
	}
}

func TestRenameUser_keepsTheIDAndFreesTheLogin(t *testing.T) {
	w := newWorld(t)
	i := w.issue("rita", "x")
	token := w.NewToken(hub.TokenSpec{User: "rita"})
	old := w.As("rita").User
	w.RenameUser("rita", "margarita")
	other := w.AddUser("rita")
	if other.ID == old.ID {
		t.Error("the new rita is the old one")
	}
	c, err := w.Authenticate(token.Secret)
	if err != nil || c.User.ID != old.ID || c.User.Login != "margarita" {
		t.Errorf("%v, %v", c.User, err)
	}
	if i, err = w.IssueByID(c, i.ID); err != nil || i.Author.Login != "margarita" {
		t.Errorf("%v, %v", i.Author, err)
	}
}

func TestUserByEmail_attributesCommits(t *testing.T) {
	w := newWorld(t)
	ann := w.AddUser("ann", "ann@acme.example")
	for _, email := range []string{"ANN@acme.example", ann.Email(), "ann@users.noreply.github.com"} {
		if u, ok := w.UserByEmail(email); !ok || u.ID != ann.ID {
			t.Errorf("%s is %v, %t", email, u, ok)
		}
	}
	if u, ok := w.UserByEmail("nobody@acme.example"); ok {
		t.Errorf("nobody is %v", u)
	}
}
