package gitstore

import (
	"bytes"
	"context"
	"fmt"
	"strings"
)

// A Commit is one commit, read.
type Commit struct {
	SHA       string
	Tree      string
	Parents   []string
	Author    Signature
	Committer Signature
	Message   string // as stored, with its last line feed
}

// Commit reads the commit that a revision leads to; ErrNotFound if none.
func (r *Repo) Commit(ctx context.Context, rev string) (*Commit, error) {
	commits, err := r.Commits(ctx, rev)
	if err != nil {
		return nil, err
	}
	if commits[0] == nil {
		return nil, fmt.Errorf("commit %q: %w", rev, ErrNotFound)
	}
	return commits[0], nil
}

// Commits reads the commits that the revisions lead to, nil where one leads to none.
func (r *Repo) Commits(ctx context.Context, revs ...string) ([]*Commit, error) {
	expressions := make([]string, len(revs))
	for i, rev := range revs {
		if !strings.Contains(rev, ":") && rev != "" {
			expressions[i] = rev + "^{commit}"
		}
	}
	objects, err := r.Objects(ctx, expressions...)
	if err != nil {
		return nil, err
	}
	commits := make([]*Commit, len(objects))
	for i, o := range objects {
		if o == nil {
			continue
		}
		if commits[i], err = ParseCommit(o); err != nil {
			return nil, err
		}
	}
	return commits, nil
}

// ParseCommit reads a commit object.
func ParseCommit(o *Object) (*Commit, error) {
	c := &Commit{SHA: o.SHA}
	message, err := parseHeaders(o, "commit", func(key, value string) (err error) {
		switch key {
		case "tree":
			c.Tree = value
		case "parent":
			c.Parents = append(c.Parents, value)
		case "author":
			c.Author, err = parseSignature(value)
		case "committer":
			c.Committer, err = parseSignature(value)
		}
		return err
	})
	c.Message = message
	return c, err
}

// parseHeaders walks the headers of a commit or a tag and returns what follows them. Headers of several lines
// (signatures) continue with a space and are left out.
func parseHeaders(o *Object, kind string, header func(key, value string) error) (string, error) {
	if o.Type != kind {
		return "", fmt.Errorf("%s is a %s, not a %s: %w", o.SHA, o.Type, kind, ErrNotFound)
	}
	head, message, _ := bytes.Cut(o.Data, []byte("\n\n"))
	for line := range strings.SplitSeq(strings.TrimSuffix(string(head), "\n"), "\n") {
		if strings.HasPrefix(line, " ") {
			continue
		}
		key, value, _ := strings.Cut(line, " ")
		if err := header(key, value); err != nil {
			return "", fmt.Errorf("%s %s: %w", kind, o.SHA, err)
		}
	}
	return string(message), nil
}
