package gitstore

import (
	"context"
	"crypto/rand"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// A Change describes a commit to be made.
type Change struct {
	Parent    string            // commit id; empty for a first commit
	Files     map[string]string // path -> content; what begins with "#!" becomes executable
	Delete    []string          // paths
	Message   string
	Author    Signature
	Committer Signature // zero: the author
}

// CreateCommit writes a commit and returns its id. It moves no ref: UpdateRefs does.
func (r *Repo) CreateCommit(ctx context.Context, c Change) (string, error) {
	script, err := r.importScript(c)
	if err != nil {
		return "", err
	}
	out, err := r.git(ctx, strings.NewReader(script), "fast-import", "--quiet", "--date-format=raw", "--done")
	if err != nil {
		return "", err
	}
	return strings.TrimSpace(string(out)), nil
}

// importScript speaks git-fast-import(1). The commit is built on a ref of its own that is gone again at the end, because
// fast-import has no commit without a ref; get-mark prints the id.
func (r *Repo) importScript(c Change) (string, error) {
	if c.Parent != "" && !ValidSHA(c.Parent) {
		return "", fmt.Errorf("%w: parent %q", ErrName, c.Parent)
	}
	if c.Committer == (Signature{}) {
		c.Committer = c.Author
	}
	author, err := r.store.render(c.Author)
	if err != nil {
		return "", err
	}
	committer, err := r.store.render(c.Committer)
	if err != nil {
		return "", err
	}
	ref := scratchRefs + "/" + rand.Text()
	var s strings.Builder
	fmt.Fprintf(&s, "commit %s\nmark :1\nauthor %s\ncommitter %s\n", ref, author, committer)
	data(&s, withNewline(c.Message))
	if c.Parent != "" {
		fmt.Fprintf(&s, "from %s\n", c.Parent)
	}
	for _, path := range c.Delete {
		if !validPath(path, false) {
			return "", fmt.Errorf("%w: path %q", ErrName, path)
		}
		fmt.Fprintf(&s, "D %s\n", quotePath(path))
	}
	for _, path := range slices.Sorted(maps.Keys(c.Files)) {
		if !validPath(path, false) {
			return "", fmt.Errorf("%w: path %q", ErrName, path)
		}
		mode := "100644"
		if strings.HasPrefix(c.Files[path], "#!") {
			mode = "100755"
		}
		fmt.Fprintf(&s, "M %s inline %s\n", mode, quotePath(path))
		data(&s, c.Files[path])
	}
	fmt.Fprintf(&s, "\nget-mark :1\nreset %s\nfrom %s\n\ndone\n", ref, Zero)
	return s.String(), nil
}

func data(s *strings.Builder, content string) {
	fmt.Fprintf(s, "data %d\n%s\n", len(content), content)
}

func quotePath(path string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(path) + `"`
}
