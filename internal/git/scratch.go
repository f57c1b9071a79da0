package git

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"github.com/release-request/gh-release-request/internal/fault"
)

// ErrNothingToCommit says that prepare changed nothing.
var ErrNothingToCommit = errors.New("there is nothing to commit")

// Clone makes a clone of one branch in a new folder, without the content of
// old files, for a release to be prepared in.
func Clone(ctx context.Context, url, branch, dir string, settings Repository) (Repository, error) {
	r := settings
	r.Dir = filepath.Dir(dir)
	err := r.Run(ctx, "clone", "--quiet", "--template=", "--filter=blob:none", "--no-tags", "--single-branch", "--branch", branch, "--", url, dir)
	r.Dir = dir
	return r, err
}

// CommitAll commits everything that changed, as the person git knows, and
// returns the new commit's id; ErrNothingToCommit when nothing changed.
func (r Repository) CommitAll(ctx context.Context, message string) (string, error) {
	if err := r.Run(ctx, "add", "--all"); err != nil {
		return "", err
	}
	changed, err := r.Output(ctx, "status", "--porcelain")
	if err != nil {
		return "", err
	}
	if changed == "" {
		return "", ErrNothingToCommit
	}
	if err := r.Run(ctx, "commit", "--quiet", "--message", message); err != nil {
		return "", err
	}
	return r.Head(ctx)
}

// Head returns the commit that is checked out.
func (r Repository) Head(ctx context.Context) (string, error) {
	return r.Output(ctx, "rev-parse", "--verify", "HEAD^{commit}")
}

// Push puts a commit on a branch of origin, only if that branch still is at
// expected (empty: does not exist), so that nobody's push is lost.
func (r Repository) Push(ctx context.Context, commit, branch, expected string) error {
	ref := "refs/heads/" + branch
	err := r.Run(ctx, "push", "--quiet", "--no-verify", "--force-with-lease="+ref+":"+expected, "origin", commit+":"+ref)
	if e, ok := errors.AsType[*Error](err); ok && strings.Contains(e.Said, "stale info") {
		return fault.Wrap(err, "the branch %s was moved by somebody else meanwhile", branch).WithHint("run the same command again")
	}
	return err
}

// RemoveScratch deletes a folder that Clone or Fetch made. Git marks objects
// read-only, which some systems do not delete as they are.
func RemoveScratch(dir string) error {
	_ = filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && d.IsDir() {
			_ = os.Chmod(path, 0o700)
		}
		return nil
	})
	return os.RemoveAll(dir)
}
