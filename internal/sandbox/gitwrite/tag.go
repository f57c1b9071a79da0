package gitwrite

import (
	"context"
	"errors"

	"github.com/release-request/gh-release-request/internal/sandbox/gitstore"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// A Tag is a wish for a tag object. It makes no ref: CreateRef does.
// Source: docs.github.com/rest/git/tags#create-a-tag-object.
type Tag struct {
	Name    string
	Object  string
	Type    string // of the object; empty: not checked
	Message string
	Tagger  gitstore.Signature // without a name: the caller, now
}

// CreateTag makes a tag object and returns its id.
func (d *Door) CreateTag(ctx context.Context, c hub.Caller, repoID int64, t Tag) (string, error) {
	if err := d.mayWrite(c, repoID); err != nil {
		return "", err
	}
	if !gitstore.ValidSHA(t.Object) {
		return "", invalid("The object parameter must be exactly 40 characters and contain only [0-9a-f].")
	}
	if t.Tagger.Name == "" {
		t.Tagger = Author(c)
	}
	r := d.Repo(repoID)
	o, err := r.Stat(ctx, t.Object)
	if err != nil {
		return "", refusal(err)
	}
	if t.Type != "" && t.Type != o.Type {
		return "", invalid("Object is a %s, not a %s", o.Type, t.Type)
	}
	sha, err := r.CreateTag(ctx, t.Name, t.Object, t.Message, t.Tagger)
	if errors.Is(err, gitstore.ErrName) {
		return "", invalid("Tag name or tagger is invalid")
	}
	return sha, err
}
