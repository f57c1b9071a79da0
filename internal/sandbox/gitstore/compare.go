package gitstore

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// A Comparison is what lies between two commits, seen from where they parted.
type Comparison struct {
	Base, Head *Commit
	MergeBase  *Commit
	Ahead      int       // commits of head that base has not
	Behind     int       // commits of base that head has not
	Commits    []*Commit // the Ahead ones, oldest first
	Files      []File    // from the merge base to head
}

// Compare compares two revisions as GitHub's compare view does (three dots). ErrNotFound if one leads to no commit, or
// if they have no commit in common.
func (r *Repo) Compare(ctx context.Context, base, head string) (*Comparison, error) {
	ends, err := r.Commits(ctx, base, head)
	if err != nil {
		return nil, err
	}
	for i, rev := range []string{base, head} {
		if ends[i] == nil {
			return nil, fmt.Errorf("commit %q: %w", rev, ErrNotFound)
		}
	}
	c := &Comparison{Base: ends[0], Head: ends[1]}
	common, err := r.MergeBase(ctx, c.Base.SHA, c.Head.SHA)
	if err != nil {
		return nil, err
	}
	if c.MergeBase, err = r.Commit(ctx, common); err != nil {
		return nil, err
	}
	if c.Behind, c.Ahead, err = r.leftRight(ctx, c.Base.SHA, c.Head.SHA); err != nil {
		return nil, err
	}
	if c.Commits, err = r.Log(ctx, LogQuery{From: c.Head.SHA, Not: c.Base.SHA, Oldest: true}); err != nil {
		return nil, err
	}
	c.Files, err = r.Diff(ctx, common, c.Head.SHA)
	return c, err
}

// MergeBase returns the best common ancestor of two commits given by id; ErrNotFound if they share none.
func (r *Repo) MergeBase(ctx context.Context, a, b string) (string, error) {
	if !ValidSHA(a) || !ValidSHA(b) {
		return "", fmt.Errorf("%w: commits %q and %q", ErrName, a, b)
	}
	out, err := r.lasting(ctx, "merge-base", a, b)
	if exitCode(err) == 1 {
		return "", fmt.Errorf("common ancestor of %s and %s: %w", a, b, ErrNotFound)
	}
	if err != nil {
		return "", err
	}
	return strings.TrimSpace(string(out)), nil
}

// Contains reports whether head, a commit's id, has the commit old in its history or is it.
func (r *Repo) Contains(ctx context.Context, head, old string) (bool, error) {
	common, err := r.MergeBase(ctx, head, old)
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	return err == nil && common == old, err
}

// leftRight counts the commits that only the left and only the right have.
func (r *Repo) leftRight(ctx context.Context, left, right string) (int, int, error) {
	out, err := r.lasting(ctx, "rev-list", "--left-right", "--count", left+"..."+right, "--")
	if err != nil {
		return 0, 0, err
	}
	f := strings.Fields(string(out))
	if len(f) != 2 {
		return 0, 0, fmt.Errorf("git rev-list --count: unexpected answer %q", out)
	}
	l, err := strconv.Atoi(f[0])
	if err != nil {
		return 0, 0, fmt.Errorf("git rev-list --count: %w", err)
	}
	n, err := strconv.Atoi(f[1])
	if err != nil {
		return 0, 0, fmt.Errorf("git rev-list --count: %w", err)
	}
	return l, n, nil
}
