package policy

import "github.com/release-request/gh-release-request/internal/release"

// RuleVersionNew passes for a version that is next in its series and was not
// begun from another commit.
const RuleVersionNew = "version-new"

// The reasons of RuleVersionNew.
const (
	ReasonVersionScheme   = "version-not-of-scheme"
	ReasonVersionExists   = "version-exists"
	ReasonVersionNotNewer = "version-not-newer"
	ReasonVersionBegun    = "version-begun-elsewhere"
)

var versionNew = rule{
	code:   RuleVersionNew,
	passes: "the version fits the project's scheme, has no tag but at this very commit, is greater than the newest of its series, and nothing of it was published from another commit",
	asked:  ofAProject,
	find:   findVersionNew,
	reasons: []Reason{
		{Code: ReasonVersionScheme, Means: "The version does not fit the project's `versioning`.", Remedy: "Ask for a version that fits; the sentence has an example."},
		{Code: ReasonVersionExists, Means: "The tag of this version exists at another commit.", Remedy: "Ask for the next version; a version is never released twice."},
		{Code: ReasonVersionNotNewer, Means: "The series of this version already has a newer one, or its equal.", Remedy: "Ask for a version greater than the one named."},
		{Code: ReasonVersionBegun, Means: "Another request published a target of this version from another commit, or may have.", Remedy: "Finish that request, or ask for the next version."},
	},
}

func findVersionNew(q *question) (o opinion) {
	version, tag := q.request.Version, q.rules.TagOf(q.request.Version)
	if err := q.rules.Scheme.Check(version); err != nil {
		o.refuse(ReasonVersionScheme, "%s", err)
	}
	source, _ := read(&o, "the tags of the source repository", q.facts.Source)
	if source.TagsCut {
		o.unknown("the older tags of the source repository, of which only the newest were read")
	}
	var others []release.Version
	for _, t := range source.Tags {
		other, ours := q.rules.VersionOf(t.Name)
		switch {
		case t.Name == tag && t.Commit != q.request.Commit:
			o.refuse(ReasonVersionExists, "the tag %s is at commit %s already", tag, short(t.Commit))
		case ours && t.Name != tag:
			others = append(others, other)
		}
	}
	if newest := q.rules.Scheme.Newest(version, others); newest != "" && !q.rules.Scheme.Exceeds(version, newest) {
		o.refuse(ReasonVersionNotNewer, "%s is not newer than %s", version, newest)
	}
	siblings, _ := read(&o, "the other requests for this version", q.facts.SameTitle)
	for _, other := range siblings {
		switch why := doubt(other.Targets); {
		case !out(other.Targets) || other.Commit == q.request.Commit:
		case why != "":
			o.unknown(why)
		default:
			o.refuse(ReasonVersionBegun, "#%d published %s from another commit, or may have", other.Number, version)
		}
	}
	o.pass("%s is new", version)
	return o
}
