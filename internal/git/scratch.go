package git

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/release-request/gh-release-request/internal/fault"
)

// ErrNothingToCommit says that prepare changed nothing.
var ErrNothingToCommit = errors.New("there is nothing to commit")

// Scratch is what a scratch clone is made of.
type Scratch struct {
	URL    string
	Branch string // empty: the default branch
	Lender string // folder of a clone to borrow objects from; empty: none
	Tags   bool   // with the tags on the branch, for programs that ask git for the last one
}

// Clone makes a clone of one branch in a new folder, without the content of
// old files, for a release to be prepared in. Its remote is called origin
// whatever the person calls theirs. What its lender has is not fetched; an
// object that the lender loses meanwhile is, when it is needed.
func (s Scratch) Clone(ctx context.Context, dir string, settings Repository) (Repository, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return Repository{}, err
	}
	r := settings
	r.Dir = filepath.Dir(dir)
	quiet, err := r.withoutHooks(ctx)
	if err != nil {
		return r, err
	}
	args := []string{"clone", "--quiet", "--template=", "--origin=origin", "--filter=blob:none", "--single-branch"}
	for _, setting := range unattended {
		args = append(args, "--config="+setting[0]+"="+setting[1]) // for the programs that work there
	}
	if s.Branch != "" {
		args = append(args, "--branch="+s.Branch)
	}
	if !s.Tags {
		args = append(args, "--no-tags")
	}
	if s.Lender != "" {
		// A lender that cannot lend, such as a shallow clone, is passed over.
		args = append(args, "--reference-if-able="+s.Lender)
	}
	err = quiet.Run(ctx, append(args, "--", s.URL, dir)...)
	r.Dir = dir
	if err != nil {
		return r, err
	}
	// clone takes a tag where there is no branch of that name.
	_, err = r.Output(ctx, "symbolic-ref", "--quiet", "HEAD")
	if exited(err, 1) {
		return r, fmt.Errorf("there is a tag %s, and no such branch", s.Branch)
	}
	return r, err
}

// CheckedOut returns the branch that is checked out.
func (r Repository) CheckedOut(ctx context.Context) (string, error) {
	return r.Output(ctx, "symbolic-ref", "--short", "HEAD")
}

// FetchDefault makes the clone know origin's default branch too, for programs
// that ask git for it.
func (r Repository) FetchDefault(ctx context.Context) error {
	const head = "refs/remotes/origin/HEAD"
	if _, err := r.Output(ctx, "symbolic-ref", "--quiet", head); err == nil || !exited(err, 1) {
		return err
	}
	answer, err := r.Output(ctx, "ls-remote", "--symref", "origin", "HEAD")
	if err != nil {
		return err
	}
	name, found := strings.CutPrefix(answer, "ref: refs/heads/")
	if !found {
		return errors.New("origin does not say what its default branch is")
	}
	name, _, _ = strings.Cut(name, "\t")
	own := "refs/remotes/origin/" + name
	if err := r.Run(ctx, "fetch", "--quiet", "--no-tags", "origin", "+refs/heads/"+name+":"+own); err != nil {
		return err
	}
	return r.Run(ctx, "symbolic-ref", head, own)
}

// CommitAll commits everything that changed, as the person git knows, and
// returns the new commit's id; ErrNothingToCommit when nothing changed. What
// .gitignore or the person's own settings ignore stays out.
func (r Repository) CommitAll(ctx context.Context, message string) (string, error) {
	r, err := r.withoutHooks(ctx)
	if err != nil {
		return "", err
	}
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
	if err := r.Run(ctx, "commit", "--quiet", "--message="+message); err != nil {
		return "", err
	}
	return r.Head(ctx)
}

// Head returns the commit that is checked out.
func (r Repository) Head(ctx context.Context) (string, error) {
	return r.Output(ctx, "rev-parse", "--verify", "HEAD^{commit}")
}

// Push puts a commit on a branch of origin, only if that branch still is at
// expected (empty: does not exist), so that nobody's push is lost. Nothing but
// the branch is pushed. A branch that is at the commit already is no error.
func (r Repository) Push(ctx context.Context, commit, branch, expected string) error {
	r, err := r.withoutHooks(ctx)
	if err != nil {
		return err
	}
	ref := "refs/heads/" + branch
	err = r.Run(ctx, "push", "--quiet", "--no-follow-tags", "--force-with-lease="+ref+":"+expected, "origin", commit+":"+ref)
	if e, ok := errors.AsType[*Error](err); ok && movedMeanwhile(e.Said) {
		return fault.Wrap(err, "the branch %s was moved by somebody else meanwhile", branch).WithHint("run the same command again")
	}
	return err
}

// movedMeanwhile tells a branch that moved before the push, which git sees
// itself, or during it, which the other side sees.
func movedMeanwhile(said string) bool {
	return strings.Contains(said, "stale info") ||
		strings.Contains(said, "but expected") || strings.Contains(said, "reference already exists")
}

// RemoveScratch deletes a folder that Clone or Checkout made. The programs that
// worked there may have left folders that cannot be written to, as Go's module
// cache is.
func RemoveScratch(dir string) error {
	_ = filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && d.IsDir() {
			_ = os.Chmod(path, 0o700)
		}
		return nil
	})
	return os.RemoveAll(dir)
}
