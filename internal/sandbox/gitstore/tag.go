package gitstore

import (
	"context"
	"fmt"
	"strings"
)

// A Tag is an annotated tag's object.
type Tag struct {
	SHA     string
	Name    string
	Object  string // what it points at
	Type    string // the type of that
	Tagger  Signature
	Message string
}

// Tag reads a tag object by its id; ErrNotFound if there is none or it is something else.
func (r *Repo) Tag(ctx context.Context, sha string) (*Tag, error) {
	if !ValidSHA(sha) {
		return nil, fmt.Errorf("tag %q: %w", sha, ErrNotFound)
	}
	o, err := r.Object(ctx, sha)
	if err != nil {
		return nil, err
	}
	return ParseTag(o)
}

// ParseTag reads a tag object.
func ParseTag(o *Object) (*Tag, error) {
	t := &Tag{SHA: o.SHA}
	message, err := parseHeaders(o, "tag", func(key, value string) (err error) {
		switch key {
		case "object":
			t.Object = value
		case "type":
			t.Type = value
		case "tag":
			t.Name = value
		case "tagger":
			t.Tagger, err = parseSignature(value)
		}
		return err
	})
	t.Message = message
	return t, err
}

// CreateTag makes a tag object and returns its id. It makes no ref: UpdateRefs does.
func (r *Repo) CreateTag(ctx context.Context, name, object, message string, tagger Signature) (string, error) {
	if !ValidRef("refs/tags/"+name) || !ValidSHA(object) {
		return "", fmt.Errorf("%w: tag %q of %q", ErrName, name, object)
	}
	o, err := r.Stat(ctx, object)
	if err != nil {
		return "", err
	}
	by, err := r.store.render(tagger)
	if err != nil {
		return "", err
	}
	data := fmt.Sprintf("object %s\ntype %s\ntag %s\ntagger %s\n\n%s", o.SHA, o.Type, name, by, withNewline(message))
	out, err := r.git(ctx, strings.NewReader(data), "mktag")
	if err != nil {
		return "", err
	}
	return strings.TrimSpace(string(out)), nil
}

func withNewline(message string) string {
	return strings.TrimRight(message, "\n") + "\n"
}
