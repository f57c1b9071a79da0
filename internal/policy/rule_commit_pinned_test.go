package policy

import "testing"

func commitPinnedCases() []breakage {
	return []breakage{
		{claim: "refuses a branch that moved", do: func(s *scene) { s.source(func(o *Source) { o.BranchHead = elsewhere }) },
			outcome: RefuseFor, reason: "branch-moved", says: "at 222222222222, not at 111111111111"},
		{claim: "refuses a branch that is gone", do: func(s *scene) { s.source(func(o *Source) { o.BranchHead = "" }) },
			outcome: RefuseFor, reason: "branch-gone", says: "release/1.2.0"},
		{claim: "refuses a tag of the branch's name", do: func(s *scene) { s.source(func(o *Source) { o.TagLikeBranch = true }) },
			outcome: RefuseFor, reason: "tag-like-branch", says: "release/1.2.0"},
	}
}

func TestCommitPinned(t *testing.T) { prove(t, RuleCommitPinned, commitPinnedCases()) }
