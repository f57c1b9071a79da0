package release

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// git runs the real git, which is the oracle on names, in an empty repository.
func git(t *testing.T, dir, input string, args ...string) (string, error) {
	t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir, cmd.Stdin = dir, strings.NewReader(input)
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "GIT_DIR=" + dir, "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1", "LC_ALL=C"}
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func emptyRepository(t *testing.T) string {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Fatal("git is not installed, and the program needs it")
	}
	dir := t.TempDir()
	if out, err := git(t, dir, "", "init", "--quiet", "--bare", "--template="); err != nil {
		t.Fatal(err, out)
	}
	return dir
}

// TestCheckBranch_allowsNothingThatGitRefuses asks git about all names of up to
// three of the signs that its rules are about. One process checks them all, as
// refs that must not exist.
func TestCheckBranch_allowsNothingThatGitRefuses(t *testing.T) {
	dir := emptyRepository(t)
	signs := []string{"a", "0", ".", "..", "/", "-", "_", "@", "+", "!", ".lock", "HEAD", "refs/", "@{"}
	var verify strings.Builder
	accepted, grown := 0, []string{""}
	add := func(name string) {
		accepted++
		// Each stands in a folder of its own, since a and a/b cannot both be refs.
		fmt.Fprintf(&verify, "verify refs/heads/%d/%s %040d\n", accepted, name, 0)
	}
	for range 3 {
		var next []string
		for _, s := range grown {
			for _, sign := range signs {
				next = append(next, s+sign)
				if CheckBranch(s+sign) == nil {
					add(s + sign)
				}
			}
		}
		grown = next
	}
	if accepted < 200 {
		t.Fatalf("only %d names are accepted, so this proves little", accepted)
	}
	add(strings.Repeat("a", 200))
	if out, err := git(t, dir, verify.String(), "update-ref", "--stdin"); err != nil {
		t.Errorf("git refuses what CheckBranch accepts: %s", out)
	}
	add("a..b")
	if out, err := git(t, dir, verify.String(), "update-ref", "--stdin"); err == nil || !strings.Contains(out, "a..b") {
		t.Errorf("git should have refused a..b: %s", out)
	}
}

// FuzzCheckBranch asks the command that decides what may be a branch.
func FuzzCheckBranch(f *testing.F) {
	for _, s := range []string{"main", "release/1.2.3", "HEAD", "@", "-x", "a@{1}", "a.lock", "x/@/y", strings.Repeat("a", 200)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if CheckBranch(s) != nil {
			return
		}
		mustBeHarmless(t, s)
		if out, err := git(t, t.TempDir(), "", "check-ref-format", "--branch", s); err != nil || strings.TrimSpace(out) != s {
			t.Fatalf("git says of %q: %s%v", s, out, err)
		}
	})
}
