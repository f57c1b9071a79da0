package hub_test

import (
	"errors"
	"testing"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// world is a small GitHub: the organisation acme, owned by olga, with the
// public repository publish, where wendy may write and tara triage, and the
// private repository vault, where only wendy has a role. rita is a stranger.
type world struct {
	*hub.Hub
	t              *testing.T
	publish, vault *hub.Settings
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{Hub: hub.New(hub.Options{}), t: t}
	for _, login := range []string{"olga", "wendy", "tara", "rita"} {
		w.AddUser(login)
	}
	w.AddOrg("acme", "olga")
	w.publish = w.repo(hub.RepoSpec{Owner: "acme", Name: "publish"})
	w.vault = w.repo(hub.RepoSpec{Owner: "acme", Name: "vault", Private: true})
	w.publish.SetRole("wendy", hub.Write)
	w.publish.SetRole("tara", hub.Triage)
	w.vault.SetRole("wendy", hub.Write)
	return w
}

func (w *world) repo(s hub.RepoSpec) *hub.Settings {
	w.t.Helper()
	r, err := w.AddRepo(s)
	if err != nil {
		w.t.Fatal(err)
	}
	return r
}

// issue opens an issue in acme/publish.
func (w *world) issue(who, title string) hub.Issue {
	w.t.Helper()
	i, err := w.CreateIssue(w.As(who), w.publish.ID(), hub.NewIssue{Title: title})
	if err != nil {
		w.t.Fatal(err)
	}
	return i
}

// caller is who sends a token made to a specification.
func (w *world) caller(s hub.TokenSpec) hub.Caller {
	w.t.Helper()
	c, err := w.Authenticate(w.NewToken(s).Secret)
	if err != nil {
		w.t.Fatal(err)
	}
	return c
}

// timeline is what happened to an issue, as olga sees it.
func (w *world) timeline(id int64) []hub.TimelineItem {
	w.t.Helper()
	items, err := w.Timeline(w.As("olga"), id)
	if err != nil {
		w.t.Fatal(err)
	}
	return items
}

// refused fails the test unless the error is a refusal of that kind.
func refused(t *testing.T, err error, kind hub.Kind) {
	t.Helper()
	e, ok := errors.AsType[*hub.Error](err)
	if !ok || e.Kind != kind {
		t.Errorf("error %v, want one of kind %d", err, kind)
	}
}
