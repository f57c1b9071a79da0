package actions

import (
	"errors"
	"os"
	"strings"
	"testing"
)

func TestBuild_failsWithOneClearError(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	_, err := buildRunner(t.Context(), t.TempDir())
	failed, ok := errors.AsType[*BuildError](err)
	if !ok || !strings.HasPrefix(err.Error(), "building the workflow runner failed: ") || strings.Contains(err.Error(), "\n") {
		t.Fatalf("error %q", err)
	}
	if !strings.Contains(failed.Hint(), "internal/sandbox/runner && go build") {
		t.Errorf("hint %q", failed.Hint())
	}
}

func TestBuild_takesWhatIsThere(t *testing.T) {
	cache := t.TempDir()
	sources, err := findSources()
	if err != nil {
		t.Fatal(err)
	}
	mark, err := fingerprint(sources)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(cache+"/runner-"+mark, nil, 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", t.TempDir()) // a build would fail
	program, err := buildRunner(t.Context(), cache)
	if err != nil || program != cache+"/runner-"+mark {
		t.Errorf("%q, %v", program, err)
	}
}

func TestFindSources_outsideOfACheckout(t *testing.T) {
	t.Chdir(t.TempDir())
	if sources, err := findSources(); err != nil || !strings.HasSuffix(sources, "internal/sandbox/runner") {
		t.Errorf("%q, %v", sources, err)
	}
}

func TestCacheDir_withoutAHome(t *testing.T) {
	t.Setenv("HOME", "")
	t.Setenv("XDG_CACHE_HOME", "")
	t.Setenv("TMPDIR", t.TempDir())
	dir, isTemporary, err := cacheDir()
	if err != nil || !isTemporary || !strings.HasPrefix(dir, os.Getenv("TMPDIR")) {
		t.Errorf("%q, %v, %v", dir, isTemporary, err)
	}
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	if dir, isTemporary, err = cacheDir(); err != nil || isTemporary || !strings.HasPrefix(dir, os.Getenv("XDG_CACHE_HOME")) {
		t.Errorf("%q, %v, %v", dir, isTemporary, err)
	}
}

func TestFingerprint_changesWithTheSources(t *testing.T) {
	dir := t.TempDir()
	seen := map[string]string{}
	for _, change := range []struct{ file, content string }{{"main.go", "a"}, {"main.go", "b"}, {"go.mod", "a"}, {"go.sum", "a"}} {
		if err := os.WriteFile(dir+"/"+change.file, []byte(change.content), 0o600); err != nil {
			t.Fatal(err)
		}
		mark, err := fingerprint(dir)
		if err != nil || seen[mark] != "" {
			t.Errorf("%s with %q: %q is that of %s; %v", change.file, change.content, mark, seen[mark], err)
		}
		seen[mark] = change.file
	}
	before, _ := fingerprint(dir)
	if err := os.WriteFile(dir+"/main_test.go", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if after, err := fingerprint(dir); err != nil || after != before {
		t.Errorf("a test counts: %q, %q; %v", before, after, err)
	}
}
