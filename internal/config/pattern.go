package config

import (
	"fmt"
	"slices"
	"strings"

	"github.com/release-request/gh-release-request/internal/lazyregexp"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/release"
)

var (
	placeholderForm = lazyregexp.New(`\{[^{}]*\}`)
	oneVersion      = lazyregexp.New(`\{version\}`)
)

// checkPattern checks the pattern of a branch or tag in itself; what it gives
// for a project is checked with the project.
func checkPattern(s string) error {
	for _, found := range placeholderForm.FindAllString(s, -1) {
		if !slices.Contains([]string{"{version}", "{path}"}, found) {
			return fmt.Errorf("%q holds %s; only {version} and {path} are filled in", s, found)
		}
	}
	// A tag is read back into a version, which one place alone can give.
	if strings.Count(s, "{version}") != 1 {
		return fmt.Errorf("%q must hold {version} once", s)
	}
	plain := strings.NewReplacer("{version}", "1.2.3", "{path}", "path").Replace(s)
	if err := release.CheckBranch(plain); err != nil {
		return fmt.Errorf("%q would give a name that is not allowed: %w", s, err)
	}
	return nil
}

func (d *decoder) bases(into *[]string) reader {
	return d.filled(d.texts(into, "branches", true, checkBase),
		"a release needs a branch to be merged into; write "+policy.DefaultBranch+" for the default branch")
}

// checkBase allows a branch's name with * for any characters in it. A lone *
// would make every branch a base, release branches too.
func checkBase(s string) error {
	if strings.Trim(s, "*/") == "" || release.CheckBranch(strings.ReplaceAll(s, "*", "x")) != nil {
		return fmt.Errorf("%q is no base; write %s, a branch such as main, or a pattern such as 1.*", s, policy.DefaultBranch)
	}
	return nil
}
