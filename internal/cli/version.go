package cli

import "fmt"

// Set with -ldflags at build time, see the Makefile. A linker ignores a wrong
// name without a word, so a test builds the program with them.
var (
	version = "dev"
	commit  = ""
)

// versionLine is what --version writes.
func versionLine() string {
	if commit == "" {
		return fmt.Sprintf("gh-release-request version %s\n", version)
	}
	return fmt.Sprintf("gh-release-request version %s (%s)\n", version, commit)
}
