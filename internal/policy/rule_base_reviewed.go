package policy

// RuleBaseReviewed passes when the release adds little to what its base holds,
// which people have reviewed there.
const RuleBaseReviewed = "base-reviewed"

// ReasonTooManyCommits is the reason of RuleBaseReviewed.
const ReasonTooManyCommits = "too-many-commits"

var baseReviewed = rule{
	code:   RuleBaseReviewed,
	passes: "the release branch has no more commits than `release-commits` that its base has not",
	asked:  ofAProject,
	find:   findBaseReviewed,
	reasons: []Reason{
		{Code: ReasonTooManyCommits, Means: "The release branch holds more commits of its own than `release-commits`.", Remedy: "Merge the work into the base first, then ask again with `--fresh`; or the owners allow more."},
	},
}

func findBaseReviewed(q *question) (o opinion) {
	compare, ok := read(&o, "what the release adds to its base", q.facts.Compare)
	switch {
	case !ok:
	case compare.Ahead > q.rules.ReleaseCommits:
		o.refuse(ReasonTooManyCommits, "the release branch has %d commits that %s has not; the policy allows %d", compare.Ahead, q.request.Base, q.rules.ReleaseCommits)
	case !compare.whole():
		o.unknown(gap("what the release adds to its base", compare.lacks()))
	default:
		o.pass("%s that %s has not; the policy allows %d", counted(compare.Ahead, "commit"), q.request.Base, q.rules.ReleaseCommits)
	}
	return o
}
