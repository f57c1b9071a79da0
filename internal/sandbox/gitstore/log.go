package gitstore

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// A LogQuery says which commits a log lists.
type LogQuery struct {
	From   string    // revision whose history is walked
	Not    string    // revision whose history is left out; may be empty
	Path   string    // only commits that changed this path; may be empty
	Since  time.Time // by committer's date, inclusive; may be zero
	Until  time.Time
	Author string // only commits whose author has this email address; may be empty
	Skip   int
	Max    int  // 0: all
	Oldest bool // oldest first, parents before children
}

// Log lists commits, newest first unless told otherwise. ErrNotFound if a revision leads to no commit.
func (r *Repo) Log(ctx context.Context, q LogQuery) ([]*Commit, error) {
	from, err := r.Resolve(ctx, q.From)
	if err != nil {
		return nil, err
	}
	args := []string{"rev-list"}
	if q.Oldest {
		args = append(args, "--topo-order", "--reverse")
	}
	if !q.Since.IsZero() {
		args = append(args, "--since="+strconv.FormatInt(q.Since.Unix(), 10))
	}
	if !q.Until.IsZero() {
		args = append(args, "--until="+strconv.FormatInt(q.Until.Unix(), 10))
	}
	if q.Author != "" {
		args = append(args, "--fixed-strings", "--author=<"+q.Author+">")
	}
	if q.Skip > 0 {
		args = append(args, "--skip="+strconv.Itoa(q.Skip))
	}
	if q.Max > 0 {
		args = append(args, "--max-count="+strconv.Itoa(q.Max))
	}
	args = append(args, from)
	if q.Not != "" {
		not, err := r.Resolve(ctx, q.Not)
		if err != nil {
			return nil, err
		}
		args = append(args, "^"+not)
	}
	args = append(args, "--")
	if q.Path != "" {
		if !validPath(q.Path, false) {
			return nil, fmt.Errorf("%w: path %q", ErrName, q.Path)
		}
		args = append(args, q.Path)
	}
	out, err := r.lasting(ctx, args...)
	if err != nil {
		return nil, err
	}
	return r.Commits(ctx, strings.Fields(string(out))...)
}
