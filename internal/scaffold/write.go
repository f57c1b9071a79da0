package scaffold

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
)

// Writes reports whether Write does anything to a file.
func (p *Plan) Writes(c Change) bool {
	switch c.Action {
	case Create, Update, Merge, Remove:
		return true
	case Conflict:
		return p.Markers
	}
	return false
}

// Write does what the plan says, and nothing to files that it keeps or refuses.
// Where a file conflicts and no markers are wanted, or is no longer as it was when
// the plan was made, nothing at all is written. Running it again after any failure
// ends in the same files.
func (p *Plan) Write() error {
	root, err := os.OpenRoot(p.dir)
	if err != nil {
		return fmt.Errorf("opening the folder to write to: %w", err)
	}
	defer root.Close()
	var problems []error
	for _, c := range p.Changes {
		problems = append(problems, p.check(root, c))
	}
	if err := errors.Join(problems...); err != nil {
		return err
	}
	changes := slices.DeleteFunc(slices.Clone(p.Changes), func(c Change) bool { return !p.Writes(c) })
	for i, c := range changes {
		if err := c.prepare(root); err != nil {
			for _, prepared := range changes[:i+1] {
				err = errors.Join(err, ignoreMissing(root.Remove(prepared.part())))
			}
			return err
		}
	}
	for _, c := range changes {
		problems = append(problems, c.finish(root))
	}
	return errors.Join(problems...)
}

func (p *Plan) check(root *os.Root, c Change) error {
	if c.Action == Conflict && !p.Markers {
		return fmt.Errorf("%s has conflicts", c.Path)
	}
	now, err := read(root, c.Path)
	if err != nil {
		return err
	}
	if p.Writes(c) && ((now == nil) != (c.before == nil) || !bytes.Equal(now, c.before)) {
		return fmt.Errorf("%s changed while you looked at the plan: nothing was written; run init again", c.Path)
	}
	return nil
}

// part is where a file is written first: a reader never sees half a workflow, and
// what cannot be written leaves the others as they are.
func (c Change) part() string { return c.Path + ".part" }

func (c Change) prepare(root *os.Root) error {
	if c.Action == Remove {
		return nil
	}
	if err := root.MkdirAll(path.Dir(c.Path), 0o755); err != nil {
		return fmt.Errorf("making the folder of %s: %w", c.Path, err)
	}
	if err := root.WriteFile(c.part(), c.after, 0o644); err != nil {
		return fmt.Errorf("writing %s: %w", c.Path, err)
	}
	return nil
}

func (c Change) finish(root *os.Root) error {
	if c.Action == Remove {
		if err := ignoreMissing(root.Remove(c.Path)); err != nil {
			return fmt.Errorf("removing %s: %w", c.Path, err)
		}
		return nil
	}
	if err := root.Rename(c.part(), c.Path); err != nil {
		return errors.Join(fmt.Errorf("writing %s: %w", c.Path, err), ignoreMissing(root.Remove(c.part())))
	}
	return nil
}

func ignoreMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
