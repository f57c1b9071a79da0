package gitstore

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// A listing is what git listed of a repository's refs, and the state that they were in.
type listing struct {
	state [sha256.Size]byte
	lines []byte
}

// list is git for-each-ref below a prefix. It is asked again only once a ref has changed, since the refs are most of what the
// sandbox asks git for: what it says follows from the files that hold the refs, and from objects, which never change.
func (r *Repo) list(ctx context.Context, below string) ([]byte, error) {
	before, err := r.refState()
	if err != nil {
		return nil, err
	}
	question := r.name + "\x00" + below
	if known, ok := r.store.listings.Load(question); ok && known.(listing).state == before {
		return known.(listing).lines, nil
	}
	lines, err := r.git(ctx, nil, "for-each-ref", "--format=%(objectname) %(objecttype) %(*objectname) %(refname)", below)
	if err != nil {
		return nil, err
	}
	// A ref that moved meanwhile may be in the answer or not.
	if after, err := r.refState(); err == nil && after == before {
		r.store.listings.Store(question, listing{before, lines})
	}
	return lines, nil
}

// refState is a digest of the files that hold the refs (gitrepository-layout(5)).
func (r *Repo) refState() (state [sha256.Size]byte, err error) {
	digest := sha256.New()
	note := func(path string) error {
		content, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		fmt.Fprintf(digest, "%s %d\n%s", path, len(content), content)
		return err
	}
	if err := note(filepath.Join(r.Path(), "packed-refs")); err != nil {
		return state, err
	}
	err = filepath.WalkDir(filepath.Join(r.Path(), "refs"), func(path string, entry fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist): // deleted meanwhile
			return nil
		case err != nil || entry.IsDir() || strings.HasSuffix(path, ".lock"):
			return err
		}
		return note(path)
	})
	return [sha256.Size]byte(digest.Sum(nil)), err
}
