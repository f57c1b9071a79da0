// Package release holds the nouns of a release: project, version, target,
// request, digest, state. It stands on the ground floor: it does no I/O, reads
// no clock, and imports nothing of ours. Every noun can be made only in a
// valid form: its Parse function names what is wrong and what would be right.
package release

import (
	"fmt"
	"path"
	"regexp"
	"strings"
)

// Project is what is released: a repository, or a folder of one.
type Project struct {
	Owner string
	Repo  string
	Path  string // folder with slashes, empty for the whole repository
}

// GitHub's rules for names: logins are letters, digits and single hyphens;
// repository names are letters, digits, hyphens, underscores and full stops.
// https://docs.github.com/en/get-started/learning-about-github/types-of-github-accounts
var (
	ownerForm = regexp.MustCompile(`^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,38})$`)
	repoForm  = regexp.MustCompile(`^[A-Za-z0-9._-]{1,100}$`)
	pathForm  = regexp.MustCompile(`^[A-Za-z0-9._@+-]+(?:/[A-Za-z0-9._@+-]+)*$`)
)

// ParseProject reads OWNER/REPO or OWNER/REPO/PATH.
func ParseProject(s string) (Project, error) {
	parts := strings.SplitN(s, "/", 3)
	if len(parts) < 2 {
		return Project{}, fmt.Errorf("project %q is not of the form OWNER/REPO or OWNER/REPO/PATH", s)
	}
	p := Project{Owner: parts[0], Repo: parts[1]}
	if len(parts) == 3 {
		if parts[2] == "" {
			return Project{}, fmt.Errorf("project %q ends in a slash; leave it out", s)
		}
		p.Path = parts[2]
	}
	return p, p.Check()
}

// Check says what is wrong with a project put together from its parts.
func (p Project) Check() error {
	switch {
	case !ownerForm.MatchString(p.Owner):
		return fmt.Errorf("%q is no name of a GitHub user or organisation", p.Owner)
	case !repoForm.MatchString(p.Repo) || p.Repo == "." || p.Repo == "..":
		return fmt.Errorf("%q is no name of a GitHub repository", p.Repo)
	case p.Path != "" && (!pathForm.MatchString(p.Path) || path.Clean(p.Path) != p.Path || strings.HasPrefix(p.Path, "..")):
		return fmt.Errorf("path %q is not a plain folder of the repository such as packages/core", p.Path)
	}
	return nil
}

// Repository returns OWNER/REPO.
func (p Project) Repository() string { return p.Owner + "/" + p.Repo }

// String returns OWNER/REPO or OWNER/REPO/PATH.
func (p Project) String() string {
	if p.Path == "" {
		return p.Repository()
	}
	return p.Repository() + "/" + p.Path
}

// SameRepository reports whether two OWNER/REPO name one repository: GitHub
// does not tell upper from lower case there.
func SameRepository(a, b string) bool { return strings.EqualFold(a, b) }

// SameLogin reports whether two logins name one person: GitHub does not tell
// upper from lower case there.
func SameLogin(a, b string) bool { return strings.EqualFold(a, b) }
