package git_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/git"
)

const pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n"

// TestCheckout_runsNoProgramThatTheRepositoryNames has a machine with LFS and
// another filter set up, both of which would leave a mark.
func TestCheckout_runsNoProgramThatTheRepositoryNames(t *testing.T) {
	p := newPerson(t)
	m := newMarker(t)
	j := p.job("/acme/sdk.git", map[string]string{
		".gitattributes":     "[attr]secret filter=crypt\n*.bin filter=lfs diff=lfs merge=lfs -text\n*.key secret\n",
		"sub/.gitattributes": "* filter=lfs\n", "big.bin": pointer, "a.key": "crypted", "sub/x": pointer,
	})
	for _, name := range []string{"lfs", "crypt"} {
		for _, kind := range []string{"smudge", "clean", "process"} {
			j.set("filter."+name+"."+kind, m.program(j.file(name+"-"+kind)))
		}
		j.set("filter."+name+".required", "true")
	}
	j.set("core.attributesFile", j.file("attributes"))
	j.write(j.home, map[string]string{"attributes": "VERSION filter=crypt\n"})
	dir := j.checkout(j.fetched())
	for name, want := range map[string]string{"big.bin": pointer, "a.key": "crypted", "sub/x": pointer, "VERSION": "1.0.0\n"} {
		if got := read(t, dir, name); got != want {
			t.Errorf("%s is %q", name, got)
		}
	}
	if marks := m.take(); len(marks) != 0 {
		t.Errorf("run were %q", marks)
	}
	if out, err := j.tryGit(j.home, "clone", "--quiet", "--branch", branch, j.url, j.file("clone")); err == nil || len(m.take()) == 0 {
		t.Errorf("a plain clone runs no filter, so this proves nothing: %s", out)
	}
}

// TestCheckout_hasTheBytesOfTheCommit whatever the machine makes of line ends.
func TestCheckout_hasTheBytesOfTheCommit(t *testing.T) {
	j := newJob(t, "/acme/sdk.git", map[string]string{"lf.txt": "a\nb\n", "id.txt": "$Id$\n", ".gitattributes": "VERSION text=auto\n"})
	j.set("core.autocrlf", "true")
	j.set("core.eol", "crlf")
	j.set("core.attributesFile", j.file("attributes"))
	j.write(j.home, map[string]string{"attributes": "* text eol=crlf ident\n"})
	log := spy(t, `echo "system's attributes: $GIT_ATTR_NOSYSTEM" >>"$log"`)
	dir := j.checkout(j.fetched())
	if strings.Contains(log(), ": \n") {
		t.Error("git reads the attributes of the system")
	}
	for name, want := range map[string]string{"lf.txt": "a\nb\n", "id.txt": "$Id$\n", "VERSION": "1.0.0\n"} {
		if got := read(t, dir, name); got != want {
			t.Errorf("%s is %q", name, got)
		}
	}
	clone := j.file("clone")
	if j.git(j.home, "clone", "--quiet", "--branch", branch, j.url, clone); read(t, clone, "lf.txt") != "a\r\nb\r\n" {
		t.Error("a plain clone has the same, so this proves nothing")
	}
}

// TestCheckout_fetchesNoSubmodule, also where the machine is set to.
func TestCheckout_fetchesNoSubmodule(t *testing.T) {
	j := newJob(t, "/acme/sdk.git", nil)
	part := j.remote.put(j.person, "/acme/part.git", j.work)
	j.git(j.work, "submodule", "--quiet", "add", part, "part")
	j.commit = j.person.commit(j.work, nil)
	j.remote.put(j.person, "/acme/sdk.git", j.work)
	before := len(j.remote.requests())
	for _, key := range []string{"submodule.recurse", "fetch.recurseSubmodules", "submodule.part.update"} {
		j.set(key, "true")
	}
	j.set("submodule.active", ".")
	dir := j.checkout(j.fetched())
	if asked := j.remote.requests()[before:]; strings.Contains(asked, "part") {
		t.Errorf("asked was\n%s", asked)
	}
	if entries, err := filepath.Glob(filepath.Join(dir, "part", "*")); err != nil || len(entries) != 0 {
		t.Errorf("the submodule has %q", entries)
	}
}

func TestCheckout_runsNoHookAndNoTemplateOfTheMachine(t *testing.T) {
	j := newJob(t, "/acme/sdk.git", nil)
	m := withHooks(j.person)
	t.Setenv("GIT_TEMPLATE_DIR", j.file("template"))
	for _, name := range []string{"lint"} {
		j.set("hook."+name+".event", "post-index-change")
		j.set("hook."+name+".command", m.program(j.file(name)))
	}
	log := spy(t, `echo "$*: $("$real" config --get hook.lint.enabled)" >>"$log"`)
	dir := filepath.Join(t.TempDir(), "source")
	if _, err := git.Checkout(t.Context(), dir, j.fetched()); err != nil {
		t.Fatal(err)
	}
	if marks := m.take(); len(marks) != 0 {
		t.Errorf("run were %q", marks)
	}
	if found, _ := filepath.Glob(filepath.Join(dir, ".git", "*")); strings.Contains(strings.Join(found, " "), "template") || strings.Contains(strings.Join(found, " "), "hooks") {
		t.Errorf("the checkout has %q", found)
	}
	for _, command := range []string{"init", "fetch", "reset"} {
		if !told(log(), command, ": false") {
			t.Errorf("git %s is not told that the hooks are off:\n%s", command, log())
		}
	}
}
