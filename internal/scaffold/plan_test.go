package scaffold

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/release-request/gh-release-request/internal/config"
)

// files are all that a plan is about.
var files = []string{config.Path, WorkflowPath, IntakePath, SweepPath, RequestPath, FormPath, ".github/ISSUE_TEMPLATE/config.yml", "CODEOWNERS", "README.md"}

func plan(t *testing.T, dir string) *Plan {
	t.Helper()
	p, err := New(t.Context(), dir, central, config.Binary{})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func write(t *testing.T, dir string) {
	t.Helper()
	if err := plan(t, dir).Write(); err != nil {
		t.Fatal(err)
	}
}

func actionsOf(p *Plan) map[string]Action {
	found := map[string]Action{}
	for _, c := range p.Changes {
		found[c.Path] = c.Action
	}
	return found
}

// all expects one action for every file, but for the exceptions.
func all(a Action, except map[string]Action) map[string]Action {
	want := map[string]Action{}
	for _, f := range files {
		want[f] = a
	}
	for f, other := range except {
		want[f] = other
	}
	return want
}

func edit(t *testing.T, dir, name string, change func(string) string) {
	t.Helper()
	file := filepath.Join(dir, name)
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(change(string(b))), 0o644); err != nil {
		t.Fatal(err)
	}
}

