package git

import (
	"context"
	"fmt"
	"strconv"
	"strings"
)

// Change is one commit of a history, as its author wrote it.
type Change struct {
	Commit  string
	Authors []string // names; the author first, then those that Co-authored-by names
	Subject string   // the first paragraph, on one line
}

// Range is a part of a history: the commits that Head has and Since has not.
type Range struct {
	Head  string
	Since string // empty: all of Head's
	Path  string // folder that they must have changed; empty: any
}

func (g Range) args() []string {
	args := []string{g.Head}
	if g.Since != "" {
		args = append(args, "^"+g.Since)
	}
	args = append(args, "--")
	if g.Path != "" {
		args = append(args, ":(top,literal)"+g.Path)
	}
	return args
}

// changeForm separates fields by a character that shows nowhere. Its names are
// those of the commits, whatever .mailmap says: that is a file of the branch, and
// could give one person's commits to another.
const (
	fieldEnd   = "\x1f"
	changeForm = "--format=%H%x1f%an%x1f%s%x1f%(trailers:key=Co-authored-by,valueonly,unfold,separator=%x1f)"
)

// Changes returns the newest commits of a range, as many as most, the newest
// first, and how many there are altogether.
func (r Repository) Changes(ctx context.Context, in Range, most int) (changes []Change, total int, err error) {
	counted, err := r.Output(ctx, append([]string{"rev-list", "--count"}, in.args()...)...)
	if err != nil {
		return nil, 0, err
	}
	if total, err = strconv.Atoi(counted); err != nil {
		return nil, 0, fmt.Errorf("git rev-list counts %q: %w", counted, err)
	}
	args := []string{"log", "-z", "--no-show-signature", "--encoding=UTF-8", "--max-count=" + strconv.Itoa(most), changeForm}
	out, err := r.Output(ctx, append(args, in.args()...)...)
	if err != nil {
		return nil, 0, err
	}
	for line := range strings.SplitSeq(strings.TrimSuffix(out, "\x00"), "\x00") {
		fields := strings.Split(line, fieldEnd)
		if len(fields) < 4 {
			continue // there are none at all
		}
		c := Change{Commit: fields[0], Authors: fields[1:2], Subject: fields[2]}
		for _, who := range fields[3:] {
			if name, _, _ := strings.Cut(who, "<"); strings.TrimSpace(name) != "" {
				c.Authors = append(c.Authors, strings.TrimSpace(name))
			}
		}
		changes = append(changes, c)
	}
	return changes, total, nil
}

// FileAt returns the text of a file as of a commit; found is false where there
// is none, or something else, such as a link.
func (r Repository) FileAt(ctx context.Context, commit, path string) (text string, found bool, err error) {
	entry, err := r.Output(ctx, "ls-tree", "--full-tree", commit, "--", path)
	if err != nil {
		return "", false, err
	}
	// MODE SP TYPE SP OBJECT TAB PATH, https://git-scm.com/docs/git-ls-tree
	fields := strings.Fields(entry)
	if len(fields) < 3 || fields[1] != "blob" || !strings.HasPrefix(fields[0], "100") {
		return "", false, nil
	}
	text, err = r.Output(ctx, "cat-file", "blob", fields[2])
	return text, err == nil, err
}

// FindFile returns the newest text of a file, of those that it had in any commit
// that the clone has, that is the wanted one; found is false where there is none.
func (r Repository) FindFile(ctx context.Context, path string, wanted func(text string) bool) (text string, found bool, err error) {
	// Without simplifying, a branch is looked at whose side lost in a merge.
	commits, err := r.Output(ctx, "rev-list", "--all", "--full-history", "--", ":(top,literal)"+path)
	if err != nil {
		return "", false, err
	}
	for commit := range strings.FieldsSeq(commits) {
		text, found, err := r.FileAt(ctx, commit, path)
		if err != nil {
			return "", false, err
		}
		if found && wanted(text) {
			return text, true, nil
		}
	}
	return "", false, nil
}

// seenTags is where a scratch clone keeps tags that it was asked for: not among
// its own, so that none is taken for a branch.
const seenTags = "refs/release-request/tags/"

// FetchTag fetches one tag of origin, and returns the commit that it leads to.
func (r Repository) FetchTag(ctx context.Context, tag string) (commit string, err error) {
	if err := r.fetchTags(ctx, tag); err != nil {
		return "", err
	}
	return r.Output(ctx, "rev-parse", "--verify", seenTags+tag+"^{commit}")
}

// NewestTag fetches the tags of origin with a prefix, and returns the one that
// was made last of those that head has and that are ours; empty if there is none.
func (r Repository) NewestTag(ctx context.Context, head, prefix string, ours func(tag string) bool) (tag string, err error) {
	if err := r.fetchTags(ctx, prefix+"*"); err != nil {
		return "", err
	}
	names, err := r.Output(ctx, "for-each-ref", "--merged="+head, "--sort=-creatordate", "--format=%(refname)", seenTags)
	if err != nil {
		return "", err
	}
	for name := range strings.Lines(names) {
		if tag := strings.TrimPrefix(strings.TrimSpace(name), seenTags); ours(tag) {
			return tag, nil
		}
	}
	return "", nil
}

func (r Repository) fetchTags(ctx context.Context, pattern string) error {
	r, err := r.withoutHooks(ctx)
	if err != nil {
		return err
	}
	return r.Run(ctx, "fetch", "--quiet", "origin", "+refs/tags/"+pattern+":"+seenTags+pattern)
}
