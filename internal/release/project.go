// Package release holds the nouns of a release: project, version, target,
// request, digest, state. It stands on the ground floor: it does no I/O, reads
// no clock, and imports nothing of ours. Every noun can be made only in a
// valid form: its Parse function names what is wrong and what would be right.
// It must never accept a name that a shell, an option parser, a path or an eye
// could take for another: all names are ASCII.
package release

import (
	"fmt"
	"strings"

	"github.com/release-request/gh-release-request/internal/lazyregexp"
)

// Project is what is released: a repository, or a folder of one.
type Project struct {
	Owner string
	Repo  string
	Path  string // folder with slashes, empty for the whole repository
}

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
	if err := p.Check(); err != nil {
		return Project{}, err
	}
	return p, nil
}

var (
	ownerForm = lazyregexp.New(`^[A-Za-z0-9][A-Za-z0-9_-]{0,38}$`)
	repoForm  = lazyregexp.New(`^[A-Za-z0-9._][A-Za-z0-9._-]{0,99}$`)
	pathForm  = lazyregexp.New(`^[A-Za-z0-9._@+/-]{1,200}$`)
)

// Check says what is wrong with a project put together from its parts. Owners
// are logins ("Username considerations for external authentication" on
// docs.github.com); the names of repositories are those of "Repository limits"
// there, less the ones that an option parser could misread.
func (p Project) Check() error {
	switch {
	case !ownerForm.MatchString(p.Owner):
		return fmt.Errorf("%q is no name of a GitHub user or organisation", p.Owner)
	case !repoForm.MatchString(p.Repo) || p.Repo == "." || p.Repo == "..":
		return fmt.Errorf("%q is no name of a GitHub repository", p.Repo)
	case hasReservedEnd(p.Repo):
		return fmt.Errorf("%q is no name of a GitHub repository: none ends in .git or .wiki, so leave that out", p.Repo)
	case p.Path != "":
		return checkPath(p.Path)
	}
	return nil
}

// hasReservedEnd finds second names of a repository: GitHub serves sdk.git as
// sdk, and sdk.wiki is the wiki of sdk.
func hasReservedEnd(repo string) bool {
	repo = strings.ToLower(repo)
	return strings.HasSuffix(repo, ".git") || strings.HasSuffix(repo, ".wiki")
}

// checkPath allows no part that leads elsewhere, is an option, or is git's own.
func checkPath(s string) error {
	good := pathForm.MatchString(s)
	for part := range strings.SplitSeq(s, "/") {
		good = good && part != "" && part != "." && part != ".." &&
			!strings.HasPrefix(part, "-") && !strings.EqualFold(part, ".git")
	}
	if !good {
		return fmt.Errorf("path %q is not a plain folder of the repository such as packages/core", s)
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
