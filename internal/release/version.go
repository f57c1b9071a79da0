package release

import (
	"fmt"

	"github.com/release-request/gh-release-request/internal/lazyregexp"
)

// Version is the name of one release of a project, as it stands in tags and
// titles. What is a version of a certain project is decided by its Scheme.
type Version string

// VersionRule is the rule that every version of every scheme keeps, in words.
const VersionRule = "1 to 64 of A-Z a-z 0-9 . _ + ! -, beginning with a letter or digit, without \"..\", ending neither in \".\" nor in \".lock\", and neither HEAD nor a full commit id"

var versionForm = lazyregexp.New(`^[A-Za-z0-9][A-Za-z0-9._+!-]{0,63}$`)

// ParseVersion checks the rule that versions of all schemes keep. What is a
// version is also a safe part of a branch name, a tag name, a folder name and
// an issue title.
func ParseVersion(s string) (Version, error) {
	if !versionForm.MatchString(s) || CheckBranch(s) != nil {
		return "", fmt.Errorf("version %q is malformed: a version is %s", s, VersionRule)
	}
	return Version(s), nil
}
