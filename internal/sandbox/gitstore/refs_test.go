package gitstore

import (
	"errors"
	"strings"
	"testing"
)

func TestRefs_matchesByPrefixOfTheName(t *testing.T) {
	r := newRepo(t)
	sha := commit(t, r, "feature", Change{Message: "one"})
	for _, name := range []string{"refs/heads/feat/a", "refs/heads/main", "refs/tags/feat", "refs/heads/fe"} {
		move(t, r, RefUpdate{Name: name, After: sha})
	}
	for prefix, want := range map[string]string{
		"refs/heads/feat":    "refs/heads/feat/a refs/heads/feature",
		"refs/heads/feat/":   "refs/heads/feat/a",
		"refs/heads/feature": "refs/heads/feature",
		"refs/heads/":        "refs/heads/fe refs/heads/feat/a refs/heads/feature refs/heads/main",
		"refs/tags":          "refs/tags/feat",
		"refs/nope":          "",
		"refs/heads/a..b":    "",
		"heads/main":         "",
	} {
		refs, err := r.Refs(t.Context(), prefix)
		if err != nil {
			t.Errorf("Refs(%q): %v", prefix, err)
		}
		var names []string
		for _, ref := range refs {
			names = append(names, ref.Name)
		}
		if got := strings.Join(names, " "); got != want {
			t.Errorf("Refs(%q) = %q, want %q", prefix, got, want)
		}
	}
}

// Refs change by pushes, too, of which the store is not told.
func TestRefs_seesWhatOthersChangedSinceTheLastQuestion(t *testing.T) {
	r := newRepo(t)
	one := commit(t, r, "main", Change{Message: "one"})
	two := commit(t, r, "main", Change{Message: "two"})
	for _, step := range []struct {
		args []string
		want string
	}{
		{[]string{"update-ref", "refs/tags/a", one}, "a " + one},
		{[]string{"update-ref", "refs/tags/a", two}, "a " + two},
		{[]string{"pack-refs", "--all"}, "a " + two},
		{[]string{"update-ref", "refs/tags/b/c", one}, "a " + two + ", b/c " + one},
		{[]string{"update-ref", "-d", "refs/tags/a"}, "b/c " + one},
		{[]string{"update-ref", "refs/tags/a", one}, "a " + one + ", b/c " + one},
	} {
		if _, err := r.git(t.Context(), nil, step.args...); err != nil {
			t.Fatal(err)
		}
		refs, err := r.Refs(t.Context(), "refs/tags/")
		if err != nil {
			t.Fatal(err)
		}
		var tags []string
		for _, ref := range refs {
			tags = append(tags, strings.TrimPrefix(ref.Name, "refs/tags/")+" "+ref.SHA)
		}
		if got := strings.Join(tags, ", "); got != step.want {
			t.Errorf("after git %s: %s, want %s", strings.Join(step.args, " "), got, step.want)
		}
	}
}

func TestRef_peelsAnAnnotatedTag(t *testing.T) {
	r := newRepo(t)
	sha := commit(t, r, "main", Change{Message: "one"})
	tag, err := r.CreateTag(t.Context(), "1.0.0", sha, "first", alice)
	if err != nil {
		t.Fatal(err)
	}
	move(t, r, RefUpdate{Name: "refs/tags/1.0.0", Before: Zero, After: tag})
	ref, err := r.Ref(t.Context(), "refs/tags/1.0.0")
	if err != nil {
		t.Fatal(err)
	}
	if want := (Ref{Name: "refs/tags/1.0.0", SHA: tag, Type: "tag", Commit: sha}); ref != want {
		t.Errorf("Ref = %+v, want %+v", ref, want)
	}
	read, err := r.Tag(t.Context(), tag)
	if err != nil {
		t.Fatal(err)
	}
	if read.Object != sha || read.Type != "commit" || read.Name != "1.0.0" || read.Message != "first\n" || !read.Tagger.When.Equal(noon) {
		t.Errorf("Tag = %+v", read)
	}
	if got, err := r.Resolve(t.Context(), "1.0.0"); got != sha || err != nil {
		t.Errorf("Resolve = %q, %v", got, err)
	}
	if _, err := r.Tag(t.Context(), sha); !errors.Is(err, ErrNotFound) {
		t.Errorf("Tag of a commit: %v", err)
	}
}

