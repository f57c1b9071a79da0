package cli

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// remembering is an environment with a clock that can be set, and a folder.
func remembering(t *testing.T) (env *Env, now *time.Time, folder string) {
	env, _, _ = world{}.env(t)
	soon := time.Now().Add(rememberFor / 2) // after what is written here, though clocks of files are coarse
	env.Now = func() time.Time { return soon }
	caches := t.TempDir()
	env.CacheDir = func() (string, error) { return caches, nil }
	return env, &soon, filepath.Join(caches, "gh-release-request")
}

func TestRemembered_lastsAMinute(t *testing.T) {
	env, now, _ := remembering(t)
	read := 0
	ask := func(key string) int {
		t.Helper()
		value, err := remembered(env, key, func() (int, error) { read++; return read, nil })
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
	if first, again := ask("a"), ask("a"); first != 1 || again != 1 {
		t.Errorf("read %d, then %d", first, again)
	}
	if other := ask("b"); other != 2 {
		t.Errorf("another key has the value of the first: %d", other)
	}
	*now = now.Add(rememberFor)
	if late := ask("a"); late != 3 {
		t.Errorf("after a minute there still is %d", late)
	}
	*now = now.Add(-time.Hour)
	if early := ask("a"); early != 4 {
		t.Errorf("what will only be written in an hour is %d", early)
	}
}

func TestRemembered_doesWithoutAFolder(t *testing.T) {
	env, _, folder := remembering(t)
	ask := func(want string) {
		t.Helper()
		if got, err := remembered(env, "a", func() (string, error) { return want, nil }); err != nil || got != want {
			t.Errorf("%q, %v; want %q", got, err, want)
		}
	}
	if err := os.WriteFile(folder, nil, 0o600); err != nil { // where a folder should be
		t.Fatal(err)
	}
	ask("in a file")
	ask("again")
	env.CacheDir = func() (string, error) { return "", errors.New("HOME is not defined") }
	ask("without a home")
}

func TestRemembered_keepsNoFailureAndNoRubbish(t *testing.T) {
	env, _, folder := remembering(t)
	failed := errors.New("no network")
	if _, err := remembered(env, "a", func() (string, error) { return "half", failed }); !errors.Is(err, failed) {
		t.Error(err)
	}
	if left, _ := os.ReadDir(folder); len(left) > 0 {
		t.Errorf("a failure left %v", left)
	}
	read := func() (string, error) { return "read", nil }
	if got, err := remembered(env, "a", read); got != "read" || err != nil {
		t.Errorf("after a failure: %q, %v", got, err)
	}
	files, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	if err := os.WriteFile(files[0], []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := remembered(env, "a", read); got != "read" || err != nil {
		t.Errorf("out of rubbish: %q, %v", got, err)
	}
}
