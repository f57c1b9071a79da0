package request

import (
	"context"
	"fmt"
	"path"
	"strings"

	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/git"
	"github.com/release-request/gh-release-request/internal/release"
)

// changelogFile is where a project tells its users what changed, in its folder.
const changelogFile = "CHANGELOG.md"

// mostChanges is how many commits a request lists.
const mostChanges = 100

// readChangelog returns what an approver is told about a commit: what the
// project's changelog file says of the version, else the commits since the
// project's last tag.
func readChangelog(ctx context.Context, p *Plan, clone git.Repository, commit string) (string, error) {
	file, found, err := clone.FileAt(ctx, commit, path.Join(p.Project.Source.Path, changelogFile))
	if err != nil {
		return "", fault.Wrap(err, "reading %s", changelogFile)
	}
	if found {
		if text, found := section(file, []string{string(p.Version), p.Tag}); found {
			return text, nil
		}
	}
	since, last, err := lastRelease(ctx, p, clone, commit)
	if err != nil {
		return "", fault.Wrap(err, "reading what was released before").WithHint("run the same command again")
	}
	changes, total, err := clone.Changes(ctx, git.Range{Head: commit, Since: since, Path: p.Project.Source.Path}, mostChanges)
	if err != nil {
		return "", fault.Wrap(err, "reading what changed")
	}
	return changesText(p.Project.Source.Path, last, changes, total), nil
}

// lastRelease returns the project's last tag before the version, and the commit
// that it leads to; both are empty if there is none. Where versions have no
// order, it is the one made last.
func lastRelease(ctx context.Context, p *Plan, clone git.Repository, commit string) (since, tag string, err error) {
	if p.Last != "" {
		tag = p.Rules.TagOf(p.Last)
	} else if _, unordered := p.Rules.Scheme.(release.Pattern); unordered {
		tag, err = clone.NewestTag(ctx, commit, p.Rules.TagPrefix(), func(tag string) bool {
			v, ok := p.Rules.VersionOf(tag)
			return ok && p.Rules.Scheme.Check(v) == nil
		})
	}
	if tag == "" || err != nil {
		return "", "", err
	}
	since, err = clone.FetchTag(ctx, tag)
	return since, tag, err
}

// changesText lists commits, one a line, below what they are, and says how many
// are left out.
func changesText(folder, last string, changes []git.Change, total int) string {
	var b strings.Builder
	in := ""
	if folder != "" {
		in = " in " + folder
	}
	switch {
	case last == "":
		fmt.Fprintf(&b, "%s%s; nothing was released before:\n", countOf(total), in)
	case total == 0:
		fmt.Fprintf(&b, "No commit%s since %s.\n", in, last)
	default:
		fmt.Fprintf(&b, "%s%s since %s:\n", countOf(total), in, last)
	}
	b.WriteString("\n")
	for _, c := range changes {
		fmt.Fprintf(&b, "- %s (%s, %.12s)\n", c.Subject, strings.Join(c.Authors, ", "), c.Commit)
	}
	switch left := total - len(changes); {
	case left == 1:
		b.WriteString("\n1 commit before these is not listed.\n")
	case left > 1:
		fmt.Fprintf(&b, "\n%d commits before these are not listed.\n", left)
	}
	return b.String()
}

func countOf(commits int) string {
	if commits == 1 {
		return "1 commit"
	}
	return fmt.Sprintf("%d commits", commits)
}
