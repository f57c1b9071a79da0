package policy

import (
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/release"
)

func TestAllowed_whoMayTellTheWorkflowWhat(t *testing.T) {
	closed := func(s *scene) { s.issue(func(i *Issue) { i.Open = false }) }
	lostNPM := func(s *scene) {
		s.target("npm", TargetFact{State: TargetUnknown, At: at(80), Why: "its run was cancelled"})
	}
	preview := (*scene).preview
	gate := func(s *scene) { s.facts.Roles = Withheld[Roles]("it was not read") }
	for _, c := range []struct {
		claim   string
		do      func(*scene)
		verb    string
		target  string
		by      release.Person
		outcome Outcome
		says    string
	}{
		{"an issue that cannot be read", func(s *scene) { s.facts.Issue = Fact[Issue]{} }, CommandRetract, "", alice, RefuseFor, "cannot tell the issue"},
		{"no command", nil, "approve", "", bob, RefuseFor, `"approve" is no command`},

		{"another engineer retracts", nil, CommandRetract, "", erin, RefuseFor, "alice asked for it, and only they may take it back"},
		{"an approver retracts", nil, CommandRetract, "", bob, RefuseFor, "only they may take it back"},
		{"a ghost retracts what a ghost asked for", func(s *scene) { s.issue(func(i *Issue) { i.Author = ghost }) }, CommandRetract, "", ghost, RefuseFor, "only they"},
		{"the requester retracts what is closed", closed, CommandRetract, "", alice, RefuseFor, "it is closed already"},
		{"the requester retracts what is out", (*scene).allOut, CommandRetract, "", alice, RefuseFor, "every target is published already"},
		{"the requester retracts", nil, CommandRetract, "", alice, Pass, ""},
		{"the requester retracts as a reader", preview, CommandRetract, "", alice, Pass, ""},
		{"the requester retracts what is out in part", func(s *scene) { s.target("npm", TargetFact{State: TargetPublished}) }, CommandRetract, "", alice, Pass, ""},

		{"who started the run retracts", func(s *scene) { s.byRun(alice, alice) }, CommandRetract, "", alice, Pass, ""},
		{"who started the run retracts, and the reader is not told of the run", func(s *scene) {
			s.byRun(alice, alice)
			s.preview()
			s.facts.SourceRun = Fact[SourceRun]{}
		}, CommandRetract, "", alice, Pass, ""},
		{"another retracts what a run asked for", func(s *scene) { s.byRun(alice, alice) }, CommandRetract, "", erin, RefuseFor, "alice asked for it"},
		{"who is named retracts what a run attests of another", func(s *scene) { s.byRun(erin, erin) }, CommandRetract, "", alice, RefuseFor, "erin asked for it"},
		{"somebody retracts what a schedule asked for", (*scene).bySchedule, CommandRetract, "", alice, RefuseFor, "github-actions[bot] asked for it"},

		{"one without triage rejects", nil, CommandReject, "", dave, RefuseFor, "dave is no approver: they need triage"},
		{"one with triage who is not listed rejects", func(s *scene) { s.rules.Approval.Approvers = []string{"carol"} }, CommandReject, "", bob, RefuseFor, "they are not among carol"},
		{"a bot rejects", nil, CommandReject, "", robot, RefuseFor, "only a person's counts"},
		{"an approver rejects what is closed", closed, CommandReject, "", bob, RefuseFor, "it is closed already"},
		{"an approver rejects what is out", (*scene).allOut, CommandReject, "", bob, RefuseFor, "every target is published already"},
		{"an approver rejects what was settled to be out", func(s *scene) {
			s.target("github", TargetFact{State: TargetPublished})
			lostNPM(s)
			s.then(command(201, bob, 81, CommandPublished, "npm"))
		}, CommandReject, "", bob, RefuseFor, "every target is published already"},
		{"somebody rejects in a preview that shows no roles", preview, CommandReject, "", bob, Unknown, "the role of bob"},
		{"somebody rejects where roles should be known", gate, CommandReject, "", bob, RefuseFor, "the role of bob"},
		{"an approver rejects", nil, CommandReject, "", bob, Pass, ""},

		{"another engineer retries", nil, CommandRetry, "", erin, RefuseFor, "erin is no approver"},
		{"the requester retries what is closed", closed, CommandRetry, "", alice, RefuseFor, "it is closed, and nothing of it is left to do"},
		{"the requester retries", nil, CommandRetry, "", alice, Pass, ""},
		{"an approver retries", nil, CommandRetry, "", bob, Pass, ""},
		{"the requester retries what was closed by hand before it was tagged", func(s *scene) {
			s.allOut()
			closed(s)
		}, CommandRetry, "", alice, Pass, ""},

		{"an approver settles what is left", nil, CommandPublished, "npm", bob, RefuseFor, "npm needs no settling: it is left"},
		{"an approver settles what is out", (*scene).allOut, CommandMissing, "npm", bob, RefuseFor, "npm needs no settling: it is published"},
		{"an approver settles another target", lostNPM, CommandMissing, "pypi", bob, RefuseFor, "the request names no target pypi"},
		{"an approver settles what still runs", func(s *scene) { s.target("npm", TargetFact{State: TargetUnknown}) }, CommandMissing, "npm", bob, RefuseFor, "before its run has ended"},
		{"an approver settles what is not read", func(s *scene) { s.facts.Targets = Withheld[map[string]TargetFact]("no") }, CommandMissing, "npm", bob, RefuseFor, "which targets are published (no)"},
		{"the requester settles, though an approver", lostNPM, CommandPublished, "npm", alice, RefuseFor, "alice asked for it, so somebody else has to settle it"},
		{"one without triage settles", lostNPM, CommandPublished, "npm", dave, RefuseFor, "dave is no approver"},
		{"the requester settles where they may approve", func(s *scene) {
			lostNPM(s)
			s.rules.Approval.SelfApproval, s.rules.Approval.CommitterApproval = true, true
		}, CommandPublished, "npm", alice, Pass, ""},
		{"who pushed it settles", func(s *scene) {
			lostNPM(s)
			s.facts.Pushers = Known([]release.Person{bob})
		}, CommandMissing, "npm", bob, RefuseFor, "bob pushed the release branch, so somebody else has to settle it"},
		{"an approver settles, while GitHub cannot name who pushed", func(s *scene) {
			lostNPM(s)
			s.facts.Pushers = Known([]release.Person{ghost})
		}, CommandMissing, "npm", bob, RefuseFor, "cannot name the account that pushed the release branch, and it could be bob"},
		{"an approver settles in a preview that shows no pushers", func(s *scene) {
			lostNPM(s)
			s.facts.Preview, s.facts.Pushers = true, Withheld[[]release.Person]("no")
		}, CommandMissing, "npm", bob, Unknown, "who pushed the release branch (no)"},
		{"an approver settles", lostNPM, CommandMissing, "npm", bob, Pass, ""},
		{"an approver settles anew", func(s *scene) {
			lostNPM(s)
			s.then(command(201, carol, 81, CommandPublished, "npm"))
		}, CommandMissing, "npm", bob, Pass, ""},
		{"an approver settles anew what reads as settled", func(s *scene) {
			lostNPM(s)
			s.then(command(201, carol, 81, CommandPublished, "npm"))
			s.facts.Targets = Settled(s.rules, s.request, s.facts)
		}, CommandMissing, "npm", bob, Pass, ""},
	} {
		t.Run(c.claim, func(t *testing.T) {
			s := passing()
			if c.do != nil {
				c.do(s)
			}
			outcome, why := Allowed(s.rules, s.request, s.facts, Command{Verb: c.verb, Argument: c.target}, c.by)
			if outcome != c.outcome || !strings.Contains(why, c.says) || (c.says == "") != (why == "") {
				t.Errorf("got %s, %q; want %s with %q", outcome, why, c.outcome, c.says)
			}
		})
	}
}

func TestMayRequest_asksWhatTheRuleAsks(t *testing.T) {
	for name, test := range map[string]struct {
		do   func(*scene)
		who  release.Person
		want Outcome
		says string
	}{
		"with write":      {func(*scene) {}, alice, Pass, ""},
		"without":         {func(*scene) {}, dave, RefuseFor, "dave has no write access to acme/sdk"},
		"not listed":      {func(s *scene) { s.rules.Requests.Requesters = []string{"erin"} }, alice, RefuseFor, "alice is not among erin"},
		"a bot":           {func(*scene) {}, robot, RefuseFor, "robot[bot] has no write access"},
		"not known":       {func(s *scene) { s.facts.Roles = Withheld[Roles]("it is late") }, alice, RefuseFor, "it is late"},
		"not known, seen": {func(s *scene) { s.preview() }, alice, Unknown, "cannot tell"},
	} {
		s := passing()
		test.do(s)
		outcome, why := MayRequest(s.rules, release.Request{Project: "acme/sdk"}, s.facts, test.who)
		if outcome != test.want || !strings.Contains(why, test.says) || strings.Contains(why, "and may") {
			t.Errorf("%s: %s, %q", name, outcome, why)
		}
	}
}
