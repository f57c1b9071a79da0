package scaffold

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
)

// Write does what the plan says, and nothing to files that it keeps or
// refuses. A file that is no longer as it was when the plan was made is left
// alone, and told. Running it again after any failure ends in the same files.
func (p *Plan) Write() error {
	root, err := os.OpenRoot(p.dir)
	if err != nil {
		return fmt.Errorf("opening the folder to write to: %w", err)
	}
	defer root.Close()
	var failed []error
	for _, c := range p.Changes {
		if c.Action == Create || c.Action == Update {
			failed = append(failed, c.write(root))
		}
	}
	return errors.Join(failed...)
}

func (c Change) write(root *os.Root) error {
	now, err := read(root, c.Path)
	if err != nil {
		return err
	}
	if (now == nil) != (c.before == nil) || !bytes.Equal(now, c.before) {
		return fmt.Errorf("%s changed while you looked at the plan: it was not written; run init again", c.Path)
	}
	if err := root.MkdirAll(path.Dir(c.Path), 0o755); err != nil {
		return fmt.Errorf("making the folder of %s: %w", c.Path, err)
	}
	// A reader never sees half a workflow.
	part := c.Path + ".part"
	if err := root.WriteFile(part, c.after, 0o644); err != nil {
		return fmt.Errorf("writing %s: %w", c.Path, err)
	}
	if err := root.Rename(part, c.Path); err != nil {
		return errors.Join(fmt.Errorf("writing %s: %w", c.Path, err), ignoreMissing(root.Remove(part)))
	}
	return nil
}

func ignoreMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
