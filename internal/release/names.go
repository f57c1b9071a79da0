package release

import (
	"fmt"
	"strings"

	"github.com/release-request/gh-release-request/internal/lazyregexp"
)

var (
	commitForm = lazyregexp.New(`^(?:[0-9a-f]{40}|[0-9a-f]{64})$`)
	loginForm  = lazyregexp.New(`^[A-Za-z0-9][A-Za-z0-9_-]{0,38}(?:\[bot\])?$`)
	targetForm = lazyregexp.New(`^[a-z][a-z0-9-]{0,39}$`)
	branchForm = lazyregexp.New(`^[A-Za-z0-9_][A-Za-z0-9._+!@/-]{0,199}$`)
	hexForm    = lazyregexp.New(`^(?:[0-9A-Fa-f]{40}|[0-9A-Fa-f]{64})$`)
)

// CheckTarget says what is wrong with the name of a target.
func CheckTarget(name string) error {
	if !targetForm.MatchString(name) {
		return fmt.Errorf("target %q is malformed: a target is 1 to 40 of a-z 0-9 -, beginning with a letter", name)
	}
	return nil
}

// CheckCommit says what is wrong with a commit id. Abbreviated ids are refused,
// since what they name can change, and so is the id of zeros, which to git and
// to GitHub says that there is no commit.
func CheckCommit(id string) error {
	if !commitForm.MatchString(id) {
		return fmt.Errorf("commit %q is not a full commit id of 40 or 64 lower-case hex digits", id)
	}
	if strings.Trim(id, "0") == "" {
		return fmt.Errorf("commit %q is the id of no commit", id)
	}
	return nil
}

// CheckLogin says what is wrong with a login. An App acts under its name with
// [bot] behind it.
func CheckLogin(login string) error {
	if !loginForm.MatchString(login) {
		return fmt.Errorf("%q is no GitHub login", login)
	}
	return nil
}

// CheckBranch says what is wrong with the name of a branch or tag. It is
// narrower than git: nothing that a shell, an option parser or a URL could take
// for something else, and nothing that GitHub refuses (refs/ and names of 40
// hex digits). Rules: https://git-scm.com/docs/git-check-ref-format and
// https://github.blog/changelog/2023-03-23-block-ambiguous-branch-and-tag-names
func CheckBranch(name string) error {
	good := branchForm.MatchString(name) && !strings.Contains(name, "..") &&
		!strings.HasSuffix(name, ".") && !strings.HasPrefix(name, "refs/")
	for part := range strings.SplitSeq(name, "/") {
		good = good && part != "" && !strings.HasPrefix(part, ".") && !strings.HasPrefix(part, "-") &&
			!strings.HasSuffix(part, ".lock")
	}
	switch {
	case !good:
		return fmt.Errorf("%q is no branch or tag name of the letters, digits and . _ + ! @ / - that this program allows", name)
	case name == "HEAD", hexForm.MatchString(name):
		return fmt.Errorf("%q is no branch or tag name: git would take it for a commit", name)
	}
	return nil
}
