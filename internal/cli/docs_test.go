package cli

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"github.com/release-request/gh-release-request/internal/config"
)

// inProse is a command of ours as texts write it, up to the end of the code or
// a remark.
var inProse = regexp.MustCompile("gh release-request ([A-Za-z.-][^`\n#|)]*)")

// Whoever follows the manual must not be told to run what is not there.
func TestDocs_nameOnlyCommandsAndFlagsThatAreThere(t *testing.T) {
	env, _, _ := world{}.env(t)
	root := newRootCmd(env)
	seen := 0
	for _, path := range manuals(t) {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range inProse.FindAllStringSubmatch(string(text), -1) {
			seen++
			if wrong := misused(root, strings.Fields(found[1])); wrong != "" {
				t.Errorf("%s: %q: there is no %s", path, strings.TrimSpace(found[0]), wrong)
			}
		}
	}
	if seen < 20 {
		t.Errorf("only %d commands were found", seen)
	}
}

// manuals are the texts for people in this repository.
func manuals(t *testing.T) []string {
	t.Helper()
	var paths []string
	for _, name := range []string{"README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"} {
		paths = append(paths, filepath.Join("..", "..", name))
	}
	err := filepath.WalkDir(filepath.Join("..", "..", "docs"), func(path string, _ fs.DirEntry, err error) error {
		if filepath.Ext(path) == ".md" {
			paths = append(paths, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return paths
}

// misused returns the word of a command line that is not there. A first word
// that is no command stands for a project, as it does for the program.
func misused(root *cobra.Command, words []string) string {
	cmd, rest, err := root.Find(words)
	if err != nil || cmd == root {
		if slices.Contains(config.Reserved(), words[0]) {
			return words[0]
		}
		cmd, rest, _ = root.Find(append([]string{"request"}, words...))
	}
	for _, word := range rest {
		flag, _, _ := strings.Cut(strings.TrimRight(word, ".,;:"), "=")
		long, ok := strings.CutPrefix(flag, "--")
		if ok && cmd.Flags().Lookup(long) == nil && cmd.InheritedFlags().Lookup(long) == nil {
			return flag
		}
	}
	return ""
}
