package git_test

import (
	"testing"

	"github.com/release-request/gh-release-request/internal/git"
)

const written = "name: publish\non: issues\n\njobs:\n  gate:\n    timeout: 15\n  report: {}\n"

func TestMerged(t *testing.T) {
	p := newPerson(t)
	_, work := p.upstream()
	p.set("merge.conflictStyle", "diff3") // theirs is not what is read here
	for name, c := range map[string]struct {
		ours, base, theirs string
		merged             string
		conflict           bool
	}{
		"both changed something": {
			ours: "# ours\n" + written, base: written, theirs: written + "  sweep: {}\n",
			merged: "# ours\n" + written + "  sweep: {}\n",
		},
		"both changed the same": {
			ours: "one\nyours\nthree\n", base: "one\ntwo\nthree\n", theirs: "one\nmine\nthree\n", conflict: true,
			merged: "one\n<<<<<<< you\nyours\n=======\nmine\n>>>>>>> this\nthree\n",
		},
		"of nothing every difference is a conflict": {
			ours: "one\ntwo\n", theirs: "one\ntwo\nthree\n", conflict: true,
			merged: "one\ntwo\n<<<<<<< you\n=======\nthree\n>>>>>>> this\n",
		},
		"a last line without an end is kept": {ours: "one\ntwo", base: "one\ntwo", theirs: "one\ntwo", merged: "one\ntwo"},
	} {
		merged, conflict, err := p.in(work).Merged(t.Context(), git.Merge{
			Ours: git.Text{Label: "you", Content: c.ours}, Base: git.Text{Label: "before", Content: c.base}, Theirs: git.Text{Label: "this", Content: c.theirs},
		})
		if err != nil || merged != c.merged || conflict != c.conflict {
			t.Errorf("%s: %q, %t, %v", name, merged, conflict, err)
		}
	}
	if _, _, err := p.in(work).Merged(t.Context(), git.Merge{Ours: git.Text{Content: "\x00"}}); err == nil {
		t.Error("what git cannot merge is taken for merged")
	}
}

func TestFindFile_looksAtEveryCommit(t *testing.T) {
	p := newPerson(t)
	_, work := p.upstream()
	find := func(wanted string) (string, bool) {
		t.Helper()
		text, found, err := p.in(work).FindFile(t.Context(), "made/file [1].yml", func(text string) bool { return text == wanted })
		if err != nil {
			t.Fatal(err)
		}
		return text, found
	}
	commit := func(text string) {
		p.write(work, map[string]string{"made/file [1].yml": text + "\n"})
		p.git(work, "add", ".")
		p.git(work, "commit", "-q", "-m", text)
	}
	if _, found := find("first"); found {
		t.Error("a file that never was is found")
	}
	commit("first")
	p.git(work, "checkout", "-q", "-b", "other")
	commit("lost")
	p.git(work, "checkout", "-q", "-")
	commit("second")
	p.git(work, "merge", "-q", "-s", "ours", "other")
	p.git(work, "rm", "-q", "made/file [1].yml")
	p.git(work, "commit", "-q", "-m", "removed")
	for _, text := range []string{"first", "lost", "second"} {
		if got, found := find(text); got != text || !found {
			t.Errorf("of %s it finds %q, %t", text, got, found)
		}
	}
	if _, found := find("third"); found {
		t.Error("a text that never was is found")
	}
}
