package graphql

import (
	"context"
	"strings"

	"github.com/release-request/gh-release-request/internal/sandbox/gitstore"
	"github.com/release-request/gh-release-request/internal/sandbox/graphql/engine"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// tag is a Tag: the object of an annotated tag.
type tag struct {
	repo repository
	t    *gitstore.Tag
}

func (tag) TypeName() string { return "Tag" }

func (o tag) Field(ctx context.Context, name string, _ engine.Args) (any, error) {
	switch name {
	case "name":
		return o.t.Name, nil
	case "message":
		return strings.TrimRight(o.t.Message, "\n"), nil
	case "tagger":
		return gitActor{o.repo.s, o.t.Tagger}, nil
	case "target":
		return o.repo.object(ctx, o.t.Object)
	}
	if v, ok := gitField(o.repo, hub.TagNode, o.t.SHA, name); ok {
		return v, nil
	}
	return nil, engine.NotServed(o, name)
}
