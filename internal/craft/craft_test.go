package craft_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/craft"
)

// program puts a craft on PATH that is a shell script.
func program(t *testing.T, script string) craft.Project {
	t.Helper()
	bin := t.TempDir()
	if err := os.WriteFile(filepath.Join(bin, "craft"), []byte("#!/bin/sh\n"+script), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	return craft.Project{Dir: t.TempDir(), Env: os.Environ()}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestFind_takesTheNearestAndNoneOutside(t *testing.T) {
	outside := t.TempDir()
	checkout := filepath.Join(outside, "checkout")
	write(t, filepath.Join(outside, ".craft.yml"), "")
	write(t, filepath.Join(checkout, "js/sdk/.craft.yml"), "")
	for folder, want := range map[string]string{"js/sdk": "js/sdk", "js/sdk/src": "js/sdk"} {
		if got, err := craft.Find(checkout, folder); err != nil || got != filepath.Join(checkout, want) {
			t.Errorf("for %s: %s, %v", folder, got, err)
		}
	}
	for _, folder := range []string{"", "js", "py", "..", "../.."} {
		if got, err := craft.Find(checkout, folder); err == nil {
			t.Errorf("for %q it found %s", folder, got)
		}
	}
	write(t, filepath.Join(checkout, ".craft.yml"), "")
	if got, err := craft.Find(checkout, "py/sdk"); err != nil || got != checkout {
		t.Errorf("it found %s, %v", got, err)
	}
	if err := os.Symlink(filepath.Join(outside, ".craft.yml"), filepath.Join(checkout, "js/.craft.yml")); err != nil {
		t.Fatal(err)
	}
	if got, err := craft.Find(checkout, "js"); err != nil || got != checkout {
		t.Errorf("through a link it found %s, %v", got, err)
	}
}

func TestConfig_saysBranchAndRepository(t *testing.T) {
	for says, want := range map[string]string{
		`{"github": {"owner": "acme", "repo": "sdk"}}`:                                      "acme/sdk release/1.2.3",
		`{"github": {"owner": "acme", "repo": "sdk"}, "releaseBranchPrefix": "rel/js"}`:     "acme/sdk rel/js/1.2.3",
		"a warning {}\n{\n  \"github\": {\"owner\": \"acme\", \"repo\": \"sdk\"}\n}\nbye\n": "acme/sdk release/1.2.3",
	} {
		p := program(t, "test \"$1\" = config || exit 9\ncat <<'JSON'\n"+says+"\nJSON\n")
		c, err := p.Config(t.Context())
		if got := c.Repository + " " + c.Branch("1.2.3"); err != nil || got != want {
			t.Errorf("%s: %s, %v", says, got, err)
		}
	}
}

func TestTargets_areAskedInTheFolderOfTheProject(t *testing.T) {
	p := program(t, "pwd -P >dir; test \"$1\" = targets && printf '[\\n  \"npm\",\\n  \"npm[@acme/sdk]\"\\n]\\n'\n")
	ids, err := p.Targets(t.Context())
	if err != nil || !slices.Equal(ids, []string{"npm", "npm[@acme/sdk]"}) {
		t.Errorf("the targets are %q, %v", ids, err)
	}
	if _, err := os.Stat(filepath.Join(p.Dir, "dir")); err != nil {
		t.Error(err)
	}
}

func TestTargets_saysWhatCraftSays(t *testing.T) {
	for script, want := range map[string]string{
		"echo " + strings.Repeat("x", 3000) + " >&2; echo 'Error: Cannot parse .craft.yml' >&2; exit 1": "craft targets: exit status 1: Error: Cannot parse .craft.yml",
		"echo nothing": "craft targets answers with no JSON",
		"echo '[1, 2'": "craft targets answers with no JSON",
	} {
		_, err := program(t, script).Targets(t.Context())
		if err == nil || !strings.HasPrefix(err.Error(), want) || len(err.Error()) > 200 {
			t.Errorf("%.60s: %v", script, err)
		}
	}
	t.Setenv("PATH", t.TempDir())
	if _, err := (craft.Project{}).Targets(t.Context()); err == nil || !strings.Contains(err.Error(), "craft is not installed") {
		t.Errorf("without craft: %v", err)
	}
}

func TestState_knowsTheNotesOfEveryCraft(t *testing.T) {
	p := craft.Project{Dir: t.TempDir()}
	for name, path := range map[string]string{
		"older":   filepath.Join(p.Dir, ".craft-publish-1.2.3.json"),
		"craft 2": "craft/publish-state-acme-sdk-0123456789ab-1.2.3.json",
	} {
		dir := filepath.Join(t.TempDir(), "state")
		s, err := craft.NewState(dir, p, "1.2.3")
		if err != nil {
			t.Fatal(err)
		}
		ids := []string{"npm", "github"}
		if missing, err := s.Missing(ids); err != nil || !slices.Equal(missing, ids) {
			t.Errorf("%s: before, %q is missing, %v", name, missing, err)
		}
		if !filepath.IsAbs(path) {
			path = filepath.Join(dir, path)
		}
		write(t, path, `{"published": {"npm": true, "github": false}}`)
		if missing, err := s.Missing(ids); err != nil || !slices.Equal(missing, []string{"github"}) {
			t.Errorf("%s: %q is missing, %v", name, missing, err)
		}
		write(t, path, `{"published"`)
		if missing, err := s.Missing(ids); err == nil {
			t.Errorf("%s: of an unreadable note %q is missing", name, missing)
		}
		os.Remove(path)
		if s.Variable() != "XDG_STATE_HOME="+dir {
			t.Errorf("craft is told %s", s.Variable())
		}
	}
}

// TestNewState_believesNoNoteThatWasThere: an older craft would publish every
// target but those that a committed note names.
func TestNewState_believesNoNoteThatWasThere(t *testing.T) {
	p := craft.Project{Dir: t.TempDir()}
	dir := filepath.Join(t.TempDir(), "state")
	write(t, filepath.Join(dir, "craft/publish-state-acme-sdk-0123456789ab-1.2.3.json"), `{"published": {"npm": true}}`)
	s, err := craft.NewState(dir, p, "1.2.3")
	if err != nil {
		t.Fatal(err)
	}
	if missing, err := s.Missing([]string{"npm"}); err != nil || len(missing) != 1 {
		t.Errorf("%q is missing, %v", missing, err)
	}
	write(t, filepath.Join(p.Dir, ".craft-publish-1.2.3.json"), `{}`)
	if _, err := craft.NewState(dir, p, "1.2.3"); err == nil || !strings.Contains(err.Error(), "came with the commit") {
		t.Errorf("it is believed: %v", err)
	}
	if _, err := craft.NewState(dir, p, "1.2.4"); err != nil {
		t.Error(err)
	}
}
