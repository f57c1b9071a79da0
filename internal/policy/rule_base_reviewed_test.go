package policy

import (
	"testing"

	"github.com/release-request/gh-release-request/internal/release"
)

func baseReviewedCases() []breakage {
	more := Commit{ID: elsewhere, Authors: []release.Person{alice}, Committer: alice}
	return []breakage{
		{claim: "refuses more commits than the policy allows", do: func(s *scene) {
			change(&s.facts.Compare, func(c *Compare) { c.Ahead, c.Commits = 2, append(c.Commits, more) })
		}, outcome: RefuseFor, reason: "too-many-commits", says: "2 commits that main has not"},
		{claim: "takes as many commits as the policy allows", do: func(s *scene) {
			s.rules.ReleaseCommits = 2
			change(&s.facts.Compare, func(c *Compare) { c.Ahead, c.Commits = 2, append(c.Commits, more) })
		}, outcome: Pass},
		{claim: "refuses any commit where the policy allows none", do: func(s *scene) { s.rules.ReleaseCommits = 0 },
			outcome: RefuseFor, reason: "too-many-commits"},
		{claim: "takes no commit at all", do: func(s *scene) {
			s.rules.ReleaseCommits = 0
			s.facts.Compare = Known(Compare{GitHubFolderSame: true})
		}, outcome: Pass},
		{claim: "leaves to the gate what GitHub does not list", do: func(s *scene) {
			s.facts.Preview = true
			change(&s.facts.Compare, func(c *Compare) { c.Commits = nil })
		}, outcome: Unknown, reason: "unknown", says: "counts 1 commit and lists 0", also: []string{"approved", "four-eyes"}},
		{claim: "refuses more listed than counted", do: func(s *scene) {
			change(&s.facts.Compare, func(c *Compare) { c.Commits = append(c.Commits, more) })
		}, outcome: RefuseFor, reason: "unknown", also: []string{"approved", "four-eyes"}},
	}
}

func TestBaseReviewed(t *testing.T) { prove(t, RuleBaseReviewed, baseReviewedCases()) }
