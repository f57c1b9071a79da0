package cli

import (
	"bytes"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/release-request/gh-release-request/internal/github"
)

// silence is a network in which no call is ever answered.
type silence struct{}

func (silence) RoundTrip(r *http.Request) (*http.Response, error) {
	<-r.Context().Done()
	return nil, r.Context().Err()
}

func TestComplete_keepsNobodyWaiting(t *testing.T) {
	env, out, _ := world{variables: map[string]string{"RELEASE_REQUEST_REPO": "acme/publish"}}.env(t)
	env.CacheDir = func() (string, error) { return "", errors.New("HOME is not defined") }
	env.Client = func(host, _ string) (*github.Client, error) {
		return github.New(github.Options{Host: host, Token: "some-token", Transport: silence{}})
	}
	for _, line := range [][]string{{"sdk"}, {"approve", ""}, {"retry", "1", "--missing", ""}} {
		out.Reset()
		synctest.Test(t, func(t *testing.T) {
			began := time.Now()
			if err := run(t.Context(), env, append([]string{"__complete"}, line...)); err != nil {
				t.Errorf("%v: %v", line, err)
			}
			if waited := time.Since(began); waited > completeWithin {
				t.Errorf("%v: waited for %s", line, waited)
			}
		})
	}
}

// A name in the table that is no command would be the root's own completion.
func TestComplete_everyCommandOfPeopleTellsItsWords(t *testing.T) {
	env, _, _ := world{}.env(t)
	root := newRootCmd(env)
	for _, cmd := range root.Commands() {
		if cmd.GroupID == groupRequests && cmd.ValidArgsFunction == nil {
			t.Errorf("%s says nothing of its arguments", cmd.Name())
		}
	}
	for name := range completions {
		words := strings.Fields(name)
		if cmd, _, err := root.Find(words); err != nil || cmd.Name() != words[len(words)-1] {
			t.Errorf("%s is no command: %v", name, err)
		}
	}
}

func TestComplete_textOfOthersStaysBesideTheWord(t *testing.T) {
	word, text, _ := strings.Cut(described("42", "a\tb\x1b[2Jc\n43\td\u202ee"), "\t")
	if word != "42" || strings.ContainsAny(text, "\x1b\n\u202e") {
		t.Errorf("%q is described as %q", word, text)
	}
}

// Packages for systems lay them down; -update writes them anew.
func TestCompletions_areWhatTheProgramWrites(t *testing.T) {
	for shell, name := range map[string]string{
		"bash": "gh-release-request.bash", "zsh": "_gh-release-request", "fish": "gh-release-request.fish", "powershell": "gh-release-request.ps1",
	} {
		env, out, _ := world{}.env(t)
		if err := run(t.Context(), env, []string{"completion", shell}); err != nil {
			t.Fatal(err)
		}
		file := filepath.Join("..", "..", "completions", name)
		if *update {
			if err := os.WriteFile(file, out.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if there, err := os.ReadFile(file); err != nil || !bytes.Equal(there, out.Bytes()) {
			t.Errorf("%s is not what the program writes (%v): go test ./internal/cli -run TestCompletions -update", name, err)
		}
	}
}
