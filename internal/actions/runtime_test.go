package actions

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func environment(extra map[string]string) func(string) string {
	env := map[string]string{
		"GITHUB_ACTIONS": "true", "GITHUB_REPOSITORY": "acme/publish", "GITHUB_REF": "refs/heads/main",
		"GITHUB_SHA": strings.Repeat("a", 40), "GITHUB_SERVER_URL": "https://github.com", "RUNNER_TEMP": "/tmp",
		"GITHUB_WORKSPACE": "/tmp", "GITHUB_ACTOR": "olivia", "GITHUB_RUN_ID": "77", "GITHUB_RUN_ATTEMPT": "2",
	}
	for k, v := range extra {
		env[k] = v
	}
	return func(name string) string { return env[name] }
}

func TestOpen_refusesOutsideActions(t *testing.T) {
	if _, err := Open(func(string) string { return "" }, nil); err == nil || !strings.Contains(err.Error(), "inside a GitHub Actions job only") {
		t.Errorf("got %v", err)
	}
}

func TestOpen_namesEveryMissingVariable(t *testing.T) {
	_, err := Open(environment(map[string]string{"GITHUB_SHA": "", "GITHUB_RUN_ATTEMPT": ""}), nil)
	for _, want := range []string{"GITHUB_SHA is not set", `run "77/" is not of the form`} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q in it", err, want)
		}
	}
}

func TestSetOutput_valueCannotEndItself(t *testing.T) {
	file := filepath.Join(t.TempDir(), "out")
	r, err := Open(environment(map[string]string{"GITHUB_OUTPUT": file}), nil)
	if err != nil {
		t.Fatal(err)
	}
	value := "refuse\nend\ndecision<<end\npublish\nend"
	if err := r.SetOutput("decision", value); err != nil {
		t.Fatal(err)
	}
	b, _ := os.ReadFile(file)
	first, rest, _ := strings.Cut(string(b), "\n")
	delimiter, ok := strings.CutPrefix(first, "decision<<")
	if !ok || len(delimiter) < 20 || rest != value+"\n"+delimiter+"\n" {
		t.Errorf("the file reads %q", b)
	}
}

func TestAnnotations_escapeWhatWouldBeACommand(t *testing.T) {
	var out bytes.Buffer
	r, err := Open(environment(nil), &out)
	if err != nil {
		t.Fatal(err)
	}
	r.Notice("a,b:c", "x\n::add-mask::y%")
	r.Mask("one\ntwo\n")
	want := "::notice title=a%2Cb%3Ac::x%0A::add-mask::y%25\n::add-mask::one\n::add-mask::two\n"
	if out.String() != want {
		t.Errorf("got %q, want %q", out.String(), want)
	}
}
