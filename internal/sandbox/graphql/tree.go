package graphql

import (
	"context"
	"encoding/base64"
	"errors"
	"path"
	"strconv"

	"github.com/release-request/gh-release-request/internal/sandbox/gitstore"
	"github.com/release-request/gh-release-request/internal/sandbox/graphql/engine"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// tree is a Tree.
type tree struct {
	repo repository
	sha  string
}

func (tree) TypeName() string { return "Tree" }

func (o tree) Field(ctx context.Context, name string, _ engine.Args) (any, error) {
	if name == "entries" {
		return o.repo.entries(ctx, o.sha, "")
	}
	if v, ok := gitField(o.repo, hub.TreeNode, o.sha, name); ok {
		return v, nil
	}
	return nil, engine.NotServed(o, name)
}

// entries are those of a tree that stands in a directory.
func (o repository) entries(ctx context.Context, expression, dir string) ([]engine.Object, error) {
	g, err := o.store()
	if err != nil {
		return nil, err
	}
	_, all, err := g.Tree(ctx, expression, false)
	if err != nil {
		return nil, err
	}
	return list(all, func(e gitstore.Entry) engine.Object {
		e.Path = path.Join(dir, e.Path)
		return treeEntry{o, e}
	}), nil
}

// file is the entry of a path in the commit's tree; null if there is none.
func (o commit) file(ctx context.Context, name string) (any, error) {
	dir := path.Dir(path.Clean(name))
	from := o.c.SHA
	if dir != "." {
		from += ":" + dir
	}
	entries, err := o.repo.entries(ctx, from, dir)
	if errors.Is(err, gitstore.ErrNotFound) || errors.Is(err, gitstore.ErrName) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		if e.(treeEntry).e.Path == path.Clean(name) {
			return e, nil
		}
	}
	return nil, nil
}

// treeEntry is a TreeEntry.
type treeEntry struct {
	repo repository
	e    gitstore.Entry
}

func (treeEntry) TypeName() string { return "TreeEntry" }

func (o treeEntry) Field(ctx context.Context, name string, _ engine.Args) (any, error) {
	base := path.Base(o.e.Path)
	switch name {
	case "name":
		return base, nil
	case "path":
		return o.e.Path, nil
	case "nameRaw":
		return base64.StdEncoding.EncodeToString([]byte(base)), nil
	case "pathRaw":
		return base64.StdEncoding.EncodeToString([]byte(o.e.Path)), nil
	case "extension":
		return path.Ext(base), nil
	case "mode":
		// A number, 0o100644 as 33188.
		mode, err := strconv.ParseInt(o.e.Mode, 8, 64)
		return mode, err
	case "type":
		return o.e.Type, nil
	case "oid":
		return o.e.SHA, nil
	case "size":
		return o.e.Size, nil
	case "object":
		if o.e.Type == "commit" {
			return nil, nil // of a submodule's repository
		}
		return o.repo.object(ctx, o.e.SHA)
	case "repository":
		return o.repo, nil
	case "isGenerated":
		return false, nil
	case "language", "submodule":
		return nil, nil
	}
	return nil, engine.NotServed(o, name)
}
