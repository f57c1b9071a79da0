package git

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/release-request/gh-release-request/internal/fault"
)

// Text is a text with what a person is to call it.
type Text struct {
	Label, Content string
}

// Merge is two texts that both began as Base. An empty Base makes a conflict of
// every difference.
type Merge struct {
	Ours, Base, Theirs Text
}

// Markers begin the lines around the two sides of a conflict. Behind the outer
// ones stands a label. https://git-scm.com/docs/git-merge#_how_conflicts_are_presented
const (
	MarkOurs   = "<<<<<<< "
	MarkMiddle = "======="
	MarkTheirs = ">>>>>>> "
)

// mostConflicts is what git merge-file ends with for that many and for more; a
// higher status is a failure. https://git-scm.com/docs/git-merge-file
const mostConflicts = 127

// Merged returns the text with the changes of both sides. Where they changed the
// same lines, conflict is true and both stand there between markers.
func (r Repository) Merged(ctx context.Context, m Merge) (text string, conflict bool, err error) {
	dir, err := os.MkdirTemp("", "release-request-merge-")
	if err != nil {
		return "", false, fmt.Errorf("making a folder to merge in: %w", err)
	}
	defer os.RemoveAll(dir)
	args := []string{"-c", "merge.conflictStyle=merge", "merge-file", "--quiet"}
	var files []string
	for i, t := range []Text{m.Ours, m.Base, m.Theirs} {
		file := filepath.Join(dir, fmt.Sprint(i))
		if err := os.WriteFile(file, []byte(t.Content), 0o600); err != nil {
			return "", false, fmt.Errorf("writing what is to be merged: %w", err)
		}
		args, files = append(args, "-L", t.Label), append(files, file)
	}
	err = r.Run(ctx, append(args, files...)...)
	if n := exitStatus(err); n > 0 && n <= mostConflicts {
		conflict, err = true, nil
	}
	if err != nil {
		return "", false, fault.Wrap(err, "merging two texts")
	}
	merged, err := os.ReadFile(files[0])
	if err != nil {
		return "", false, fmt.Errorf("reading what was merged: %w", err)
	}
	return string(merged), conflict, nil
}
