package gitstore

import (
	"context"
	"fmt"
	"strconv"
	"strings"
)

// An Entry is one line of a tree.
type Entry struct {
	Path string // relative to the tree that was asked for
	Mode string // six octal digits: 100644, 100755, 120000, 040000 or 160000
	Type string // blob, tree or commit (a submodule)
	SHA  string
	Size int64 // bytes of a blob; 0 for others
}

// Tree lists the entries of the tree that an expression leads to, those of its subtrees too if recursive.
// ErrNotFound if it leads to no tree.
func (r *Repo) Tree(ctx context.Context, expression string, recursive bool) (string, []Entry, error) {
	if !strings.Contains(expression, ":") {
		expression += "^{tree}"
	}
	o, err := r.Stat(ctx, expression)
	if err != nil {
		return "", nil, err
	}
	if o.Type != "tree" {
		return "", nil, fmt.Errorf("%s is a %s, not a tree: %w", expression, o.Type, ErrNotFound)
	}
	args := []string{"ls-tree", "-z", "--long", "--full-tree"}
	if recursive {
		args = append(args, "-r", "-t")
	}
	out, err := r.lasting(ctx, append(args, o.SHA)...)
	if err != nil {
		return "", nil, err
	}
	var entries []Entry
	for line := range strings.SplitSeq(strings.TrimSuffix(string(out), "\x00"), "\x00") {
		if line == "" {
			continue
		}
		e, err := parseEntry(line)
		if err != nil {
			return "", nil, err
		}
		entries = append(entries, e)
	}
	return o.SHA, entries, nil
}

// parseEntry reads "MODE TYPE ID SIZE<tab>PATH".
func parseEntry(line string) (Entry, error) {
	head, path, ok := strings.Cut(line, "\t")
	f := strings.Fields(head)
	if !ok || len(f) != 4 {
		return Entry{}, fmt.Errorf("git ls-tree: unexpected line %q", line)
	}
	e := Entry{Path: path, Mode: f[0], Type: f[1], SHA: f[2]}
	if f[3] == "-" {
		return e, nil
	}
	size, err := strconv.ParseInt(f[3], 10, 64)
	if err != nil {
		return Entry{}, fmt.Errorf("git ls-tree: size in %q: %w", line, err)
	}
	e.Size = size
	return e, nil
}
