package scaffold

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/release-request/gh-release-request/internal/config"
)

const publishCopy = ".github/rendered/workflows/publish.yml"

// newClone is a clone of a central repository with everything committed as it was
// written. commit commits what is there.
func newClone(t *testing.T) (dir string, commit func()) {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Fatal("git is not installed, and the program needs it")
	}
	home := t.TempDir()
	for name, value := range map[string]string{
		"HOME": home, "XDG_CONFIG_HOME": home, "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.DevNull,
		"GIT_AUTHOR_NAME": "Olivia", "GIT_AUTHOR_EMAIL": "olivia@acme.test", "GIT_COMMITTER_NAME": "Olivia", "GIT_COMMITTER_EMAIL": "olivia@acme.test",
	} {
		t.Setenv(name, value)
	}
	dir = t.TempDir()
	run := func(args ...string) {
		t.Helper()
		cmd := exec.Command("git", args...)
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %s: %v\n%s", args, err, out)
		}
	}
	run("init", "-q")
	write(t, dir)
	commit = func() {
		t.Helper()
		run("add", "--all")
		run("commit", "-q", "-m", "a change")
	}
	commit()
	return dir, commit
}

func setTimeout(t *testing.T, dir, from, to string) {
	t.Helper()
	edit(t, dir, config.Path, func(s string) string { return strings.Replace(s, "timeout: "+from, "timeout: "+to, 1) })
}

// changeOf is what a plan does to one file.
func changeOf(t *testing.T, p *Plan, name string) Change {
	t.Helper()
	i := slices.IndexFunc(p.Changes, func(c Change) bool { return c.Path == name })
	if i < 0 {
		t.Fatalf("nothing is planned for %s", name)
	}
	return p.Changes[i]
}

func ours(s string) string { return s + "# ours\n" }

// rendered is publish.yml as the policy in a folder asks for it.
func rendered(t *testing.T, dir string) string {
	t.Helper()
	p, err := config.Parse(config.Path, []byte(content(t, dir, config.Path)), central.Owner)
	if err != nil {
		t.Fatal(err)
	}
	return string(Workflow(p))
}

// TestMerge_keepsWhatPeopleChangedEveryTime: the second merge needs what the first
// one rendered, which was never committed as it is.
func TestMerge_keepsWhatPeopleChangedEveryTime(t *testing.T) {
	dir, commit := newClone(t)
	edit(t, dir, WorkflowPath, ours)
	commit()
	for _, timeout := range [][2]string{{"15m", "20m"}, {"20m", "15m"}, {"15m", "40m"}} {
		setTimeout(t, dir, timeout[0], timeout[1])
		p := plan(t, dir)
		if c := changeOf(t, p, WorkflowPath); c.Action != Merge || !c.ByHand || !strings.Contains(c.Diff, "+    timeout-minutes: "+strings.TrimSuffix(timeout[1], "m")+"\n") {
			t.Fatalf("%s after %s: %s, by hand %t\n%s", timeout[1], timeout[0], c.Action, c.ByHand, c.Diff)
		}
		if err := p.Write(); err != nil {
			t.Fatal(err)
		}
		if got, want := content(t, dir, WorkflowPath), ours(rendered(t, dir)); got != want {
			t.Error(cmp.Diff(want, got))
		}
		again := plan(t, dir)
		if c := changeOf(t, again, WorkflowPath); c.Action != Keep || !c.ByHand {
			t.Errorf("at once again: %s, by hand %t", c.Action, c.ByHand)
		}
		if err := again.Write(); err != nil {
			t.Fatal(err)
		}
		commit()
	}
}

func TestMerge_removesTheCopyWhenNothingOfPeopleIsLeft(t *testing.T) {
	dir, commit := newClone(t)
	edit(t, dir, WorkflowPath, ours)
	setTimeout(t, dir, "15m", "20m")
	write(t, dir)
	if content(t, dir, publishCopy) != rendered(t, dir) {
		t.Error("the copy is not what was rendered")
	}
	commit()
	edit(t, dir, WorkflowPath, func(s string) string { return strings.TrimSuffix(s, "# ours\n") })
	if c := changeOf(t, plan(t, dir), publishCopy); c.Action != Remove || !strings.Contains(c.Diff, "\n+++ /dev/null\n") {
		t.Errorf("%s with\n%s", c.Action, c.Diff)
	}
	write(t, dir)
	if _, err := os.Stat(filepath.Join(dir, publishCopy)); !os.IsNotExist(err) {
		t.Errorf("the copy is there: %v", err)
	}
	if diff := cmp.Diff(all(Keep, nil), actionsOf(plan(t, dir))); diff != "" {
		t.Error(diff)
	}
}

