package npm

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestFind_saysWhatToDoWithoutNode: with them, everything here is played by make
// interop and by the rehearsal craft.
func TestFind_saysWhatToDoWithoutNode(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	_, err := Find(t.Context(), "")
	if _, ok := errors.AsType[*MissingError](err); !ok || !strings.Contains(err.Error(), "node, npm missing") {
		t.Errorf("got %v", err)
	}
}

func TestFind_saysWhyNpmCannotInstall(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
	t.Setenv("XDG_CACHE_HOME", filepath.Join(dir, "cache"))
	t.Setenv("HOME", dir)
	for name, script := range map[string]string{
		"node": "exit 0",
		"npm":  "echo 'npm error code ENOTFOUND'; echo 'npm error network request failed'; echo 'npm error A complete log'; exit 1",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"+script+"\n"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	_, err := Find(t.Context(), "")
	if _, ok := errors.AsType[*MissingError](err); !ok || !strings.HasSuffix(err.Error(), ": network request failed") {
		t.Errorf("got %v", err)
	}
	left, err := filepath.Glob(filepath.Join(dir, "cache", "gh-release-request", "npm-*[0-9a-f]"))
	if err != nil || len(left) != 0 {
		t.Errorf("there is %q, %v", left, err)
	}
}
