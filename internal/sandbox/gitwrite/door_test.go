package gitwrite

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/release-request/gh-release-request/internal/sandbox/gitstore"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// A place is a repository acme/sdk with one commit. alice may write, bob read, and root owns acme.
type place struct {
	t    *testing.T
	hub  *hub.Hub
	door *Door
	sdk  *hub.Settings
	id   int64
	head string
}

func newPlace(t *testing.T) *place {
	t.Helper()
	p := &place{t: t}
	store, err := gitstore.New(t.Context(), t.TempDir(), func() time.Time { return p.hub.Now() })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(store.Close)
	p.hub = hub.New(hub.Options{Git: store})
	for _, login := range []string{"alice", "bob", "root"} {
		p.hub.AddUser(login)
	}
	p.hub.AddOrg("acme", "root")
	p.sdk, err = p.hub.AddRepo(hub.RepoSpec{Owner: "acme", Name: "sdk", Files: map[string]string{"a": "1\n"}})
	if err != nil {
		t.Fatal(err)
	}
	p.sdk.SetRole("alice", hub.Write)
	p.sdk.SetRole("bob", hub.Read)
	p.door, p.id = New(p.hub, store), p.sdk.ID()
	p.head = p.at("main")
	return p
}

func (p *place) at(branch string) string {
	p.t.Helper()
	sha, err := p.door.Repo(p.id).Resolve(p.t.Context(), branch)
	if err != nil {
		p.t.Fatal(err)
	}
	return sha
}

