package graphql

import (
	"bytes"
	"context"
	"unicode/utf8"

	"github.com/release-request/gh-release-request/internal/sandbox/gitstore"
	"github.com/release-request/gh-release-request/internal/sandbox/graphql/engine"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// maxBlobText is how many bytes of a file's text the API gives. GitHub's documentation names no number; answers were seen to
// be cut at this one.
const maxBlobText = 512_000

// blob is a Blob.
type blob struct {
	repo repository
	g    *gitstore.Object
}

func (blob) TypeName() string { return "Blob" }

func (o blob) Field(_ context.Context, name string, _ engine.Args) (any, error) {
	binary := bytes.IndexByte(o.g.Data, 0) >= 0 || !utf8.Valid(o.g.Data)
	switch name {
	case "byteSize":
		return o.g.Size, nil
	case "isBinary":
		return binary, nil
	case "isTruncated":
		return !binary && len(o.g.Data) > maxBlobText, nil
	case "text":
		if binary {
			return nil, nil
		}
		return string(o.g.Data[:min(len(o.g.Data), maxBlobText)]), nil
	}
	if v, ok := gitField(o.repo, hub.BlobNode, o.g.SHA, name); ok {
		return v, nil
	}
	return nil, engine.NotServed(o, name)
}
