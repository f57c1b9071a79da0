package rest_test

import (
	"testing"
	"time"

	"github.com/release-request/gh-release-request/internal/sandbox/gitstore"
	"github.com/release-request/gh-release-request/internal/sandbox/gitwrite"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// gitWorld is a world with git data: acme/sdk, public, where wendy may write. Its main has two commits, the first by the
// sandbox, the second by wendy; the branch side, one commit on top of the first, is by nobody known.
type gitWorld struct {
	*world
	repo              *gitstore.Repo
	sdk               *hub.Settings
	first, main, side string
}

func newGitWorld(t *testing.T) *gitWorld {
	t.Helper()
	var h *hub.Hub
	store, err := gitstore.New(t.Context(), t.TempDir(), func() time.Time { return h.Now() })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(store.Close)
	h = hub.New(hub.Options{Git: store})
	door := gitwrite.New(h, store)
	w := &gitWorld{world: worldOn(t, h, door)}
	w.sdk = w.world.repo(hub.RepoSpec{Owner: "acme", Name: "sdk", Files: map[string]string{"README.md": "# sdk\n", "src/a b.go": "package a\n"}})
	w.sdk.SetRole("wendy", hub.Write)
	w.repo = door.Repo(w.sdk.ID())
	w.first = w.at("main")
	w.main = w.commit(w.first, gitwrite.Author(h.As("wendy")), map[string]string{"VERSION": "1\n"})
	w.side = w.commit(w.first, gitstore.Signature{Name: "Mel", Email: "mel@nowhere.test"}, map[string]string{"src/b.go": "package a\n", "README.md": "# SDK\n"})
	alice := h.As("wendy")
	if err := door.UpdateRefs(t.Context(), alice, w.sdk.ID(),
		gitwrite.Update{Ref: "refs/heads/main", After: w.main}, gitwrite.Update{Ref: "refs/heads/side", After: w.side}); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *gitWorld) at(rev string) string {
	w.t.Helper()
	sha, err := w.repo.Resolve(w.t.Context(), rev)
	if err != nil {
		w.t.Fatal(err)
	}
	return sha
}

// commit makes a commit that no ref names yet.
func (w *gitWorld) commit(parent string, by gitstore.Signature, files map[string]string) string {
	w.t.Helper()
	sha, err := w.repo.CreateCommit(w.t.Context(), gitstore.Change{Parent: parent, Files: files, Message: "Change", Author: by})
	if err != nil {
		w.t.Fatal(err)
	}
	return sha
}
