package policy

import (
	"testing"

	"github.com/release-request/gh-release-request/internal/release"
)

func fourEyesCases() []breakage {
	commits := func(list ...Commit) func(*scene) {
		return func(s *scene) {
			s.rules.ReleaseCommits = len(list)
			s.facts.Compare = Known(Compare{Ahead: len(list), Commits: list, GitHubFolderSame: true})
		}
	}
	authors := func(people ...release.Person) func(*scene) {
		return commits(Commit{ID: commit, Authors: people, Committer: alice})
	}
	pushers := func(people ...release.Person) func(*scene) {
		return func(s *scene) { s.facts.Pushers = Known(people) }
	}
	all := func(do ...func(*scene)) func(*scene) {
		return func(s *scene) {
			for _, f := range do {
				f(s)
			}
		}
	}
	press := func(who ...release.Person) func(*scene) {
		return func(s *scene) {
			var events []Event
			for i, p := range who {
				events = append(events, accepted(int64(101+i), p, 60+i))
			}
			s.ledger(events...)
		}
	}
	required := func(n int) func(*scene) { return func(s *scene) { s.rules.Approval.Required = n } }
	selfAllowed := func(s *scene) { s.rules.Approval.SelfApproval = true }
	committersAllowed := func(s *scene) { s.rules.Approval.CommitterApproval = true }
	own := func(claim, says string, do ...func(*scene)) breakage {
		return breakage{claim: claim, do: all(do...), outcome: RefuseFor, reason: "own-approval", says: says, also: []string{"approved"}}
	}
	return []breakage{
		own("refuses the requester's approval", "alice asked for it", press(alice)),
		own("refuses a co-author's approval", "bob wrote commit 111111111111", authors(alice, bob)),
		own("refuses the committer's approval", "bob committed 111111111111", commits(Commit{ID: commit, Authors: []release.Person{alice}, Committer: bob})),
		own("refuses the approval of an author of any of several commits", "bob wrote commit 222222222222",
			commits(Commit{ID: elsewhere, Authors: []release.Person{bob}, Committer: erin}, Commit{ID: commit, Authors: []release.Person{alice}, Committer: alice})),
		own("refuses a pusher's approval", "bob pushed the release branch", pushers(alice, bob)),
		own("refuses when one of two is left out", "alice asked for it", required(2), press(alice, bob)),
		own("knows people by id, not by login", "asked for it", press(release.Person{ID: alice.ID, Login: "renamed", Type: "User"})),
		own("leaves out the requester although committers may", "alice asked for it", committersAllowed, press(alice)),
		own("leaves out committers although the requester may", "alice wrote commit", selfAllowed, press(alice), pushers()),

		own("leaves out who started the run", "alice asked for it", func(s *scene) { s.byRun(alice, alice) }, committersAllowed, press(alice)),
		own("leaves out who started the run that another started once more", "bob started run 77/1", func(s *scene) { s.byRun(alice, alice, bob) }, committersAllowed),
		{claim: "lets others approve what a schedule asked for", do: func(s *scene) { s.bySchedule() }, outcome: Pass},
		own("leaves out who started a scheduled run once more", "bob started run 77/1", func(s *scene) {
			s.bySchedule()
			change(&s.facts.SourceRun, func(r *SourceRun) { r.Starters = []release.Person{bob} })
		}),
		{claim: "lets who started the run approve where the policy does", do: all(selfAllowed, committersAllowed, func(s *scene) { s.byRun(alice, alice, bob) }), outcome: Pass},
		{claim: "refuses who started the run if GitHub cannot name them", do: func(s *scene) { s.byRun(alice, alice, ghost) }, outcome: RefuseFor, reason: "author-unknown", says: "started run 77/1"},

		{claim: "leaves to the gate who started a run of which the reader is not told", do: func(s *scene) {
			s.byRun(alice, alice)
			s.facts.Preview = true
			s.facts.SourceRun = Withheld[SourceRun]("a list does not read it")
		}, outcome: Unknown, reason: "unknown", says: "who started run 77/1", also: []string{"approved", "requester-allowed"}},
		{claim: "lets others make up the number", do: press(alice, bob), outcome: Pass},
		{claim: "refuses nothing while the number is not reached", do: all(required(3), press(alice, bob)), outcome: Pass, also: []string{"approved"}},
		{claim: "lets the requester approve where the policy does", do: all(selfAllowed, press(alice), pushers(erin), commits(Commit{ID: commit, Authors: []release.Person{erin}, Committer: erin})), outcome: Pass},
		{claim: "lets committers approve where the policy does", do: all(committersAllowed, authors(bob), pushers(bob)), outcome: Pass},
		{claim: "lets the requester who wrote it approve where the policy allows both", do: all(selfAllowed, committersAllowed, press(alice)), outcome: Pass},
		{claim: "takes a release without a commit of its own", do: commits(), outcome: Pass},

		{claim: "refuses an author whom GitHub cannot name", do: authors(alice, ghost), outcome: RefuseFor, reason: "author-unknown", says: "wrote commit 111111111111"},
		{claim: "refuses a commit without an author", do: authors(), outcome: RefuseFor, reason: "author-unknown"},
		{claim: "refuses a committer whom GitHub cannot name", do: commits(Commit{ID: commit, Authors: []release.Person{alice}}), outcome: RefuseFor, reason: "author-unknown"},
		{claim: "refuses a pusher whom GitHub cannot name", do: pushers(ghost), outcome: RefuseFor, reason: "author-unknown"},
		{claim: "needs no names where committers may approve", do: all(committersAllowed, authors(ghost), pushers(ghost)), outcome: Pass},
		{claim: "refuses if not every commit is listed", do: func(s *scene) {
			s.rules.ReleaseCommits = 2
			change(&s.facts.Compare, func(c *Compare) { c.Ahead = 2 })
		}, outcome: RefuseFor, reason: "unknown", says: "counts 2 commits and lists 1", also: []string{"approved", "base-reviewed"}},
		{claim: "leaves to the gate whether the requester's press counts at all", do: func(s *scene) {
			press(alice)(s)
			s.preview()
		}, outcome: Unknown, reason: "unknown", says: "alice", also: []string{"approved", "requester-allowed"}},
		{claim: "leaves to the gate whether somebody else's press counts beside the requester's", do: func(s *scene) {
			press(alice, carol)(s)
			s.facts.Preview = true
			change(&s.facts.Roles, func(r *Roles) { delete(r.Central, carol.ID) })
		}, outcome: Unknown, reason: "unknown", says: "carol", also: []string{"approved"}},
		{claim: "says nothing of roles it does not hang on", do: func(s *scene) { s.preview() }, outcome: Pass, also: []string{"approved", "requester-allowed"}},
	}
}

func TestFourEyes(t *testing.T) { prove(t, RuleFourEyes, fourEyesCases()) }

// The requester's press alone must never publish, whatever else the policy
// allows the people of the commit.
func TestEvaluate_refusesApprovalByRequester(t *testing.T) {
	s := passing()
	s.rules.Approval.CommitterApproval = true
	s.ledger(accepted(101, alice, 60))
	if v := s.evaluate(); v.Decision != Refuse || len(v.Approvals) != 0 {
		t.Errorf("decision %s with %d approvals, want refuse with none", v.Decision, len(v.Approvals))
	}
}
