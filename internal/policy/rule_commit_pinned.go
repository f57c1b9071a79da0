package policy

// RuleCommitPinned passes while the release branch holds what was approved.
const RuleCommitPinned = "commit-pinned"

// The reasons of RuleCommitPinned.
const (
	ReasonBranchGone    = "branch-gone"
	ReasonBranchMoved   = "branch-moved"
	ReasonTagLikeBranch = "tag-like-branch"
)

var commitPinned = rule{
	code:   RuleCommitPinned,
	passes: "the release branch's head is the commit of the record, and no tag bears the branch's name",
	asked:  ofAProject,
	find:   findCommitPinned,
	reasons: []Reason{
		{Code: ReasonBranchGone, Means: "The release branch is not there.", Remedy: "Push it again at the commit of the record, or ask again."},
		{Code: ReasonBranchMoved, Means: "The release branch is at another commit than the one that was asked for.", Remedy: "Move it back, or ask again."},
		{Code: ReasonTagLikeBranch, Means: "A tag bears the release branch's name, so that git could take the one for the other.", Remedy: "Delete that tag."},
	},
}

func findCommitPinned(q *question) (o opinion) {
	source, ok := read(&o, "the release branch", q.facts.Source)
	if !ok {
		return o
	}
	branch := q.request.Branch
	switch {
	case source.BranchHead == "":
		o.refuse(ReasonBranchGone, "the release branch %s is not there", branch)
	case source.BranchHead != q.request.Commit:
		o.refuse(ReasonBranchMoved, "the release branch %s is at %s, not at %s", branch, short(source.BranchHead), short(q.request.Commit))
	}
	if source.TagLikeBranch {
		o.refuse(ReasonTagLikeBranch, "a tag is called %s like the release branch; delete it", branch)
	}
	o.pass("%s is at %s", branch, short(q.request.Commit))
	return o
}
