package scaffold

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"

	"github.com/aymanbagabas/go-udiff"

	"github.com/release-request/gh-release-request/internal/config"
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
	// Keep leaves a file that is as it should be, and the policy.
	Keep Action = "keep"
	// Refuse leaves a file that people changed or wrote, although it differs
	// from what the policy renders to. Whoever wants the rendered one removes
	// the file and runs init again.
	Refuse Action = "refuse"
)

// Change is what is to be done to one file.
type Change struct {
	Path   string // in the repository, with slashes
	Action Action
	Diff   string // unified, from the file to what the policy renders to; empty when they are equal

	before, after []byte
}

// Plan is what has to be done to a folder so that it holds the files of a
// central repository.
type Plan struct {
	Changes []Change
	dir     string
}

// New looks at a folder, the top of a clone of the central repository, and
// plans what to write. A folder without a policy gets the starter policy; a
// policy without binary gets the one given. A policy with problems is refused
// with them (config.Problems), before anything is written.
func New(dir string, central release.Project, binary config.Binary) (*Plan, error) {
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
	plan := &Plan{Changes: []Change{policy}, dir: dir}
	for _, f := range render(central, parsed) {
		before, err := read(root, f.path)
		if err != nil {
			return nil, err
		}
		plan.Changes = append(plan.Changes, change(f, before))
	}
	return plan, nil
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

func diff(c Change) string {
	from := path.Join("a", c.Path)
	if c.before == nil {
		from = "/dev/null"
	}
	return udiff.Unified(from, path.Join("b", c.Path), string(unixLines(c.before)), string(unixLines(c.after)))
}