func TestUpdateRefs_movesAllOrNone(t *testing.T) {
	r := newRepo(t)
	one := commit(t, r, "main", Change{Message: "one"})
	two := commit(t, r, "main", Change{Message: "two"})
	err := r.UpdateRefs(t.Context(),
		RefUpdate{Name: "refs/heads/new", Before: Zero, After: one},
		RefUpdate{Name: "refs/heads/main", Before: one, After: one},
	)
	if !errors.Is(err, ErrStale) || !strings.Contains(err.Error(), "refs/heads/main is at "+two) {
		t.Errorf("UpdateRefs = %v", err)
	}
	if _, err := r.Branch(t.Context(), "new"); !errors.Is(err, ErrNotFound) {
		t.Errorf("half of the update was made: %v", err)
	}
}

func TestUpdateRefs_refuses(t *testing.T) {
	r := newRepo(t)
	sha := commit(t, r, "main", Change{Message: "one"})
	missing := "a" + sha[1:39] + "a"
	for name, c := range map[string]struct {
		update RefUpdate
		want   error
	}{
		"one that should not exist":  {RefUpdate{Name: "refs/heads/main", Before: Zero, After: sha}, ErrStale},
		"one that moved":             {RefUpdate{Name: "refs/heads/main", Before: missing, After: sha}, ErrStale},
		"one that is gone":           {RefUpdate{Name: "refs/heads/nope", Before: sha, After: sha}, ErrStale},
		"deleting nothing":           {RefUpdate{Name: "refs/heads/nope", After: Zero}, ErrNotFound},
		"deleting one that moved":    {RefUpdate{Name: "refs/heads/main", Before: missing, After: Zero}, ErrStale},
		"an object that is not here": {RefUpdate{Name: "refs/heads/new", After: missing}, ErrNotFound},
		"a name within a name":       {RefUpdate{Name: "refs/heads/main/x", After: sha}, nil},
		"a tree as a branch":         {RefUpdate{Name: "refs/heads/tree", After: EmptyTree}, nil},
		"a malformed name":           {RefUpdate{Name: "refs/heads/a\nupdate", After: sha}, ErrName},
		"a malformed id":             {RefUpdate{Name: "refs/heads/x", After: "main"}, ErrName},
		"a malformed expected id":    {RefUpdate{Name: "refs/heads/x", After: sha, Before: "x y"}, ErrName},
	} {
		err := r.UpdateRefs(t.Context(), c.update)
		if err == nil || c.want != nil && !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	if got, _ := r.Resolve(t.Context(), "main"); got != sha {
		t.Errorf("main moved to %s", got)
	}
}

func TestUpdateRefs_deletes(t *testing.T) {
	r := newRepo(t)
	sha := commit(t, r, "main", Change{Message: "one"})
	move(t, r, RefUpdate{Name: "refs/heads/a", After: sha}, RefUpdate{Name: "refs/heads/b", After: sha})
	move(t, r, RefUpdate{Name: "refs/heads/a", After: Zero}, RefUpdate{Name: "refs/heads/b", Before: sha, After: Zero})
	refs, err := r.Refs(t.Context(), "refs/heads/")
	if err != nil || len(refs) != 1 {
		t.Errorf("Refs = %v, %v", refs, err)
	}
}

func TestRef_isNeverThatOfAnotherName(t *testing.T) {
	r := newRepo(t)
	sha := commit(t, r, "main", Change{Message: "one"})
	for _, lookalike := range []string{"refs/heads/refs/heads/x", "refs/tags/refs/heads/x", "refs/refs/heads/x"} {
		move(t, r, RefUpdate{Name: lookalike, After: sha})
		if ref, err := r.Ref(t.Context(), "refs/heads/x"); !errors.Is(err, ErrNotFound) {
			t.Errorf("with %s there is a %v, %v", lookalike, ref, err)
		}
	}
	other := commit(t, r, "x", Change{Message: "two"})
	if ref, err := r.Ref(t.Context(), "refs/heads/x"); err != nil || ref.SHA != other {
		t.Errorf("refs/heads/x is %v, %v; want %s", ref, err, other)
	}
}
