package policy

import (
	"testing"

	"github.com/release-request/gh-release-request/internal/release"
)

func requesterAllowedCases() []breakage {
	listed := func(list ...string) func(*scene) {
		return func(s *scene) { s.rules.Requests.Requesters = list }
	}
	author := func(p release.Person) func(*scene) {
		return func(s *scene) { s.issue(func(i *Issue) { i.Author = p }) }
	}
	again := func(who release.Person) func(*scene) {
		return func(s *scene) {
			s.bySchedule()
			change(&s.facts.SourceRun, func(r *SourceRun) { r.Starters = []release.Person{who} })
		}
	}
	return []breakage{
		{claim: "refuses a person's request that names a run", do: func(s *scene) {
			s.byRun(alice, alice)
			s.issue(func(i *Issue) { i.Author, i.App = alice, "" })
		}, outcome: RefuseFor, reason: "run-by-hand", says: "alice filed it"},
		{claim: "refuses another bot's request that names a run", do: func(s *scene) {
			s.byRun(alice, alice)
			s.issue(func(i *Issue) { i.Author = robot })
		}, outcome: RefuseFor, reason: "run-by-hand", says: "robot[bot] filed it"},
		{claim: "refuses the workflow's own request that names no run", do: author(workflow), outcome: RefuseFor, reason: "requester-not-a-person"},
		{claim: "takes what a run asked for", do: func(s *scene) { s.byRun(alice, alice) }, outcome: Pass},
		{claim: "takes what a run asked for where a run is needed", do: func(s *scene) {
			s.byRun(alice, alice)
			s.rules.Requests.Local = false
		}, outcome: Pass},
		{claim: "takes what a schedule asked for, whoever else may", do: func(s *scene) {
			s.bySchedule()
			s.rules.Requests.Requesters = []string{"bob"}
		}, outcome: Pass},
		{claim: "takes what a scheduled run asked for that one who may ask started once more", do: again(alice), outcome: Pass, says: "a schedule started"},
		{claim: "refuses a scheduled run that one without write started once more", do: again(dave), outcome: RefuseFor, reason: "requester-without-write", says: "dave"},
		{claim: "refuses a scheduled run that a bot started once more", do: again(robot), outcome: RefuseFor, reason: "requester-without-write"},
		{claim: "refuses a scheduled run that one who is not listed started once more", do: func(s *scene) {
			again(alice)(s)
			s.rules.Requests.Requesters = []string{"erin"}
		}, outcome: RefuseFor, reason: "requester-not-listed", says: "alice"},
		{claim: "refuses what a run does not attest", do: func(s *scene) {
			s.byRun(alice, alice)
			s.facts.SourceRun = Known(SourceRun{Why: "it is of a branch"})
		}, outcome: RefuseFor, reason: "run-attests-not", says: "run 77/1 does not attest it: it is of a branch"},
		{claim: "refuses if the run was not read", do: func(s *scene) {
			s.byRun(alice, alice)
			s.facts.SourceRun = Withheld[SourceRun]("GitHub does not tell it")
		}, outcome: RefuseFor, reason: "unknown", says: "run 77/1", also: []string{"four-eyes", "approved"}},
		{claim: "refuses a replayed run", do: func(s *scene) {
			s.byRun(alice, alice)
			s.sibling(func(o *Sibling) {
				o.Open, o.Digest, o.Requester, o.Run, o.Asked = false, s.facts.Record.Digest, workflow, "77/1", "alice"
				o.Commit = commit
			})
		}, outcome: RefuseFor, reason: "run-filed-already", says: "#41"},
		{claim: "is not kept from it by a person's copy", do: func(s *scene) {
			s.byRun(alice, alice)
			s.sibling(func(o *Sibling) {
				o.Digest, o.Run, o.Asked, o.Commit = s.facts.Record.Digest, "77/1", "alice", commit
			})
		}, outcome: Pass},
		{claim: "is not kept from it by a later copy", do: func(s *scene) {
			s.byRun(alice, alice)
			s.sibling(func(o *Sibling) {
				o.Number, o.Digest, o.Requester, o.Run, o.Asked, o.Commit = 43, s.facts.Record.Digest, workflow, "77/1", "alice", commit
			})
		}, outcome: Pass},
		{claim: "refuses a run's record that names another than who started it", do: func(s *scene) { s.byRun(erin, alice) },
			outcome: RefuseFor, reason: "requester-mismatch", says: `erin started run 77/1, the record says "alice"`},
		{claim: "refuses a run's record that names nobody", do: func(s *scene) {
			s.byRun(alice, alice)
			s.request.Requester = ""
		}, outcome: RefuseFor, reason: "requester-mismatch"},
		{claim: "refuses a scheduled run's record that names somebody", do: func(s *scene) {
			s.bySchedule()
			s.request.Requester = "alice"
		}, outcome: RefuseFor, reason: "requester-mismatch", says: "a schedule started run 77/1"},
		{claim: "refuses a run that a bot started", do: func(s *scene) { s.byRun(robot, robot) }, outcome: RefuseFor, reason: "requester-not-a-person", says: "robot[bot] started"},
		{claim: "refuses who started a run without write", do: func(s *scene) {
			s.byRun(alice, alice)
			change(&s.facts.Roles, func(r *Roles) { r.Source[alice.ID] = Role{} })
		}, outcome: RefuseFor, reason: "requester-without-write", says: "alice"},
		{claim: "refuses a person's request where a run is needed", do: func(s *scene) { s.rules.Requests.Local = false },
			outcome: RefuseFor, reason: "run-needed"},
		{claim: "refuses a bot", do: author(robot), outcome: RefuseFor, reason: "requester-not-a-person", says: "robot[bot]"},
		{claim: "refuses an account that is gone", do: author(ghost), outcome: RefuseFor, reason: "requester-not-a-person", also: []string{"four-eyes"}},
		{claim: "refuses an App in a person's name", do: func(s *scene) { s.issue(func(i *Issue) { i.App = "helper" }) },
			outcome: RefuseFor, reason: "requester-by-app", says: `"helper"`},
		{claim: "refuses a record that names somebody else", do: author(erin), outcome: RefuseFor, reason: "requester-mismatch", says: `erin filed it, the record says "alice"`},
		{claim: "refuses a record that names nobody", do: func(s *scene) { s.request.Requester = "" }, outcome: RefuseFor, reason: "requester-mismatch"},
		{claim: "does not tell capitals in logins", do: func(s *scene) { s.request.Requester = "Alice" }, outcome: Pass},
		{claim: "refuses one without write", do: func(s *scene) {
			change(&s.facts.Roles, func(r *Roles) { r.Source[alice.ID] = Role{Triage: true} })
		}, outcome: RefuseFor, reason: "requester-without-write", says: "alice"},
		{claim: "refuses one whose role was not read", do: func(s *scene) {
			change(&s.facts.Roles, func(r *Roles) { delete(r.Source, alice.ID) })
		}, outcome: RefuseFor, reason: "unknown", says: "alice"},
		{claim: "takes a listed person without write", do: func(s *scene) {
			listed("ALICE")(s)
			change(&s.facts.Roles, func(r *Roles) { r.Source[alice.ID] = Role{} })
		}, outcome: Pass},
		{claim: "takes a member of a listed team", do: listed("@acme/sdk"), outcome: Pass},
		{claim: "refuses one who is not listed", do: listed("bob", "@acme/senior"), outcome: RefuseFor, reason: "requester-not-listed", says: "bob, @acme/senior"},
		{claim: "refuses if the listed team was not read", do: listed("bob", "@acme/ghosts"), outcome: RefuseFor, reason: "unknown", says: "@acme/ghosts"},
		{claim: "refuses if no team can be read", do: func(s *scene) {
			listed("@acme/sdk")(s)
			s.facts.Teams = map[string]Fact[[]int64]{"@acme/sdk": Withheld[[]int64]("the token may not read teams")}
		}, outcome: RefuseFor, reason: "unknown", says: "the token may not read teams"},
	}
}

func TestRequesterAllowed(t *testing.T) {
	prove(t, RuleRequesterAllowed, append(requesterAllowedCases(), formAllowedCases()...))
}
