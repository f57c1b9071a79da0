package git_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/git"
)

// TestOutput_isNotLedElsewhereByTheEnvironment runs git as a hook or an alias of
// another repository would, with all variables that lead there.
func TestOutput_isNotLedElsewhereByTheEnvironment(t *testing.T) {
	p := newPerson(t)
	_, own := p.upstream()
	_, stranger := p.upstream()
	before := p.commit(stranger, map[string]string{"theirs": ""})
	theirs := filepath.Join(stranger, ".git")
	led := newPerson(t)
	led.env = append(led.env,
		"GIT_DIR="+theirs, "GIT_WORK_TREE="+stranger, "GIT_INDEX_FILE="+filepath.Join(theirs, "index"), "GIT_COMMON_DIR="+theirs,
		"GIT_OBJECT_DIRECTORY="+filepath.Join(theirs, "objects"), "GIT_PREFIX=docs/",
	)
	led.write(own, map[string]string{"VERSION": "1.2.3\n"})
	commit, err := led.in(own).CommitAll(t.Context(), "release: 1.2.3")
	if err != nil {
		t.Fatal(err)
	}
	if head := p.git(own, "rev-parse", "HEAD"); head != commit {
		t.Errorf("the commit %s is not in the folder, which is at %s", commit, head)
	}
	if head := p.git(stranger, "rev-parse", "HEAD"); head != before || p.git(stranger, "status", "--porcelain") != "" {
		t.Errorf("the other repository moved from %s to %s", before, head)
	}

	// Without a folder git is to look where the person says.
	if head, err := (git.Repository{Env: led.env}).Head(t.Context()); err != nil || head != before {
		t.Errorf("without a folder it looks at %s: %v", head, err)
	}
}

// TestOutput_handsOnNoVariableOfARepository asks git which those are.
func TestOutput_handsOnNoVariableOfARepository(t *testing.T) {
	p := newPerson(t)
	_, own := p.upstream()
	var local []string
	for name := range strings.FieldsSeq(p.git(own, "rev-parse", "--local-env-vars")) {
		if !strings.HasPrefix(name, "GIT_CONFIG") {
			local = append(local, name)
			p.env = append(p.env, name+"=x")
		}
	}
	if !slices.Contains(local, "GIT_DIR") || len(local) < 10 {
		t.Fatalf("git names %q", local)
	}
	log := spy(t, `env >>"$log"`)
	if _, err := p.in(own).Head(t.Context()); err != nil {
		t.Error(err)
	}
	for line := range strings.Lines(log()) {
		if name, _, _ := strings.Cut(line, "="); slices.Contains(local, name) {
			t.Errorf("git gets %s", line)
		}
	}
}

// TestOutput_looksNowhereAboveItsFolder: a folder that lost its repository must
// not turn into the checkout around it.
func TestOutput_looksNowhereAboveItsFolder(t *testing.T) {
	p := newPerson(t)
	_, around := p.upstream()
	before := p.git(around, "rev-parse", "HEAD")
	lost := filepath.Join(around, "tmp", "scratch")
	p.write(lost, map[string]string{"VERSION": "1.2.3\n"})
	for _, ceilings := range []string{"", "/elsewhere"} {
		r := p.in(lost)
		r.Env = append(slices.Clone(r.Env), "GIT_CEILING_DIRECTORIES="+ceilings)
		if commit, err := r.CommitAll(t.Context(), "release: 1.2.3"); err == nil || !strings.Contains(err.Error(), "not a git repository") {
			t.Errorf("CommitAll = %q, %v", commit, err)
		}
	}
	if head, err := p.in(filepath.Join(around, "tmp", "scratch")).Head(t.Context()); err == nil {
		t.Errorf("the folder is at %s", head)
	}
	t.Chdir(around)
	if head, err := p.in("tmp").Head(t.Context()); err == nil {
		t.Errorf("a folder without its root is at %s", head)
	}
	if head := p.git(around, "rev-parse", "HEAD"); head != before {
		t.Errorf("the checkout around it moved to %s", head)
	}
	// Without a folder, git looks upwards as it does for everybody.
	t.Chdir(filepath.Join(around, "docs"))
	if head, err := p.settings().Head(t.Context()); err != nil || head != before {
		t.Errorf("from a folder of it: %s, %v", head, err)
	}
}

// TestOutput_keepsTheSettingsOfTheEnvironment adds its own behind them.
func TestOutput_keepsTheSettingsOfTheEnvironment(t *testing.T) {
	p := newPerson(t)
	_, own := p.upstream()
	r := p.in(own)
	r.Env = append(r.Env, "GIT_CONFIG_COUNT=2", "GIT_CONFIG_KEY_0=x.first", "GIT_CONFIG_VALUE_0=1", "GIT_CONFIG_KEY_1=x.both", "GIT_CONFIG_VALUE_1=theirs",
		"GIT_CONFIG_PARAMETERS='x.param'='p'")
	r.Config = [][2]string{{"x.both", "ours"}, {"x.odd", "a = 'b' \"c\"\nd"}}
	for key, want := range map[string]string{
		"x.first": "1", "x.both": "ours", "x.odd": "a = 'b' \"c\"\nd", "x.param": "p", "user.name": "Erin", "core.hooksPath": os.DevNull,
	} {
		if got, err := r.Output(t.Context(), "config", "--get", key); err != nil || got != want {
			t.Errorf("%s is %q, %v", key, got, err)
		}
	}
	if got, err := r.Output(t.Context(), "config", "--get-all", "x.both"); err != nil || got != "theirs\nours" {
		t.Errorf("x.both is %q, %v", got, err)
	}
}

func TestOutput_losesNoSettingWithoutSayingSo(t *testing.T) {
	p := newPerson(t)
	for _, count := range []string{"x", "-1", "1e3", "99999999999999999999"} {
		r := p.settings()
		r.Env = append(r.Env, "GIT_CONFIG_COUNT="+count)
		if _, err := r.Output(t.Context(), "version"); err == nil || !strings.Contains(err.Error(), "GIT_CONFIG_COUNT") {
			t.Errorf("count %q: %v", count, err)
		}
	}
}

// TestOutput_showsNoSettingInAListOfProcesses: they may be credentials.
func TestOutput_showsNoSettingInAListOfProcesses(t *testing.T) {
	p := newPerson(t)
	log := spy(t, `echo "$*" >>"$log"`)
	r := p.settings()
	r.Config = [][2]string{{"http.extraHeader", "Authorization: Basic c2VjcmV0"}}
	if _, err := r.Output(t.Context(), "version"); err != nil {
		t.Fatal(err)
	}
	if !strings.HasSuffix(log(), " version\n") || strings.Contains(log(), "c2VjcmV0") {
		t.Errorf("the arguments are %s", log())
	}
}

func TestOutput_speaksTheSameWhateverTheLanguage(t *testing.T) {
	p := newPerson(t)
	p.env = append(p.env, "LC_ALL=de_DE.UTF-8", "LANGUAGE=de")
	log := spy(t, `echo "$LC_ALL" >>"$log"`)
	if _, err := p.settings().Output(t.Context(), "version"); err != nil || log() != "C\n" {
		t.Errorf("LC_ALL is %q: %v", log(), err)
	}
}