func content(t *testing.T, dir, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestPlan_createsEverythingOnce(t *testing.T) {
	dir := t.TempDir()
	first := plan(t, dir)
	if diff := cmp.Diff(all(Create, nil), actionsOf(first)); diff != "" {
		t.Fatal(diff)
	}
	for _, c := range first.Changes {
		if !strings.HasPrefix(c.Diff, "--- /dev/null\n+++ b/"+c.Path+"\n") {
			t.Errorf("the diff of a new file begins %.60q", c.Diff)
		}
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) > 0 {
		t.Fatalf("planning alone wrote %v, %v", entries, err)
	}
	if err := first.Write(); err != nil {
		t.Fatal(err)
	}
	again := plan(t, dir)
	if diff := cmp.Diff(all(Keep, nil), actionsOf(again)); diff != "" {
		t.Error(diff)
	}
	for _, c := range again.Changes {
		if c.Diff != "" {
			t.Errorf("%s is kept, and has a diff:\n%s", c.Path, c.Diff)
		}
	}
	p, err := config.Parse(config.Path, []byte(content(t, dir, config.Path)), central.Owner)
	if err != nil || !IsRendered(p, WorkflowPath, []byte(content(t, dir, WorkflowPath))) || !p.Binary.OnPath() {
		t.Errorf("what was written does not fit together: %v", err)
	}
}

func TestPlan_updatesWhatFollowsFromThePolicy(t *testing.T) {
	dir := t.TempDir()
	write(t, dir)
	edit(t, dir, config.Path, func(s string) string {
		s = strings.Replace(s, "@acme/release-owners", "@acme/owners", 1)
		return strings.Replace(s, "timeout: 15m", "timeout: 20m", 1)
	})
	policy := content(t, dir, config.Path)
	next := plan(t, dir)
	if diff := cmp.Diff(all(Keep, map[string]Action{WorkflowPath: Update, RequestPath: Update, "CODEOWNERS": Update}), actionsOf(next)); diff != "" {
		t.Fatal(diff)
	}
	for _, c := range next.Changes {
		if c.Path == WorkflowPath && !(strings.Contains(c.Diff, "\n-    timeout-minutes: 15\n") && strings.Contains(c.Diff, "\n+    timeout-minutes: 20\n")) {
			t.Errorf("the diff does not show the change:\n%s", c.Diff)
		}
	}
	write(t, dir)
	if diff := cmp.Diff(all(Keep, nil), actionsOf(plan(t, dir))); diff != "" {
		t.Error(diff)
	}
	if !strings.Contains(content(t, dir, "CODEOWNERS"), "@acme/owners") || content(t, dir, config.Path) != policy {
		t.Error("the files are not those of the policy, or the policy was changed")
	}
}

// TestPlan_neverOverwritesWhatPeopleWrote covers files that were there before
// and files that were changed since, in which nothing is new.
func TestPlan_neverOverwritesWhatPeopleWrote(t *testing.T) {
	for _, name := range files[1:] {
		for action, prepare := range map[Action]func(dir string){
			Refuse: func(dir string) {
				if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(filepath.Join(dir, name), []byte("ours\n"), 0o644); err != nil {
					t.Fatal(err)
				}
			},
			Keep: func(dir string) {
				write(t, dir)
				edit(t, dir, name, func(s string) string { return s + "# ours\n" })
			},
		} {
			dir := t.TempDir()
			prepare(dir)
			before := content(t, dir, name)
			p := plan(t, dir)
			if got := actionsOf(p)[name]; got != action {
				t.Errorf("%s that people wrote: %s, want %s", name, got, action)
			}
			for _, c := range p.Changes {
				if c.Path == name && (!strings.Contains(c.Diff, "ours\n") || c.ByHand != (action == Keep)) {
					t.Errorf("the diff does not show what people wrote:\n%s", c.Diff)
				}
			}
			if err := p.Write(); err != nil {
				t.Fatal(err)
			}
			if content(t, dir, name) != before {
				t.Errorf("%s was overwritten, instead of: %s", name, action)
			}
		}
	}
}

func TestPlan_fillsBinaryIntoAPolicyWithoutIt(t *testing.T) {
	dir := t.TempDir()
	write(t, dir)
	edit(t, dir, config.Path, func(s string) string { return strings.Replace(s, "binary: path\n", "", 1) })
	released := config.Binary{Version: "v1.2.3", SHA256: map[string]string{"linux-amd64": strings.Repeat("a", 64)}}
	p, err := New(t.Context(), dir, central, released)
	if err != nil {
		t.Fatal(err)
	}
	if got := actionsOf(p); got[config.Path] != Update || got[WorkflowPath] != Update {
		t.Errorf("got %v", got)
	}
	if err := p.Write(); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(content(t, dir, WorkflowPath), "RELEASE_BINARY_VERSION: v1.2.3") {
		t.Error("the workflow does not install the program")
	}
	other := config.Binary{Version: "v9.9.9", SHA256: released.SHA256}
	if p, err = New(t.Context(), dir, central, other); err != nil || actionsOf(p)[config.Path] != Keep {
		t.Errorf("another binary is written over the one that is there: %v, %v", p, err)
	}
}

func TestPlan_refusesABrokenPolicy(t *testing.T) {
	dir := t.TempDir()
	write(t, dir)
	edit(t, dir, config.Path, func(s string) string { return s + "colour: red\n" })
	_, err := New(t.Context(), dir, central, config.Binary{})
	if problems, ok := errors.AsType[config.Problems](err); !ok || len(problems) != 1 || !strings.Contains(err.Error(), "colour") {
		t.Errorf("got %v", err)
	}
}

func TestPlan_takesWindowsLinesForTheSame(t *testing.T) {
	dir := t.TempDir()
	write(t, dir)
	crlf := func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") }
	for _, name := range files {
		edit(t, dir, name, crlf)
	}
	if diff := cmp.Diff(all(Keep, nil), actionsOf(plan(t, dir))); diff != "" {
		t.Error(diff)
	}
	edit(t, dir, config.Path, func(s string) string { return strings.Replace(s, "timeout: 15m", "timeout: 20m", 1) })
	if got := actionsOf(plan(t, dir))[WorkflowPath]; got != Update {
		t.Errorf("an untouched workflow with Windows lines: %s", got)
	}
}

func TestWrite_writesNothingIfAFileChangedSinceThePlan(t *testing.T) {
	dir := t.TempDir()
	p := plan(t, dir)
	if err := os.WriteFile(filepath.Join(dir, "README.md"), []byte("ours\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := p.Write(); err == nil || !strings.Contains(err.Error(), "README.md changed") {
		t.Errorf("got %v", err)
	}
	if content(t, dir, "README.md") != "ours\n" {
		t.Error("the file was overwritten")
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("half of the files were written: %v, %v", entries, err)
	}
}

func TestWrite_writesNothingIfOneFileCannotBe(t *testing.T) {
	dir := t.TempDir()
	p := plan(t, dir)
	if err := os.Mkdir(filepath.Join(dir, "README.md.part"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := p.Write(); err == nil || !strings.Contains(err.Error(), "writing README.md") {
		t.Errorf("got %v", err)
	}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			t.Errorf("%s was left", name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestWrite_staysInTheFolder(t *testing.T) {
	outside := t.TempDir()
	dir := t.TempDir()
	if err := os.Symlink(outside, filepath.Join(dir, ".github")); err != nil {
		t.Skipf("no symbolic links here: %v", err)
	}
	p, err := New(t.Context(), dir, central, config.Binary{})
	if err == nil {
		err = p.Write()
	}
	if err == nil {
		t.Error("a link out of the folder was followed")
	}
	if entries, readErr := os.ReadDir(outside); readErr != nil || len(entries) > 0 {
		t.Errorf("wrote outside: %v, %v", entries, readErr)
	}
}
