package facts_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/release-request/gh-release-request/internal/facts/factstest"
	"github.com/release-request/gh-release-request/internal/policy"
)

func TestObeyed_onlyWithAnIntakeWorkflow(t *testing.T) {
	w := factstest.New(t, "obeyed")
	r := w.Reader("rita", true)
	if obeyed, err := r.Obeyed(t.Context()); err != nil || obeyed {
		t.Errorf("without intake.yml: got %v, %v", obeyed, err)
	}
	clone := filepath.Join(t.TempDir(), "publish")
	w.Git("olivia", "", "clone", "-q", "https://github.com/"+w.Repository()+".git", clone)
	workflows := filepath.Join(clone, ".github", "workflows")
	if err := os.MkdirAll(workflows, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(workflows, "intake.yml"), []byte("on: issue_comment\njobs: {}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	w.Git("olivia", clone, "add", "-A")
	w.Git("olivia", clone, "commit", "-q", "-m", "Obey comments")
	w.Git("olivia", clone, "push", "-q", "origin", "HEAD")
	if obeyed, err := r.Obeyed(t.Context()); err != nil || !obeyed {
		t.Errorf("with intake.yml: got %v, %v", obeyed, err)
	}
}

func TestReading_allowsWhatTheViewerMay(t *testing.T) {
	w := factstest.New(t, "allows")
	number := w.File()
	for who, want := range map[string]policy.Outcome{"erin": policy.Pass, "rita": policy.RefuseFor} {
		reading, err := w.Reader(who, true).Read(t.Context(), number)
		if err != nil {
			t.Fatal(err)
		}
		if got, why := reading.Allows(policy.Command{Verb: policy.CommandRetract}); got != want {
			t.Errorf("%s may take it back: %s, %s", who, got, why)
		}
	}
}
