package git_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/git"
)

// hookNames are the hooks that git runs on the side of the person.
// https://git-scm.com/docs/githooks
var hookNames = []string{
	"pre-commit", "prepare-commit-msg", "commit-msg", "post-commit", "post-checkout", "post-index-change", "post-rewrite", "post-merge",
	"pre-push", "pre-auto-gc", "reference-transaction",
}

// withHooks gives a person hooks, a template with more, and a file system
// monitor, each of which leaves a mark.
func withHooks(p *person) marker {
	m := newMarker(p.t)
	for _, name := range hookNames {
		m.program(p.file("hooks/" + name))
		m.program(p.file("template/hooks/" + name))
	}
	p.write(p.file("template"), map[string]string{"from-template": ""})
	p.set("core.hooksPath", p.file("hooks"))
	p.set("core.fsmonitor", m.program(p.file("fsmonitor")))
	p.set("init.templateDir", p.file("template"))
	return m
}

// TestScratch_runsNoHookAndNoTemplateOfThePerson clones, commits and pushes as
// somebody whose every hook would leave a mark, and then does the same without
// this package to see that they do.
func TestScratch_runsNoHookAndNoTemplateOfThePerson(t *testing.T) {
	bare, _ := newPerson(t).upstream()
	p := newPerson(t)
	m := withHooks(p)
	p.env = append(p.env, "GIT_TEMPLATE_DIR="+p.file("template"),
		"GIT_CONFIG_PARAMETERS='core.hooksPath'='"+p.file("hooks")+"' 'core.fsmonitor'='"+p.file("fsmonitor")+"'")
	scratch := filepath.Join(t.TempDir(), "scratch")
	r, err := git.Scratch{URL: bare, Branch: "main"}.Clone(t.Context(), scratch, p.settings())
	if err != nil {
		t.Fatal(err)
	}
	p.write(scratch, map[string]string{"VERSION": "1.2.3\n"})
	commit, err := r.CommitAll(t.Context(), "release: 1.2.3")
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Push(t.Context(), commit, "release/1.2.3", ""); err != nil {
		t.Fatal(err)
	}
	p.env = p.env[:len(p.env)-1] // a program that prepares is run without them
	p.commit(scratch, map[string]string{"VERSION": "1.2.4\n"})
	if marks := m.take(); len(marks) != 0 {
		t.Errorf("run were %q", marks)
	}
	for _, name := range []string{"from-template", "hooks"} {
		if _, err := os.Lstat(filepath.Join(scratch, ".git", name)); err == nil {
			t.Errorf("the clone has %s of the template", name)
		}
	}

	other := filepath.Join(t.TempDir(), "other")
	p.git(p.home, "clone", "--quiet", bare, other)
	p.commit(other, map[string]string{"VERSION": "2.0.0\n"})
	p.git(other, "push", "--quiet", "origin", "HEAD:other")
	marks := m.take()
	for _, name := range []string{"pre-commit", "post-checkout", "pre-push", "reference-transaction", "fsmonitor"} {
		if !slices.Contains(marks, name) {
			t.Errorf("%s would not have left a mark, so this proves nothing about it: %q", name, marks)
		}
	}
	if _, err := os.Lstat(filepath.Join(other, ".git", "from-template")); err != nil {
		t.Errorf("the template is not used at all: %v", err)
	}
}

// TestHooks_namedInSettingsAreOff: since 2.54 git runs programs that settings
// name as hooks, wherever core.hooksPath leads. It looks at what git is told,
// so that it holds with an older git too.
func TestHooks_namedInSettingsAreOff(t *testing.T) {
	bare, _ := newPerson(t).upstream()
	p := newPerson(t)
	for _, name := range []string{"lint", "My Lint.er=2"} {
		p.set("hook."+name+".event", "pre-commit")
		p.set("hook."+name+".event", "pre-push")
		p.set("hook."+name+".command", "false")
		p.set("hook."+name+".enabled", "true")
	}
	log := spy(t, `echo "$*: $("$real" config --get hook.lint.enabled) $("$real" config --get "hook.My Lint.er=2.enabled")" >>"$log"`)
	scratch := filepath.Join(t.TempDir(), "scratch")
	r, err := git.Scratch{URL: bare, Branch: "main"}.Clone(t.Context(), scratch, p.settings())
	if err != nil {
		t.Fatal(err)
	}
	p.write(scratch, map[string]string{"VERSION": "1.2.3\n"})
	commit, err := r.CommitAll(t.Context(), "release: 1.2.3")
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Push(t.Context(), commit, "release/1.2.3", ""); err != nil {
		t.Fatal(err)
	}
	for _, command := range []string{"clone", "add", "commit", "push"} {
		if !told(log(), command, ": false false") {
			t.Errorf("git %s is not told that the hooks are off:\n%s", command, log())
		}
	}
}

// TestScratch_leavesNothingRunning: what tidies up in the background would work
// in a folder that is being removed.
func TestScratch_leavesNothingRunning(t *testing.T) {
	p := newPerson(t)
	_, work := p.upstream()
	p.set("gc.auto", "1")
	p.set("maintenance.auto", "true")
	trace := p.file("trace")
	p.env = append(p.env, "GIT_TRACE="+trace)
	p.write(work, map[string]string{"VERSION": "1.2.3\n"})
	if _, err := p.in(work).CommitAll(t.Context(), "release: 1.2.3"); err != nil {
		t.Fatal(err)
	}
	if got := read(t, trace); !strings.Contains(got, "commit") || strings.Contains(got, "maintenance") || strings.Contains(got, "git gc") {
		t.Errorf("run was\n%s", got)
	}
	p.commit(work, map[string]string{"VERSION": "1.2.4\n"})
	if got := read(t, trace); !strings.Contains(got, "maintenance run") {
		t.Errorf("git would not have tidied up, so this proves nothing:\n%s", got)
	}
}

// told reports whether there are lines of the log about a command of git, and
// all end so.
func told(log, command, end string) bool {
	found := false
	for line := range strings.Lines(log) {
		if strings.Contains(line, " "+command+" ") {
			found = true
			if !strings.HasSuffix(line, end+"\n") {
				return false
			}
		}
	}
	return found
}
