package facts_test

import (
	"strings"
	"testing"
	"time"

	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/facts/factstest"
	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// must fails the test for an error.
func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// found wants what a rule says of a request as the gate reads it.
func found(t *testing.T, reading *facts.Reading, rule string, outcome policy.Outcome, reason, says string) {
	t.Helper()
	f := reading.Verdict().Finding(rule)
	if f.Outcome != outcome || f.Reason != reason || !strings.Contains(f.Sentence, says) {
		t.Errorf("%s is %s (%s): %s; want %s (%s) with %q", rule, f.Outcome, f.Reason, f.Sentence, outcome, reason, says)
	}
}

func TestRead_openBlockersHoldARelease(t *testing.T) {
	w := factstest.New(t, "blocked")
	w.SetPolicy("blockers: [release-blocker, sev 1]\n")
	w.Source.AddLabel("sev 1", "b60205", "")
	number := w.File()
	found(t, w.Read(number, nil), policy.RuleUnblocked, policy.Pass, policy.RuleUnblocked, "no open issue")

	olivia := w.Client("olivia")
	issue, err := olivia.CreateIssue(t.Context(), w.Name(), "It breaks", "")
	must(t, err)
	must(t, olivia.AddLabel(t.Context(), w.Name(), issue.Number, "sev 1"))
	found(t, w.Read(number, nil), policy.RuleUnblocked, policy.RefuseFor, policy.ReasonBlocked, "acme/blocked#1 (sev 1)")
	w.Agree(number)

	must(t, olivia.CloseIssue(t.Context(), w.Name(), issue.Number, "completed"))
	found(t, w.Read(number, nil), policy.RuleUnblocked, policy.Pass, policy.RuleUnblocked, "")
}

// T30: blockers that could not be read are not none.
func TestRead_blockersThatCannotBeReadAreNoGoodNews(t *testing.T) {
	w := factstest.New(t, "unread")
	w.SetPolicy("blockers: [release-blocker]\n")
	number := w.File()
	refused := w.Read(number, factstest.On("GraphQL OpenLabelled", func(a *factstest.Answer) {
		a.Body = `{"data":{"repository":null},"errors":[{"type":"FORBIDDEN","message":"Resource not accessible by integration"}]}`
	}))
	found(t, refused, policy.RuleUnblocked, policy.RefuseFor, policy.ReasonUnknown, "Resource not accessible by integration")

	for name, change := range map[string]func(*factstest.Answer){
		"a failure":             func(a *factstest.Answer) { a.Refuse(500, "Oops") },
		"an error of no kind":   func(a *factstest.Answer) { a.Body = `{"data":null,"errors":[{"message":"timed out"}]}` },
		"a label not answered":  func(a *factstest.Answer) { a.Sub(`"of0":.*`, `"of0":null}}}`) },
		"a rate limit":          func(a *factstest.Answer) { a.Refuse(403, "You have exceeded a secondary rate limit") },
		"an answer without any": func(a *factstest.Answer) { a.Body = `{}` },
	} {
		if reading, err := w.TryRead(number, factstest.On("GraphQL OpenLabelled", change)); err == nil {
			t.Errorf("%s is a fact: %+v", name, reading.Verdict().Finding(policy.RuleUnblocked))
		}
	}
}

func TestRead_freezesAndAgeGoByGitHubsClock(t *testing.T) {
	w := factstest.New(t, "calendar")
	today := w.Hub().Now().UTC().Format(time.DateOnly)
	w.SetPolicy("requests: {expire-after: 36h}\nfreezes: [{from: " + today + ", until: " + today + ", reason: spring}, {from: " + today + ", until: 2027-01-04, reason: long, except: [sdk]}]\n")
	number := w.File()
	reading := w.Read(number, nil)
	found(t, reading, policy.RuleUnfrozen, policy.WaitFor, policy.ReasonFrozen, "until the end of "+today+" (UTC): spring")
	found(t, reading, policy.RuleNotExpired, policy.Pass, policy.RuleNotExpired, "")

	w.Hub().Advance(24 * time.Hour)
	reading = w.Read(number, nil)
	found(t, reading, policy.RuleUnfrozen, policy.Pass, policy.RuleUnfrozen, "")
	found(t, reading, policy.RuleNotExpired, policy.Pass, policy.RuleNotExpired, "")

	w.Hub().Advance(13 * time.Hour)
	found(t, w.Read(number, nil), policy.RuleNotExpired, policy.RefuseFor, policy.ReasonExpired, "36h0m0s")
}

func TestRead_teamsAreThoseWhoAcceptedTheInvitation(t *testing.T) {
	w := factstest.New(t, "teams")
	w.Hub().AddTeam("acme", "teams-leads", "olivia")
	w.SetPolicy("approval: {approvers: [\"@acme/teams-leads\"]}\n")
	number := w.File()
	w.Press("adam", number)
	approved := func(outcome policy.Outcome, reason, says string) {
		t.Helper()
		found(t, w.Read(number, nil), policy.RuleApproved, outcome, reason, says)
	}
	approved(policy.WaitFor, policy.ReasonApprovalNotListed, "adam")
	w.Hub().AddTeamMember("acme", "teams-leads", "adam", true)
	approved(policy.WaitFor, policy.ReasonApprovalNotListed, "adam")
	w.Hub().AddTeamMember("acme", "teams-leads", "adam", false)
	approved(policy.Pass, policy.RuleApproved, "adam")

	// A job without the gate's key goes by what the gate attests, and by nothing
	// else.
	gate := w.Read(number, nil)
	job := w.Reader("olivia", false)
	attested := gate.Attest()
	job.People, job.Attested = nil, &attested
	reading, err := job.Read(t.Context(), number)
	must(t, err)
	found(t, reading, policy.RuleApproved, policy.Pass, policy.RuleApproved, "adam")
	attested.Teams = nil
	reading, err = job.Read(t.Context(), number)
	must(t, err)
	found(t, reading, policy.RuleApproved, policy.RefuseFor, policy.ReasonUnknown, "the members of @acme/teams-leads")

	w.Hub().RemoveTeamMember("acme", "teams-leads", "adam")
	approved(policy.WaitFor, policy.ReasonApprovalNotListed, "adam")
}

func TestRead_teamsThatTheTokenMayNotReadRefuseInTheGateAndAreUnknownInAPreview(t *testing.T) {
	w := factstest.New(t, "secret")
	w.Hub().AddTeam("acme", "secret-leads", "adam")
	w.SetPolicy("approval: {approvers: [\"@acme/secret-leads\"], emergency: [\"@acme/nobody-has-made-it\"]}\n")
	number := w.File()
	w.Press("adam", number)
	for name, change := range map[string]factstest.Change{
		"403": factstest.On("GET /orgs/acme/teams/secret-leads/", func(a *factstest.Answer) { a.Refuse(403, "Resource not accessible by integration") }),
		"404": factstest.On("GET /orgs/acme/teams/secret-leads/", func(a *factstest.Answer) { a.Refuse(404, "Not Found") }),
	} {
		t.Run(name, func(t *testing.T) {
			reading := w.Read(number, change)
			found(t, reading, policy.RuleApproved, policy.RefuseFor, policy.ReasonUnknown, "this token may not read teams")
			reading.Facts.Preview = true
			found(t, reading, policy.RuleApproved, policy.Unknown, policy.ReasonUnknown, "the gate will check")
		})
	}
	if _, err := w.TryRead(number, factstest.On("GET /orgs/acme/teams/secret-leads/", func(a *factstest.Answer) { a.Refuse(500, "Oops") })); err == nil {
		t.Error("a call that failed is a fact")
	}
	// A team that is not there hurts nobody but whom it would have to name.
	found(t, w.Read(number, nil), policy.RuleApproved, policy.Pass, policy.RuleApproved, "adam")
}

func TestRead_anEmergencyIsOneOfItsLabel(t *testing.T) {
	w := factstest.New(t, "alarm")
	w.Central.AddLabel(policy.LabelEmergency, "b60205", "")
	w.Central.AddLabel(policy.LabelAcknowledged, "c5def5", "")
	w.Source.AddLabel("release-blocker", "b60205", "")
	w.SetPolicy("approval: {emergency: [adam]}\nblockers: [release-blocker]\n")
	olivia := w.Client("olivia")
	issue, err := olivia.CreateIssue(t.Context(), w.Name(), "It breaks", "")
	must(t, err)
	must(t, olivia.AddLabel(t.Context(), w.Name(), issue.Number, "release-blocker"))
	number := w.File()
	must(t, olivia.AddLabel(t.Context(), w.Repository(), number, policy.LabelEmergency))
	if v := w.Read(number, nil).Verdict(); v.Emergency != nil {
		t.Errorf("an emergency of one who is not listed counts: %+v", v.Emergency)
	}
	must(t, olivia.RemoveLabel(t.Context(), w.Repository(), number, policy.LabelEmergency))
	must(t, w.Client("adam").AddLabel(t.Context(), w.Repository(), number, policy.LabelEmergency))
	reading := w.Read(number, nil)
	v := reading.Verdict()
	if v.Decision != policy.Publish || v.Emergency == nil || v.Emergency.By.Login != "adam" || len(v.Excused()) != 2 {
		t.Errorf("decision %s, emergency %+v, excused %+v, against %+v", v.Decision, v.Emergency, v.Excused(), v.Against())
	}
	must(t, w.Client("adam").AddLabel(t.Context(), w.Repository(), number, policy.LabelAcknowledged))
	if e := w.Read(number, nil); e.Facts.Emergencies(e.Verdict())[0].Acknowledged != nil {
		t.Error("the one who declared it has acknowledged it")
	}
	must(t, w.Client("adam").RemoveLabel(t.Context(), w.Repository(), number, policy.LabelAcknowledged))
	must(t, olivia.AddLabel(t.Context(), w.Repository(), number, policy.LabelAcknowledged))
	e := w.Read(number, nil)
	if a := e.Facts.Emergencies(e.Verdict())[0].Acknowledged; a == nil || a.By.Login != "olivia" {
		t.Errorf("acknowledged by %+v", a)
	}
}

func TestRead_approvalThroughAnAppOfThePolicy(t *testing.T) {
	w := factstest.New(t, "chat")
	w.Hub().AddApp("chat-ops", "acme", map[string]hub.Access{"issues": hub.WriteAccess})
	token := w.Hub().NewToken(hub.TokenSpec{User: "adam", App: "chat-ops", Permissions: map[string]hub.Access{"issues": hub.WriteAccess}}).Secret
	client, err := github.New(github.Options{Host: "github.com", Token: token, UserAgent: "test"})
	must(t, err)
	number := w.File()
	must(t, client.AddLabel(t.Context(), w.Repository(), number, policy.LabelAccepted))
	found(t, w.Read(number, nil), policy.RuleApproved, policy.WaitFor, policy.ReasonApprovalByApp, "chat-ops")
	w.SetPolicy("approval: {via: [chat-ops]}\n")
	found(t, w.Read(number, nil), policy.RuleApproved, policy.Pass, policy.RuleApproved, "adam")
}