// commit makes a commit that no ref names yet.
func (p *place) commit(parent, path, content string) string {
	p.t.Helper()
	sha, err := p.door.Repo(p.id).CreateCommit(p.t.Context(), gitstore.Change{
		Parent: parent, Files: map[string]string{path: content}, Message: path, Author: Author(p.hub.As("alice")),
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return sha
}

func (p *place) update(login string, wishes ...Update) error {
	return p.door.UpdateRefs(p.t.Context(), p.hub.As(login), p.id, wishes...)
}

// wantRefusal checks that an error is the hub's, of that kind, with those words.
func wantRefusal(t *testing.T, what string, err error, kind hub.Kind, words string) {
	t.Helper()
	e, ok := errors.AsType[*hub.Error](err)
	if !ok || e.Kind != kind || !strings.Contains(e.Message, words) {
		t.Errorf("%s: %v, want kind %d with %q", what, err, kind, words)
	}
}

func TestUpdateRefs_recordsWhoMovedWhat(t *testing.T) {
	p := newPlace(t)
	next := p.commit(p.head, "b", "2\n")
	err := p.update("alice",
		Update{Ref: "refs/heads/main", Before: p.head, After: next},
		Update{Ref: "refs/tags/1.0.0", Before: gitstore.Zero, After: next},
	)
	if err != nil {
		t.Fatal(err)
	}
	all := p.hub.Pushes(p.id, "")
	if len(all) != 2 || all[0].Ref != "refs/tags/1.0.0" || all[1].Pusher.Login != "alice" || all[1].Before != p.head || all[1].After != next || all[1].Forced {
		t.Errorf("activity = %+v", all)
	}
	if err := p.update("alice", Update{Ref: "refs/heads/main", After: p.head, Force: true}); err != nil {
		t.Fatal(err)
	}
	if last := p.hub.Pushes(p.id, "refs/heads/main")[0]; !last.Forced {
		t.Errorf("forced update recorded as %+v", last)
	}
}

func TestUpdateRefs_refuses(t *testing.T) {
	p := newPlace(t)
	next, other := p.commit(p.head, "b", "2\n"), p.commit("", "c", "3\n")
	p.sdk.Protect(hub.Protection{Pattern: "locked", Reviews: 1})
	if err := p.update("alice", Update{Ref: "refs/heads/locked", After: p.head}); err != nil {
		t.Fatal(err)
	}
	missing := strings.Repeat("a", 40)
	for name, c := range map[string]struct {
		login string
		wish  Update
		kind  hub.Kind
		words string
	}{
		"a reader":           {"bob", Update{Ref: "refs/heads/x", After: next}, hub.Forbidden, ""},
		"one that is there":  {"alice", Update{Ref: "refs/heads/main", Before: gitstore.Zero, After: next}, hub.Invalid, "Reference already exists"},
		"one that moved":     {"alice", Update{Ref: "refs/heads/main", Before: next, After: next}, hub.Invalid, "is at " + p.head},
		"backwards":          {"alice", Update{Ref: "refs/heads/main", After: other}, hub.Invalid, "not a fast forward"},
		"no such object":     {"alice", Update{Ref: "refs/heads/x", After: missing}, hub.Invalid, "Object does not exist"},
		"no id":              {"alice", Update{Ref: "refs/heads/x", After: "main"}, hub.Invalid, "exactly 40 characters"},
		"a tree as a branch": {"alice", Update{Ref: "refs/heads/x", After: gitstore.EmptyTree}, hub.Invalid, "not a commit"},
		"a malformed name":   {"alice", Update{Ref: "refs/heads/a..b", After: next}, hub.Invalid, "name is invalid"},
		"no full name":       {"alice", Update{Ref: "main", After: next}, hub.Invalid, "name is invalid"},
		"a pull request's":   {"alice", Update{Ref: "refs/pull/1/head", After: next}, hub.Invalid, "name is invalid"},
		"a protected branch": {"alice", Update{Ref: "refs/heads/locked", After: next}, hub.Invalid, "through a pull request"},
		"deleting protected": {"alice", Update{Ref: "refs/heads/locked", After: gitstore.Zero}, hub.Invalid, "protected branch"},
		"deleting default":   {"root", Update{Ref: "refs/heads/main", After: gitstore.Zero}, hub.Invalid, "default branch"},
		"deleting nothing":   {"alice", Update{Ref: "refs/heads/x", After: gitstore.Zero}, hub.Invalid, "does not exist"},
	} {
		seen := len(p.hub.Pushes(p.id, ""))
		wantRefusal(t, name, p.update(c.login, c.wish), c.kind, c.words)
		wantRefusal(t, name+", beside a good one", p.update(c.login, Update{Ref: "refs/heads/good", After: next}, c.wish), c.kind, c.words)
		if now := len(p.hub.Pushes(p.id, "")); now != seen {
			t.Errorf("%s: %d pushes recorded", name, now-seen)
		}
	}
}

func TestMoveRefAndDeleteRef_wantARefThatIsThere(t *testing.T) {
	p := newPlace(t)
	alice := p.hub.As("alice")
	wantRefusal(t, "moving", p.door.MoveRef(t.Context(), alice, p.id, "refs/heads/x", p.head, true), hub.Invalid, "Reference does not exist")
	wantRefusal(t, "deleting", p.door.DeleteRef(t.Context(), alice, p.id, "refs/heads/x"), hub.Invalid, "Reference does not exist")
	wantRefusal(t, "a reader", p.door.DeleteRef(t.Context(), p.hub.As("bob"), p.id, "refs/heads/x"), hub.Forbidden, "")
	if err := p.door.CreateRef(t.Context(), alice, p.id, "refs/heads/x", p.head); err != nil {
		t.Fatal(err)
	}
	if err := p.door.DeleteRef(t.Context(), alice, p.id, "refs/heads/x"); err != nil {
		t.Fatal(err)
	}
}

func TestMerge_movesTheBaseOrSaysWhyNot(t *testing.T) {
	p := newPlace(t)
	alice := p.hub.As("alice")
	side, clash := p.commit(p.head, "b", "2\n"), p.commit(p.head, "a", "other\n")
	ours := p.commit(p.head, "a", "ours\n")
	if err := p.update("alice", Update{Ref: "refs/heads/main", After: ours}, Update{Ref: "refs/heads/side", After: side}); err != nil {
		t.Fatal(err)
	}
	sha, err := p.door.Merge(t.Context(), alice, p.id, Merge{Base: "main", Head: "side"})
	if err != nil {
		t.Fatal(err)
	}
	if p.at("main") != sha {
		t.Errorf("main is not at the merge commit")
	}
	c, err := p.door.Repo(p.id).Commit(t.Context(), sha)
	if err != nil {
		t.Fatal(err)
	}
	if c.Message != "Merge side into main\n" || c.Author.Email != alice.User.Email() || c.Committer.Email != GitHub.Email {
		t.Errorf("merge commit = %+v", c)
	}
	if last := p.hub.Pushes(p.id, "refs/heads/main")[0]; last.After != sha || last.Forced {
		t.Errorf("activity = %+v", last)
	}
	if sha, err := p.door.Merge(t.Context(), alice, p.id, Merge{Base: "main", Head: side}); sha != "" || err != nil {
		t.Errorf("second merge = %q, %v", sha, err)
	}
	p.sdk.Protect(hub.Protection{Pattern: "main", Reviews: 1})
	more := p.commit(sha, "d", "4\n")
	for name, c := range map[string]struct {
		login string
		merge Merge
		kind  hub.Kind
		words string
	}{
		"a conflict":       {"root", Merge{Base: "main", Head: clash}, hub.Conflict, "Merge conflict"},
		"no base":          {"root", Merge{Base: "nope", Head: side}, hub.NotFound, "Base does not exist"},
		"no head":          {"root", Merge{Base: "main", Head: "nope"}, hub.NotFound, "Head does not exist"},
		"a protected base": {"alice", Merge{Base: "main", Head: more}, hub.Conflict, "through a pull request"},
		"a reader":         {"bob", Merge{Base: "main", Head: more}, hub.Forbidden, ""},
	} {
		_, err := p.door.Merge(t.Context(), p.hub.As(c.login), p.id, c.merge)
		wantRefusal(t, name, err, c.kind, c.words)
	}
}

func TestCreateTag_isByTheCallerNow(t *testing.T) {
	p := newPlace(t)
	sha, err := p.door.CreateTag(t.Context(), p.hub.As("alice"), p.id, Tag{Name: "1.0.0", Object: p.head, Type: "commit", Message: "first"})
	if err != nil {
		t.Fatal(err)
	}
	tag, err := p.door.Repo(p.id).Tag(t.Context(), sha)
	if err != nil || tag.Tagger.Name != "alice" || !tag.Tagger.When.Equal(p.hub.Now()) {
		t.Errorf("tag = %+v, %v", tag, err)
	}
	for name, c := range map[string]struct {
		login string
		tag   Tag
		kind  hub.Kind
		words string
	}{
		"a reader":       {"bob", Tag{Name: "x", Object: p.head}, hub.Forbidden, ""},
		"no object":      {"alice", Tag{Name: "x", Object: strings.Repeat("a", 40)}, hub.Invalid, "Object does not exist"},
		"another type":   {"alice", Tag{Name: "x", Object: p.head, Type: "tree"}, hub.Invalid, "is a commit"},
		"malformed id":   {"alice", Tag{Name: "x", Object: "main"}, hub.Invalid, "40 characters"},
		"malformed name": {"alice", Tag{Name: "a b", Object: p.head}, hub.Invalid, "invalid"},
	} {
		_, err := p.door.CreateTag(t.Context(), p.hub.As(c.login), p.id, c.tag)
		wantRefusal(t, name, err, c.kind, c.words)
	}
}
