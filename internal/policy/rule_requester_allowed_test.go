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
	return []breakage{
		{claim: "refuses a request of a run", do: func(s *scene) { s.request.Run = "77/1" }, outcome: RefuseFor, reason: "run-not-supported"},
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

func TestRequesterAllowed(t *testing.T) { prove(t, RuleRequesterAllowed, requesterAllowedCases()) }
