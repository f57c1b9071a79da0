package gitstore

import (
	"context"
	"fmt"
	"strconv"
	"strings"
)

// A File is one file that differs between two trees.
type File struct {
	Path      string
	Previous  string // the path before, when renamed
	Status    string // GitHub's word: added, removed, modified, renamed, copied, changed
	SHA       string // the blob's id after, or before when removed
	Additions int    // lines; 0 for binary files
	Deletions int
}

// Diff lists what differs between two commits or trees given by id, by path, with renames found.
func (r *Repo) Diff(ctx context.Context, from, to string) ([]File, error) {
	if !ValidSHA(from) || !ValidSHA(to) {
		return nil, fmt.Errorf("%w: objects %q and %q", ErrName, from, to)
	}
	out, err := r.lasting(ctx, "diff-tree", "-r", "-z", "--find-renames", "--raw", "--numstat", "--no-commit-id", from, to)
	if err != nil {
		return nil, err
	}
	d := diffReader{fields: strings.Split(string(out), "\x00")}
	return d.read()
}

// A diffReader reads git diff-tree -z --raw --numstat: all raw records, then all counts, in the same order.
type diffReader struct {
	fields []string
}

func (d *diffReader) next() string {
	if len(d.fields) == 0 {
		return ""
	}
	f := d.fields[0]
	d.fields = d.fields[1:]
	return f
}

func (d *diffReader) read() ([]File, error) {
	var files []File
	for len(d.fields) > 0 && strings.HasPrefix(d.fields[0], ":") {
		f, err := d.raw()
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	for i := range files {
		if err := d.counts(&files[i]); err != nil {
			return nil, err
		}
	}
	return files, nil
}

// raw reads ":MODE MODE ID ID STATUS", then one path, or two for a rename or a copy.
func (d *diffReader) raw() (File, error) {
	line := d.next()
	f := strings.Fields(line)
	if len(f) != 5 {
		return File{}, fmt.Errorf("git diff-tree: unexpected record %q", line)
	}
	file := File{Path: d.next(), SHA: f[3]}
	switch f[4][0] {
	case 'A':
		file.Status = "added"
	case 'D':
		file.Status, file.SHA = "removed", f[2]
	case 'M':
		file.Status = "modified"
	case 'T':
		file.Status = "changed"
	case 'R', 'C':
		file.Status = map[byte]string{'R': "renamed", 'C': "copied"}[f[4][0]]
		file.Previous, file.Path = file.Path, d.next()
	default:
		return File{}, fmt.Errorf("git diff-tree: unknown status in %q", line)
	}
	return file, nil
}

// counts reads "ADDED<tab>DELETED<tab>PATH", where a rename's path is empty and two fields follow.
func (d *diffReader) counts(file *File) error {
	line := d.next()
	f := strings.SplitN(line, "\t", 3)
	if len(f) != 3 {
		return fmt.Errorf("git diff-tree: unexpected count %q", line)
	}
	if f[2] == "" {
		d.next()
		f[2] = d.next()
	}
	if f[2] != file.Path {
		return fmt.Errorf("git diff-tree: count of %q where %q was due", f[2], file.Path)
	}
	if f[0] == "-" {
		return nil
	}
	var err error
	if file.Additions, err = strconv.Atoi(f[0]); err != nil {
		return fmt.Errorf("git diff-tree: %w", err)
	}
	if file.Deletions, err = strconv.Atoi(f[1]); err != nil {
		return fmt.Errorf("git diff-tree: %w", err)
	}
	return nil
}
