package gitstore

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestCompare_countsFromTheMergeBase(t *testing.T) {
	r := newRepo(t)
	text := strings.Repeat("a line that is long enough to be found again\n", 10)
	root := commit(t, r, "main", Change{Message: "root", Files: map[string]string{"a": "1\n2\n", "old": text, "gone": "x\n", "mode": "plain"}})
	move(t, r, RefUpdate{Name: "refs/heads/side", After: root})
	commit(t, r, "main", Change{Message: "main only", Files: map[string]string{"elsewhere": "1"}})
	commit(t, r, "side", Change{Message: "s1", Files: map[string]string{"a": "1\n3\n4\n", "new": "n\n", "bin": "\x00\x01"}, Delete: []string{"gone"}})
	commit(t, r, "side", Change{Message: "s2", Files: map[string]string{"moved": text}, Delete: []string{"old"}})

	c, err := r.Compare(t.Context(), "main", "side")
	if err != nil {
		t.Fatal(err)
	}
	if c.MergeBase.SHA != root || c.Ahead != 2 || c.Behind != 1 || len(c.Commits) != 2 || c.Commits[0].Message != "s1\n" {
		t.Errorf("comparison = %+v", c)
	}
	var got []string
	for _, f := range c.Files {
		got = append(got, fmt.Sprintf("%s %s%s +%d -%d", f.Status, f.Previous, f.Path, f.Additions, f.Deletions))
	}
	want := "modified a +2 -1|added bin +0 -0|removed gone +0 -1|renamed oldmoved +0 -0|added new +1 -0"
	if strings.Join(got, "|") != want {
		t.Errorf("files = %q, want %q", strings.Join(got, "|"), want)
	}
}

func TestCompare_identicalAndUnrelated(t *testing.T) {
	r := newRepo(t)
	one := commit(t, r, "main", Change{Message: "one"})
	commit(t, r, "other", Change{Message: "unrelated", Files: map[string]string{"x": "y"}})
	c, err := r.Compare(t.Context(), one, "main")
	if err != nil || c.Ahead != 0 || c.Behind != 0 || len(c.Files) != 0 {
		t.Errorf("identical = %+v, %v", c, err)
	}
	if _, err := r.Compare(t.Context(), "main", "other"); !errors.Is(err, ErrNotFound) {
		t.Errorf("unrelated: %v", err)
	}
	if _, err := r.Compare(t.Context(), "main", "nope"); !errors.Is(err, ErrNotFound) {
		t.Errorf("missing head: %v", err)
	}
}

func TestContains_isByHistory(t *testing.T) {
	r := newRepo(t)
	one := commit(t, r, "main", Change{Message: "one"})
	two := commit(t, r, "main", Change{Message: "two"})
	other := commit(t, r, "other", Change{Message: "unrelated"})
	for _, c := range []struct {
		head, old string
		want      bool
	}{{two, one, true}, {one, one, true}, {one, two, false}, {two, other, false}} {
		if got, err := r.Contains(t.Context(), c.head, c.old); got != c.want || err != nil {
			t.Errorf("Contains(%s, %s) = %v, %v", c.head, c.old, got, err)
		}
	}
	if _, err := r.Contains(t.Context(), two, "a"+one[1:39]+"b"); err == nil {
		t.Error("Contains took an unknown commit for an answer")
	}
}

func TestMerge_makesACommitOrSaysWhyNot(t *testing.T) {
	r := newRepo(t)
	root := commit(t, r, "main", Change{Message: "root", Files: map[string]string{"a": "1\n"}})
	for _, branch := range []string{"clean", "clash"} {
		move(t, r, RefUpdate{Name: "refs/heads/" + branch, After: root})
	}
	base := commit(t, r, "main", Change{Message: "main", Files: map[string]string{"a": "2\n"}})
	clean := commit(t, r, "clean", Change{Message: "clean", Files: map[string]string{"b": "3\n"}})
	clash := commit(t, r, "clash", Change{Message: "clash", Files: map[string]string{"a": "4\n"}})
	stranger := commit(t, r, "stranger", Change{Message: "unrelated"})

	sha, err := r.Merge(t.Context(), base, clean, "Merge it", alice, alice)
	if err != nil {
		t.Fatal(err)
	}
	objects, err := r.Objects(t.Context(), sha+":a", sha+":b")
	if err != nil || string(objects[0].Data)+string(objects[1].Data) != "2\n3\n" {
		t.Errorf("merged tree: %v, %v", objects, err)
	}
	c, err := r.Commit(t.Context(), sha)
	if err != nil || len(c.Parents) != 2 || c.Parents[0] != base || c.Parents[1] != clean || c.Message != "Merge it\n" {
		t.Errorf("merge commit = %+v, %v", c, err)
	}
	for head, want := range map[string]error{clash: ErrConflict, stranger: ErrConflict, root: ErrMerged, base: ErrMerged} {
		if _, err := r.Merge(t.Context(), base, head, "m", alice, alice); !errors.Is(err, want) {
			t.Errorf("Merge(%s) = %v, want %v", head, err, want)
		}
	}
	if got, _ := r.Resolve(t.Context(), "main"); got != base {
		t.Error("Merge moved the branch")
	}
}
