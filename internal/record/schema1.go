package record

import (
	"fmt"
	"strings"

	"github.com/release-request/gh-release-request/internal/release"
)

const changelogHeading = "## Changelog, as given by the requester"

// wording1 is the part for people in schema 1, up to the changelog. Links name
// the commit only: a branch or tag can be moved, and a tag can bear a branch's
// name. Every value is of a form that Markdown cannot mistake, see
// release.Request.Problems, and stands as code, so that no login is mentioned.
//
// One commit prior is written with a caret in the address of a comparison:
// https://docs.github.com/en/pull-requests/committing-changes-to-your-project/viewing-and-comparing-commits/comparing-commits
func wording1(r release.Request, web Host) string {
	source := web.link(r.Project)
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }

	line("")
	line("Publish version `%s` of `%s`.", r.Version, r.Source())
	if r.Rehearsal {
		line("")
		line("**This is a rehearsal: everything is done but publishing.**")
	}
	line("")
	if r.Requester == "" {
		line("- Requested by: nobody, the project's schedule is due")
	} else {
		line("- Requested by: `%s`", r.Requester)
	}
	if run, err := release.ParseRun(r.Run); err == nil {
		line("- Requested through: [run %d, attempt %d](%s/actions/runs/%d/attempts/%d)", run.ID, run.Attempt, source, run.ID, run.Attempt)
	}
	line("- Commit: [`%s`](%s/commit/%s)", r.Commit, source, r.Commit)
	line("- Look at: [the changes](%s/compare/%s%%5E...%s), [the history](%s/commits/%s), [the checks](%s/commit/%s/checks)",
		source, r.Commit, r.Commit, source, r.Commit, source, r.Commit)
	line("- Release branch: `%s`", r.Branch)
	line("- Merged afterwards into: `%s`", r.Base)
	line("- Targets, in this order: %s", codes(r.Targets))
	line("")
	line("**To approve**, look at the changes and the checks. Then add the label `accepted`, or run `gh release-request approve` with the number of this issue. What is published is the commit above, wherever the branch points by then.")
	line("")
	line("**To take it back**, the requester comments `#retract`, or runs `gh release-request retract` with the number of this issue.")
	line("")
	line("Do not edit or rename this issue: a request that was edited is never published. Ask again instead.")
	line("")
	line(changelogHeading)
	line("")
	return b.String()
}

func codes(names []string) string {
	quoted := make([]string, len(names))
	for i, name := range names {
		quoted[i] = "`" + name + "`"
	}
	return strings.Join(quoted, ", ")
}
