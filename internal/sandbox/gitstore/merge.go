package gitstore

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// Merge makes the merge commit of head into base, both given by id, and returns its id. It moves no ref: UpdateRefs does.
// ErrMerged: base contains head already; ErrConflict: a person must merge, or the two have no common history.
func (r *Repo) Merge(ctx context.Context, base, head, message string, author, committer Signature) (string, error) {
	if !ValidSHA(base) || !ValidSHA(head) {
		return "", fmt.Errorf("%w: commits %q and %q", ErrName, base, head)
	}
	common, err := r.MergeBase(ctx, base, head)
	if errors.Is(err, ErrNotFound) {
		return "", fmt.Errorf("%s and %s have no common history: %w", base, head, ErrConflict)
	}
	if err != nil {
		return "", err
	}
	if common == head {
		return "", fmt.Errorf("%s into %s: %w", head, base, ErrMerged)
	}
	out, err := r.git(ctx, nil, "merge-tree", "--write-tree", "--no-messages", base, head)
	if exitCode(err) == 1 {
		return "", fmt.Errorf("%s into %s: %w", head, base, ErrConflict)
	}
	if err != nil {
		return "", err
	}
	tree := strings.TrimSpace(string(out))
	return r.commitTree(ctx, tree, []string{base, head}, message, author, committer)
}

// commitTree writes a commit object.
func (r *Repo) commitTree(ctx context.Context, tree string, parents []string, message string, author, committer Signature) (string, error) {
	a, err := r.store.render(author)
	if err != nil {
		return "", err
	}
	c, err := r.store.render(committer)
	if err != nil {
		return "", err
	}
	var data strings.Builder
	fmt.Fprintf(&data, "tree %s\n", tree)
	for _, p := range parents {
		fmt.Fprintf(&data, "parent %s\n", p)
	}
	fmt.Fprintf(&data, "author %s\ncommitter %s\n\n%s", a, c, withNewline(message))
	out, err := r.git(ctx, strings.NewReader(data.String()), "hash-object", "-t", "commit", "-w", "--stdin")
	if err != nil {
		return "", err
	}
	return strings.TrimSpace(string(out)), nil
}
