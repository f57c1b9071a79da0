package scaffold

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path"
	"strings"

	"github.com/aymanbagabas/go-udiff"

	"github.com/release-request/gh-release-request/internal/git"
)

// clone is the one that files are written into.
type clone struct {
	root    *os.Root
	history git.Repository
}

// copyPath is where a file stands as it was rendered, beside one with what people
// changed: no commit has it otherwise, and the next merge begins there.
func copyPath(name string) string {
	return path.Join(".github/rendered", strings.TrimPrefix(name, ".github/"))
}

// changes are what is to be done to a file and to its copy.
func (c clone) changes(ctx context.Context, f file) ([]Change, error) {
	before, err := read(c.root, f.path)
	if err != nil {
		return nil, err
	}
	duplicate, err := read(c.root, copyPath(f.path))
	if err != nil {
		return nil, err
	}
	plain := change(f, before)
	if plain.Action == Refuse && ChangedByHand(before) {
		if plain, err = c.merge(ctx, plain, duplicate); err != nil {
			return nil, err
		}
	}
	switch {
	case plain.Action == Merge || plain.Action == Conflict:
		return []Change{change(file{copyPath(f.path), f.content}, duplicate), plain}, nil
	case !plain.ByHand && plain.Action != Refuse && untouched(duplicate):
		remove := Change{Path: copyPath(f.path), Action: Remove, before: duplicate}
		remove.Diff = diff(remove)
		return []Change{plain, remove}, nil
	}
	return []Change{plain}, nil
}

// merge plans a change of a file that people changed.
func (c clone) merge(ctx context.Context, m Change, duplicate []byte) (Change, error) {
	rendered := m.after
	_, ours, sum, _ := stamped(m.before)
	line, theirs, newest, _ := stamped(rendered)
	if sum == newest {
		m.Action, m.ByHand = Keep, true // nothing is new but what people changed
		return m, nil
	}
	base, known, err := c.written(ctx, m.Path, sum, duplicate)
	if err != nil {
		return m, err
	}
	merged, conflict, err := c.history.Merged(ctx, git.Merge{
		Ours:   git.Text{Label: "as it stands here", Content: string(ours)},
		Base:   git.Text{Label: "as it was written", Content: string(base)},
		Theirs: git.Text{Label: "as it is to be", Content: string(theirs)},
	})
	if err != nil {
		return m, fmt.Errorf("%s: %w", m.Path, err)
	}
	// The first lines of the three differ always, and are no conflict.
	m.after = append(bytes.Clone(line), merged...)
	m.ByHand = !bytes.Equal(m.after, rendered)
	m.Diff = diff(m)
	switch {
	case conflict:
		m.Action, m.Unknown, m.Conflicts = Conflict, !known, conflictLines(string(unixLines(m.before)), string(m.after))
	case m.ByHand:
		m.Action = Merge
	default:
		m.Action = Update
	}
	return m, nil
}

// written looks for what this program wrote, without its first line: the copy, or
// a version that was committed. A file's first line tells which one it was made
// from, so that no other is taken for it.
func (c clone) written(ctx context.Context, name, sum string, duplicate []byte) (body []byte, known bool, err error) {
	is := func(content []byte) bool {
		_, found, of, ok := stamped(content)
		if ok && of == sum && untouched(content) {
			body, known = found, true
		}
		return known
	}
	if is(duplicate) {
		return body, true, nil
	}
	// What git tells lacks the last line's end, which every rendered file has.
	_, _, err = c.history.FindFile(ctx, name, func(text string) bool { return is([]byte(text + "\n")) })
	if err != nil {
		return nil, false, fmt.Errorf("looking for %s as it was written: %w", name, err)
	}
	return body, known, nil
}

// conflictLines are the lines of a file, counted from 1, that stand between
// markers in what was merged from it. Where people removed lines, it is the line
// behind them.
func conflictLines(before, merged string) []string {
	var places []string
	for _, edit := range udiff.Lines(before, merged) {
		for line := range strings.Lines(edit.New) {
			if strings.HasPrefix(line, git.MarkOurs) {
				places = append(places, lineRange(1+strings.Count(before[:edit.Start], "\n"), oursOf(merged, len(places))))
			}
		}
	}
	return places
}

// oursOf counts the lines of people's side of the conflict with that index.
func oursOf(merged string, index int) (lines int) {
	_, side, _ := strings.Cut("\n"+merged, "\n"+git.MarkOurs)
	for range index {
		_, side, _ = strings.Cut(side, "\n"+git.MarkOurs)
	}
	side, _, _ = strings.Cut(side, "\n"+git.MarkMiddle+"\n")
	return strings.Count(side, "\n")
}

func lineRange(first, lines int) string {
	if lines < 2 {
		return fmt.Sprint(first)
	}
	return fmt.Sprintf("%d-%d", first, first+lines-1)
}
