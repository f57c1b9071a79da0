package factstest

import (
	"os"
	"path/filepath"
	"strings"
)

// SetPolicy puts text at the end of the central repository's policy, and takes
// out the lines that begin with a key of it.
func (w *World) SetPolicy(text string) {
	w.t.Helper()
	clone := filepath.Join(w.t.TempDir(), "central")
	w.Git("olivia", "", "clone", "-q", "https://github.com/"+w.Repository()+".git", clone)
	file := filepath.Join(clone, ".github", "release-requests.yml")
	before, err := os.ReadFile(file)
	if err != nil {
		w.t.Fatal(err)
	}
	var kept []string
	for line := range strings.Lines(string(before)) {
		key, _, _ := strings.Cut(line, ":")
		if !strings.HasPrefix(text, key+":") && !strings.Contains(text, "\n"+key+":") {
			kept = append(kept, line)
		}
	}
	if err := os.WriteFile(file, []byte(strings.Join(kept, "")+text), 0o600); err != nil {
		w.t.Fatal(err)
	}
	w.Git("olivia", clone, "commit", "-q", "-a", "-m", "policy")
	w.Git("olivia", clone, "push", "-q")
}