func TestMerge_leavesACopyThatPeopleWrote(t *testing.T) {
	dir, _ := newClone(t)
	edit(t, dir, WorkflowPath, ours)
	setTimeout(t, dir, "15m", "20m")
	if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, publishCopy)), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, publishCopy), []byte("mine\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	write(t, dir)
	if content(t, dir, publishCopy) != "mine\n" || !strings.HasSuffix(content(t, dir, WorkflowPath), "# ours\n") {
		t.Error("what people wrote was overwritten")
	}
	if err := os.Remove(filepath.Join(dir, WorkflowPath)); err != nil {
		t.Fatal(err)
	}
	write(t, dir)
	if content(t, dir, publishCopy) != "mine\n" {
		t.Error("what people wrote was removed")
	}
}

func TestMerge_writesNothingWhereChangesConflict(t *testing.T) {
	dir, _ := newClone(t)
	setTimeout(t, dir, "15m", "20m")
	edit(t, dir, config.Path, func(s string) string { return strings.Replace(s, "@acme/release-owners", "@acme/owners", 1) })
	edit(t, dir, WorkflowPath, func(s string) string {
		return strings.Replace(s, "timeout-minutes: 15\n", "timeout-minutes: 17\n", 1)
	})
	before := content(t, dir, WorkflowPath)
	line := 1 + strings.Count(before[:strings.Index(before, "timeout-minutes: 17")], "\n")

	p := plan(t, dir)
	c := changeOf(t, p, WorkflowPath)
	if c.Action != Conflict || c.Unknown || !slices.Equal(c.Conflicts, []string{lineRange(line, 1)}) {
		t.Fatalf("%s at %s, want line %d\n%s", c.Action, c.Conflicts, line, c.Diff)
	}
	if err := p.Write(); err == nil || !strings.Contains(err.Error(), WorkflowPath+" has conflicts") {
		t.Errorf("got %v", err)
	}
	if content(t, dir, WorkflowPath) != before || strings.Contains(content(t, dir, "CODEOWNERS"), "@acme/owners") {
		t.Error("a part of the files was written")
	}

	p.Markers = true
	if err := p.Write(); err != nil {
		t.Fatal(err)
	}
	marked := content(t, dir, WorkflowPath)
	const want = "<<<<<<< as it stands here\n    timeout-minutes: 17\n=======\n    timeout-minutes: 20\n>>>>>>> as it is to be\n"
	if !strings.Contains(marked, want) || !strings.Contains(content(t, dir, "CODEOWNERS"), "@acme/owners") {
		t.Errorf("between markers stands\n%s", marked)
	}
	// Somebody decides, and the next merge begins with that.
	edit(t, dir, WorkflowPath, func(s string) string { return strings.Replace(s, want, "    timeout-minutes: 17\n", 1) })
	if got := actionsOf(plan(t, dir))[WorkflowPath]; got != Keep {
		t.Errorf("decided: %s", got)
	}
}

// What was changed before it was ever committed leaves nothing to begin with.
func TestMerge_takesEveryDifferenceForAConflictWhereNothingTellsWhoMadeIt(t *testing.T) {
	dir, _ := newClone(t)
	setTimeout(t, dir, "15m", "20m")
	write(t, dir)
	edit(t, dir, WorkflowPath, ours)
	setTimeout(t, dir, "20m", "40m")
	c := changeOf(t, plan(t, dir), WorkflowPath)
	if c.Action != Conflict || !c.Unknown || len(c.Conflicts) != 2 {
		t.Errorf("%s at %s, unknown %t\n%s", c.Action, c.Conflicts, c.Unknown, c.Diff)
	}
}

func TestConflictLines(t *testing.T) {
	const marks, middle, end = "<<<<<<< as it stands here\n", "=======\n", ">>>>>>> as it is to be\n"
	for name, c := range map[string]struct {
		before, merged string
		want           []string
	}{
		"one line":       {"a\nb\nc\n", "a\n" + marks + "b\n" + middle + "B\n" + end + "c\n", []string{"2"}},
		"two lines":      {"a\nb\nc\n", "a\n" + marks + "b\nc\n" + middle + "B\n" + end, []string{"2-3"}},
		"at the top":     {"a\nb\n", marks + "a\n" + middle + "A\n" + end + "b\n", []string{"1"}},
		"removed":        {"a\nc\n", "a\n" + marks + middle + "B\n" + end + "c\n", []string{"2"}},
		"behind a merge": {"a\nb\nc\n", "new\na\n" + marks + "b\n" + middle + "B\n" + end + "c\n", []string{"2"}},
		"two of them":    {"a\nb\nc\n", marks + "a\n" + middle + "A\n" + end + "b\n" + marks + "c\n" + middle + end, []string{"1", "3"}},
		"none":           {"a\n", "a\nb\n", nil},
	} {
		if got := conflictLines(c.before, c.merged); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestMerge_takesWindowsLinesForTheSame(t *testing.T) {
	dir, _ := newClone(t)
	edit(t, dir, WorkflowPath, func(s string) string { return strings.ReplaceAll(ours(s), "\n", "\r\n") })
	setTimeout(t, dir, "15m", "20m")
	write(t, dir)
	if got, want := content(t, dir, WorkflowPath), ours(rendered(t, dir)); got != want {
		t.Error(cmp.Diff(want, got))
	}
}
