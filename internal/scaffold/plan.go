package scaffold

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"

	"github.com/aymanbagabas/go-udiff"

	"github.com/release-request/gh-release-request/internal/config"
	"github.com/release-request/gh-release-request/internal/git"
	"github.com/release-request/gh-release-request/internal/release"
)

// Action is what Write does to a file.
type Action string

const (
	// Create writes a file that is not there.
	Create Action = "create"
	// Update replaces a file that is as this program wrote it before, or adds
	// the missing key binary to a policy.
	Update Action = "update"
	// Merge writes what is new into a file that people changed, with what they
	// changed.
	Merge Action = "merge"
	// Conflict is a merge in which both sides changed the same lines. It is only
	// written where Plan.Markers asks for it.
	Conflict Action = "conflict"
	// Keep leaves a file in which nothing is to be done, and the policy.
	Keep Action = "keep"
	// Remove takes away a copy that is not needed any more.
	Remove Action = "remove"
	// Refuse leaves a file that this program did not write. Whoever wants the
	// rendered one removes the file and runs init again.
	Refuse Action = "refuse"
)

// Change is what is to be done to one file.
type Change struct {
	Path   string // in the repository, with slashes
	Action Action
	// Diff is unified, from the file to what is written in its place; for one
	// that is left, to what the policy renders to. It is empty when they are
	// equal.
	Diff string
	// ByHand is true for a file that holds what people changed, and will.
	ByHand bool
	// Conflicts are the lines of the file, such as 12 or 12-14, that cannot be
	// merged.
	Conflicts []string
	// Unknown is true if nobody can tell what this program had written, so that
	// every difference is a conflict.
	Unknown bool

	before, after []byte
}

// Plan is what has to be done to a folder so that it holds the files of a
// central repository.
type Plan struct {
	Changes []Change
	// Markers has Write write files with conflicts, too, both sides between
	// conflict markers.
	Markers bool
	dir     string
}

// New looks at a folder, the top of a clone of the central repository, and
// plans what to write. A folder without a policy gets the starter policy; a
// policy without binary gets the one given. A policy with problems is refused
// with them (config.Problems), before anything is written.
func New(ctx context.Context, dir string, central release.Project, binary config.Binary) (*Plan, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("opening the folder to write to: %w", err)
	}
	defer root.Close()
	policy, err := planPolicy(root, central, binary)
	if err != nil {
		return nil, err
	}
	parsed, err := config.Parse(config.Path, policy.after, central.Owner)
	if err != nil {
		return nil, err
	}
	if err := CheckSize(parsed); err != nil {
		return nil, fmt.Errorf("%s: %w", config.Path, err)
	}
	plan := &Plan{Changes: []Change{policy}, dir: dir}
	return plan, plan.add(ctx, root, render(central, parsed))
}

// add plans what is to be done to files that this program writes.
func (p *Plan) add(ctx context.Context, root *os.Root, files []file) error {
	c := clone{root, git.Repository{Dir: p.dir}}
	for _, f := range files {
		changes, err := c.changes(ctx, f)
		if err != nil {
			return err
		}
		p.Changes = append(p.Changes, changes...)
	}
	return nil
}

func planPolicy(root *os.Root, central release.Project, binary config.Binary) (Change, error) {
	before, err := read(root, config.Path)
	if err != nil {
		return Change{}, err
	}
	c := Change{Path: config.Path, Action: Keep, before: before, after: config.FillBinary(before, binary)}
	switch {
	case before == nil:
		c.Action, c.after = Create, config.FillBinary(starter(central), binary)
	case !bytes.Equal(before, c.after):
		c.Action = Update
	}
	c.Diff = diff(c)
	return c, nil
}

// change is what is to be done to a file without regard to what people changed
// in it.
func change(f file, before []byte) Change {
	c := Change{Path: f.path, before: before, after: f.content}
	switch {
	case before == nil:
		c.Action = Create
	case bytes.Equal(unixLines(before), f.content):
		c.Action = Keep
	case untouched(before):
		c.Action = Update
	default:
		c.Action = Refuse
	}
	c.Diff = diff(c)
	return c
}

// read returns a file's content, nil when there is none.
func read(root *os.Root, name string) ([]byte, error) {
	content, err := root.ReadFile(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("reading what is there: %w", err)
	case content == nil:
		return []byte{}, nil
	}
	return content, nil
}

// nothing is how a diff names the side without a file, on every system.
const nothing = "/dev/null"

func diff(c Change) string {
	from, to := path.Join("a", c.Path), path.Join("b", c.Path)
	if c.before == nil {
		from = nothing
	}
	if c.after == nil {
		to = nothing
	}
	return udiff.Unified(from, to, string(unixLines(c.before)), string(unixLines(c.after)))
}
