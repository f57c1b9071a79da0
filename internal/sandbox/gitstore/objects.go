package gitstore

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// An Object is what a revision expression names.
type Object struct {
	SHA  string
	Type string // commit, tree, blob or tag
	Size int64  // bytes of Data
	Data []byte // git's own form; nil after Stat
}

// Objects reads what each expression names (gitrevisions(7): main, 1.0^{commit}, main:docs/a.md), in one subprocess. The
// answer has one element per expression, nil where it names nothing.
func (r *Repo) Objects(ctx context.Context, expressions ...string) ([]*Object, error) {
	return r.batch(ctx, expressions, true)
}

// Object reads one object; ErrNotFound if the expression names none.
func (r *Repo) Object(ctx context.Context, expression string) (*Object, error) {
	return r.one(ctx, expression, true)
}

// Stat is Object without the data.
func (r *Repo) Stat(ctx context.Context, expression string) (*Object, error) {
	return r.one(ctx, expression, false)
}

// Resolve returns the id of the commit that a branch, a tag, a full ref or a commit id leads to; ErrNotFound if none.
// Where a tag and a branch share a name the tag wins, as git does it.
func (r *Repo) Resolve(ctx context.Context, rev string) (string, error) {
	if strings.Contains(rev, ":") {
		return "", fmt.Errorf("revision %q: %w", rev, ErrNotFound)
	}
	o, err := r.one(ctx, rev+"^{commit}", false)
	if err != nil {
		return "", err
	}
	return o.SHA, nil
}

func (r *Repo) one(ctx context.Context, expression string, withData bool) (*Object, error) {
	objects, err := r.batch(ctx, []string{expression}, withData)
	if err != nil {
		return nil, err
	}
	if objects[0] == nil {
		return nil, fmt.Errorf("object %q: %w", expression, ErrNotFound)
	}
	return objects[0], nil
}

func (r *Repo) batch(ctx context.Context, expressions []string, withData bool) (found []*Object, err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	turn := r.store.readers.turn(r.Path())
	turn.Lock()
	defer turn.Unlock()
	git, err := r.store.take(r)
	if err != nil {
		return nil, err
	}
	defer func() { r.store.giveBack(git, err) }()
	found = make([]*Object, len(expressions))
	for i, e := range expressions {
		if !validExpression(e) {
			continue
		}
		if found[i], err = git.question(e, withData); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// readObject reads one answer of git cat-file --batch-command: "ID TYPE SIZE", then the data, or "NAME missing".
func readObject(answers *bufio.Reader, expression string, withData bool) (*Object, error) {
	line, err := answers.ReadString('\n')
	if err != nil {
		return nil, fmt.Errorf("git cat-file: no answer for %q: %w", expression, err)
	}
	line = strings.TrimSuffix(line, "\n")
	if line == expression+" missing" || line == expression+" ambiguous" {
		return nil, nil
	}
	f := strings.Split(line, " ")
	if len(f) != 3 || !ValidSHA(f[0]) {
		return nil, fmt.Errorf("git cat-file: unexpected answer %q", line)
	}
	size, err := strconv.ParseInt(f[2], 10, 64)
	if err != nil {
		return nil, fmt.Errorf("git cat-file: size in %q: %w", line, err)
	}
	o := &Object{SHA: f[0], Type: f[1], Size: size}
	if !withData {
		return o, nil
	}
	o.Data = make([]byte, size)
	if _, err := io.ReadFull(answers, o.Data); err != nil {
		return nil, fmt.Errorf("git cat-file: data of %s: %w", o.SHA, err)
	}
	if _, err := answers.Discard(1); err != nil {
		return nil, fmt.Errorf("git cat-file: end of %s: %w", o.SHA, err)
	}
	return o, nil
}
