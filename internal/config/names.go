package config

import (
	"fmt"
	"slices"
	"strings"

	"github.com/release-request/gh-release-request/internal/lazyregexp"
)

// Reserved returns the commands and aliases, which no project may have as its
// short name: the first argument is a command before it is a project. The
// list only ever grows, and internal/cli is tested against it.
func Reserved() []string {
	return []string{
		"approve", "audit", "completion", "config", "doctor", "help", "init", "list", "ls", "reject",
		"request", "retract", "retry", "status", "token", "version", "view", "watch", "workflow",
	}
}

var (
	shortNameForm = lazyregexp.New(`^[A-Za-z0-9][A-Za-z0-9._-]*(?:/[A-Za-z0-9][A-Za-z0-9._-]*)*$`)
	digitsForm    = lazyregexp.New(`^[0-9]+$`)
)

func checkShortName(s string) error {
	switch {
	case len(s) > 100 || !shortNameForm.MatchString(s):
		return fmt.Errorf("%q is no short name of a project; it is letters, digits and . _ - with / between parts, at most 100 characters", s)
	case digitsForm.MatchString(s):
		return fmt.Errorf("%q reads as the number of a request; a short name holds more than digits", s)
	case slices.Contains(Reserved(), strings.ToLower(s)):
		return fmt.Errorf("%q is reserved for a command; choose another short name and write repository: %s", s, s)
	}
	return nil
}
