package gitstore

import (
	"bytes"
	"context"
	"encoding/hex"
	"fmt"
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
	entries, err := r.entries(ctx, o.SHA, "", recursive)
	return o.SHA, entries, err
}

// entries reads the tree of an id, with its place in front of every path.
func (r *Repo) entries(ctx context.Context, tree, place string, recursive bool) ([]Entry, error) {
	o, err := r.Object(ctx, tree)
	if err != nil {
		return nil, err
	}
	own, err := parseTree(o)
	if err != nil {
		return nil, err
	}
	if err := r.measure(ctx, own); err != nil {
		return nil, err
	}
	var all []Entry
	for _, e := range own {
		e.Path = place + e.Path
		all = append(all, e)
		if e.Type != "tree" || !recursive {
			continue
		}
		below, err := r.entries(ctx, e.SHA, e.Path+"/", recursive)
		if err != nil {
			return nil, err
		}
		all = append(all, below...)
	}
	return all, nil
}

// measure fills in the sizes of blobs.
func (r *Repo) measure(ctx context.Context, entries []Entry) error {
	ids := make([]string, len(entries))
	for i, e := range entries {
		if e.Type == "blob" {
			ids[i] = e.SHA
		}
	}
	found, err := r.batch(ctx, ids, false)
	if err != nil {
		return err
	}
	for i, o := range found {
		switch {
		case o != nil:
			entries[i].Size = o.Size
		case ids[i] != "":
			return fmt.Errorf("blob %s of a tree: %w", ids[i], ErrNotFound)
		}
	}
	return nil
}

// parseTree reads git's own form of a tree: "MODE PATH<nul>ID", the id in bytes, over and over.
func parseTree(o *Object) ([]Entry, error) {
	width := len(o.SHA) / 2
	var entries []Entry
	for rest := o.Data; len(rest) > 0; {
		head, after, ok := bytes.Cut(rest, []byte{0})
		mode, path, named := strings.Cut(string(head), " ")
		if !ok || !named || len(after) < width {
			return nil, fmt.Errorf("tree %s: unexpected entry %q", o.SHA, head)
		}
		e := Entry{Path: path, Mode: mode, Type: "blob", SHA: hex.EncodeToString(after[:width])}
		switch mode {
		case "40000":
			e.Mode, e.Type = "040000", "tree"
		case "160000":
			e.Type = "commit"
		}
		entries, rest = append(entries, e), after[width:]
	}
	return entries, nil
}
