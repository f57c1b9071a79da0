package hub_test

import (
	"errors"
	"testing"
	"time"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

func TestRepo_findsByFormerNamesUntilTheyAreTaken(t *testing.T) {
	w := newWorld(t)
	rita := w.As("rita")
	w.publish.Rename("releases")
	for _, name := range []string{"acme/publish", "ACME/Releases"} {
		r, err := w.Repo(rita, name)
		if err != nil || r.ID != w.publish.ID() || r.FullName() != "acme/releases" {
			t.Errorf("%s: %v, %v", name, r, err)
		}
	}
	other := w.repo(hub.RepoSpec{Owner: "acme", Name: "publish"})
	if r, err := w.Repo(rita, "acme/publish"); err != nil || r.ID != other.ID() {
		t.Errorf("%v, %v", r, err)
	}
	other.Delete()
	_, err := w.Repo(rita, "acme/publish")
	refused(t, err, hub.NotFound)
	if r, err := w.Repo(rita, "acme/releases"); err != nil || r.ID != w.publish.ID() {
		t.Errorf("%v, %v", r, err)
	}
}

func TestRepo_aTakenNameIsAPanic(t *testing.T) {
	w := newWorld(t)
	for name, do := range map[string]func(){
		"adding":       func() { w.repo(hub.RepoSpec{Owner: "acme", Name: "Vault"}) },
		"renaming":     func() { w.publish.Rename("VAULT") },
		"a login":      func() { w.AddUser("Rita") },
		"an unknown":   func() { w.publish.SetRole("nobody", hub.Write) },
		"a label":      func() { w.publish.AddLabel("x", "", ""); w.publish.AddLabel("X", "", "") },
		"no such repo": func() { w.Settings("acme/none") },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s went through", name)
				}
			}()
			do()
		}()
	}
}

// failingGit is a git store that cannot make repositories.
type failingGit struct{ hub **hub.Hub }

func (g failingGit) CreateRepository(int64, string, map[string]string, time.Time) (string, error) {
	(*g.hub).Now() // the store may ask for the time without a deadlock
	return "", errors.New("no space left")
}

func (failingGit) SetDefaultBranch(int64, string) error { return errors.New("no space left") }

func TestAddRepo_withoutGitDataIsNoRepository(t *testing.T) {
	var h *hub.Hub
	h = hub.New(hub.Options{Git: failingGit{&h}})
	h.AddUser("rita")
	if _, err := h.AddRepo(hub.RepoSpec{Owner: "rita", Name: "x"}); err == nil {
		t.Fatal("it was made")
	}
	_, err := h.Repo(h.As("rita"), "rita/x")
	refused(t, err, hub.NotFound)
}

func TestRepos_listsWhatTheCallerSees(t *testing.T) {
	w := newWorld(t)
	for who, want := range map[string]int{"rita": 1, "wendy": 2, "olga": 2} {
		if got := w.Repos(w.As(who)); len(got) != want {
			t.Errorf("%s sees %v", who, got)
		}
	}
}
