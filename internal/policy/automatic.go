package policy

import (
	"fmt"
	"slices"
	"strings"
)

// calver is the name of the scheme whose versions may do without a person.
const calver = "calver"

// maxReleaseFiles is how many files an automatic release may change. GitHub
// lists no more of a comparison.
// https://docs.github.com/en/rest/commits/commits#compare-two-commits
const maxReleaseFiles = 300

// automatic reports whether the request needs no person, and says why, or why
// it needs one. Whatever is not known makes it need one. why is empty where the
// policy wants a person anyway.
func (q *question) automatic() (ok bool, why string) {
	if !q.rules.AutoApprove {
		return false, ""
	}
	run, runKnown := q.facts.SourceRun.Get()
	compare, compared := q.facts.Compare.Get()
	files, listed := compare.Files.Get()
	others := slices.DeleteFunc(slices.Clone(files), func(f string) bool { return slices.Contains(q.rules.ReleaseFiles, f) })
	switch {
	case q.rules.Scheme.Name() != calver || q.rules.Scheme.Check(q.request.Version) != nil:
		return false, "its version is none of CalVer"
	case q.request.Run == "":
		return false, "no run of the project's workflow asked for it"
	case !runKnown:
		return false, "cannot tell " + gap("whether run "+q.request.Run+" attests it", q.facts.SourceRun.Why())
	case !run.Attests:
		return false, fmt.Sprintf("run %s does not attest it: %s", q.request.Run, run.Why)
	case !compared:
		return false, "cannot tell " + gap("what it changes", q.facts.Compare.Why())
	case !compare.whole():
		return false, "cannot tell " + gap("what it changes", compare.lacks())
	case !listed:
		return false, "cannot tell " + gap("which files it changes", compare.Files.Why())
	case len(files) > maxReleaseFiles:
		return false, fmt.Sprintf("it changes more than %d files", maxReleaseFiles)
	case len(others) > 0:
		return false, fmt.Sprintf("it changes %q, which is not among release-files", others[0])
	}
	return true, fmt.Sprintf("run %s asked for it, and it changes nothing but %s", q.request.Run, strings.Join(q.rules.ReleaseFiles, ", "))
}

// unaided reports whether the request goes without anyone's approval or
// emergency.
func (q *question) unaided() bool {
	auto, _ := q.automatic()
	return auto && len(q.ballot.remain) < q.required() && q.glass.broken == nil
}
