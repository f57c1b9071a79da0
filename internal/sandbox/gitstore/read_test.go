package gitstore

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestCommit_readsWhatWasWritten(t *testing.T) {
	r := newRepo(t)
	berlin := time.FixedZone("", 3600)
	bob := Signature{Name: "Bob B.", Email: "bob@acme.test", When: time.Date(2026, 1, 2, 3, 4, 5, 0, berlin)}
	one := commit(t, r, "main", Change{Message: "one", Files: map[string]string{"a": "1"}})
	two := commit(t, r, "main", Change{Message: "two\n\nbody\n\n", Author: bob, Committer: alice, Files: map[string]string{"a": "2"}})
	c, err := r.Commit(t.Context(), "main")
	if err != nil {
		t.Fatal(err)
	}
	if c.SHA != two || len(c.Parents) != 1 || c.Parents[0] != one || c.Message != "two\n\nbody\n" {
		t.Errorf("commit = %+v", c)
	}
	if c.Author.Name != "Bob B." || c.Author.Email != "bob@acme.test" || c.Author.When.Format(time.RFC3339) != "2026-01-02T03:04:05+01:00" {
		t.Errorf("author = %+v", c.Author)
	}
	if c.Committer.Name != "Alice" || !c.Committer.When.Equal(noon) {
		t.Errorf("committer = %+v, want the store's clock", c.Committer)
	}
	for _, rev := range []string{"nope", "main:a", "", c.Tree} {
		if _, err := r.Commit(t.Context(), rev); !errors.Is(err, ErrNotFound) {
			t.Errorf("Commit(%q): %v", rev, err)
		}
	}
}

func TestCreateCommit_keepsAddsAndDeletes(t *testing.T) {
	r := newRepo(t)
	commit(t, r, "main", Change{Message: "one", Files: map[string]string{"keep": "k", `odd "name" ö`: "o", "go": "g", "dir/run.sh": "#!/bin/sh\n"}})
	commit(t, r, "main", Change{Message: "two", Files: map[string]string{"new": ""}, Delete: []string{"go"}})
	sha, entries, err := r.Tree(t.Context(), "main", true)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, fmt.Sprintf("%s %s %d", e.Mode, e.Path, e.Size))
	}
	want := `040000 dir 0|100755 dir/run.sh 10|100644 keep 1|100644 new 0|100644 odd "name" ö 1`
	if strings.Join(got, "|") != want {
		t.Errorf("tree = %q, want %q", got, want)
	}
	if top, flat, err := r.Tree(t.Context(), "main:dir", false); err != nil || top == sha || len(flat) != 1 || flat[0].Path != "run.sh" {
		t.Errorf("subtree = %v, %v", flat, err)
	}
	if _, _, err := r.Tree(t.Context(), "main:keep", false); !errors.Is(err, ErrNotFound) {
		t.Errorf("Tree of a file: %v", err)
	}
	refs, err := r.git(t.Context(), nil, "for-each-ref")
	if err != nil || strings.Contains(string(refs), scratchRefs) {
		t.Errorf("a scratch ref is left: %s, %v", refs, err)
	}
}

func TestCreateCommit_refusesHostileNames(t *testing.T) {
	r := newRepo(t)
	for name, c := range map[string]Change{
		"path out of the tree": {Author: alice, Files: map[string]string{"../x": ""}},
		"git's own directory":  {Author: alice, Files: map[string]string{".git/config": ""}},
		"path of two lines":    {Author: alice, Files: map[string]string{"a\nM 100644 inline b": ""}},
		"deleted path":         {Author: alice, Delete: []string{"/etc"}},
		"author":               {Author: Signature{Name: "a <b>\nfrom", Email: "x"}},
		"nobody":               {},
		"parent":               {Author: alice, Parent: "main"},
	} {
		if _, err := r.CreateCommit(t.Context(), c); !errors.Is(err, ErrName) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestLog_selects(t *testing.T) {
	r := newRepo(t)
	var ids []string
	for i := range 5 {
		who := alice
		if i == 2 {
			who = Signature{Name: "Bob", Email: "bob@acme.test"}
		}
		who.When = noon.Add(time.Duration(i) * time.Hour)
		ids = append(ids, commit(t, r, "main", Change{Author: who, Message: fmt.Sprint(i), Files: map[string]string{fmt.Sprint("f", i%2): fmt.Sprint(i)}}))
	}
	for name, c := range map[string]struct {
		query LogQuery
		want  string
	}{
		"all, newest first": {LogQuery{From: "main"}, "43210"},
		"oldest first":      {LogQuery{From: "main", Oldest: true}, "01234"},
		"range":             {LogQuery{From: "main", Not: ids[2]}, "43"},
		"page":              {LogQuery{From: "main", Skip: 1, Max: 2}, "32"},
		"path":              {LogQuery{From: "main", Path: "f1"}, "31"},
		"author":            {LogQuery{From: "main", Author: "bob@acme.test"}, "2"},
		"part of an email":  {LogQuery{From: "main", Author: "b@acme.test"}, ""},
		"since":             {LogQuery{From: "main", Since: noon.Add(3 * time.Hour)}, "43"},
		"until":             {LogQuery{From: "main", Until: noon.Add(time.Hour)}, "10"},
		"nothing new":       {LogQuery{From: ids[0], Not: "main"}, ""},
	} {
		commits, err := r.Log(t.Context(), c.query)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		var got string
		for _, k := range commits {
			got += strings.TrimSpace(k.Message)
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	if _, err := r.Log(t.Context(), LogQuery{From: "nope"}); !errors.Is(err, ErrNotFound) {
		t.Errorf("Log of nothing: %v", err)
	}
}
