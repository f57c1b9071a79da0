package policy

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/release-request/gh-release-request/internal/release"
)

func approvedCases() []breakage {
	ledger := func(events ...Event) func(*scene) {
		return func(s *scene) { s.ledger(events...) }
	}
	edited := func(edit func(*Event)) func(*scene) {
		return func(s *scene) { change(&s.facts.Ledger, func(l *[]Event) { edit(&(*l)[0]) }) }
	}
	label := func(l Label) func(*scene) {
		return func(s *scene) { s.facts.Labels = Known(map[string]Label{LabelAccepted: l}) }
	}
	approvers := func(list ...string) func(*scene) {
		return func(s *scene) { s.rules.Approval.Approvers = list }
	}
	twoOf := func(events ...Event) func(*scene) {
		return func(s *scene) {
			s.rules.Approval.Required = 2
			s.ledger(events...)
		}
	}
	refused := func(last int64) Event {
		return receipt(900, Receipt{Kind: ReceiptVerdict, Decision: Refuse, LastEvent: last})
	}
	waits := func(reason string) breakage { return breakage{outcome: WaitFor, reason: reason} }
	named := func(claim string, b breakage, do func(*scene)) breakage {
		b.claim, b.do = claim, do
		return b
	}
	counts := breakage{outcome: Pass}
	return []breakage{
		{claim: "waits for the first approval", do: ledger(), outcome: WaitFor, reason: "not-approved", says: "0 of 1 approvals"},
		named("takes no other label", waits("not-approved"), edited(func(e *Event) { e.Label = "failed" })),
		named("takes no other event", waits("not-approved"), edited(func(e *Event) { e.Kind = "assigned" })),
		{claim: "never does without anyone", do: func(s *scene) {
			s.rules.Approval.Required = 0
			s.ledger()
		}, outcome: WaitFor, reason: "not-approved"},

		{claim: "does not count a bot", do: ledger(accepted(101, robot, 60)), outcome: WaitFor, reason: "approval-by-bot", says: "robot[bot]"},
		named("does not count the workflow", waits("approval-by-bot"), ledger(accepted(101, workflow, 60))),
		named("does not count an account that is gone", waits("approval-by-bot"), ledger(accepted(101, ghost, 60))),
		named("does not count an App in a person's name", waits("approval-by-app"), edited(func(e *Event) { e.App = "helper" })),
		named("counts a person through an App of the policy", counts, func(s *scene) {
			s.rules.Approval.Via = []string{"Helper"}
			edited(func(e *Event) { e.App = "helper" })(s)
		}),
		named("does not count a bot through an App of the policy", waits("approval-by-bot"), func(s *scene) {
			s.rules.Approval.Via = []string{"helper"}
			edited(func(e *Event) { e.App, e.Actor = "helper", robot })(s)
		}),
		named("does not count an accepted suggestion", waits("approval-suggested"), edited(func(e *Event) { e.Intent = "suggested" })),
		named("does not count an accepted suggestion through an App of the policy", waits("approval-suggested"), func(s *scene) {
			s.rules.Approval.Via = []string{"helper"}
			edited(func(e *Event) { e.App, e.Intent = "helper", "suggested" })(s)
		}),

		named("does not count a press at the time of filing", waits("approval-too-early"), ledger(accepted(101, bob, 0))),
		named("counts a press just younger than valid-for", counts, func(s *scene) { s.facts.Now = at(60).Add(72*time.Hour - time.Second) }),
		{claim: "does not count a press as old as valid-for", do: func(s *scene) { s.facts.Now = at(60).Add(72 * time.Hour) },
			outcome: WaitFor, reason: "approval-too-old", says: "3 days"},
		{claim: "says a day", do: func(s *scene) { s.rules.Approval.ValidFor, s.facts.Now = 24*time.Hour, at(1500) },
			outcome: WaitFor, reason: "approval-too-old", says: "older than a day"},
		{claim: "says hours", do: func(s *scene) { s.rules.Approval.ValidFor = 30 * time.Minute },
			outcome: WaitFor, reason: "approval-too-old", says: "older than 30m0s"},
		named("counts any age where the policy sets none", counts, func(s *scene) {
			s.rules.Approval.ValidFor, s.rules.Requests.ExpireAfter = 0, 0
			s.facts.Now = at(600000)
		}),
		named("does not count while the label is gone", waits("approval-label-changed"), func(s *scene) { s.facts.Labels = Known(map[string]Label{}) }),
		named("does not count a label made later", waits("approval-label-changed"), label(Label{CreatedAt: at(61), UpdatedAt: at(-1)})),
		named("does not count a label made at that time", waits("approval-label-changed"), label(Label{CreatedAt: at(60), UpdatedAt: at(-1)})),
		named("does not count a label renamed later", waits("approval-label-changed"), label(Label{CreatedAt: at(-2), UpdatedAt: at(61)})),
		named("does not count a label changed at that time", waits("approval-label-changed"), label(Label{CreatedAt: at(-2), UpdatedAt: at(60)})),

		{claim: "does not count one without triage", do: ledger(accepted(101, dave, 60)), outcome: WaitFor, reason: "approval-without-triage", says: "dave"},
		{claim: "leaves to the gate what a role is", do: func(s *scene) { s.preview() }, outcome: Unknown, reason: "unknown", says: "bob", also: []string{"requester-allowed"}},
		{claim: "refuses if the gate cannot know a role", do: func(s *scene) {
			change(&s.facts.Roles, func(r *Roles) { delete(r.Central, bob.ID) })
		}, outcome: RefuseFor, reason: "unknown", says: "bob"},
		named("counts a listed login in other capitals", counts, approvers("BOB")),
		named("counts a member of a listed team", counts, approvers("alice", "@acme/senior")),
		{claim: "does not count one who is not listed", do: approvers("carol", "@acme/sdk"), outcome: WaitFor, reason: "approval-not-listed", says: "carol, @acme/sdk"},
		named("does not count a listed person without triage", waits("approval-without-triage"), func(s *scene) {
			approvers("dave")(s)
			s.ledger(accepted(101, dave, 60))
		}),
		{claim: "refuses if the listed team was not read", do: approvers("@acme/ghosts"), outcome: RefuseFor, reason: "unknown", says: "@acme/ghosts"},
		{claim: "refuses if no team can be read", do: func(s *scene) {
			approvers("@acme/senior")(s)
			s.facts.Teams = map[string]Fact[[]int64]{"@acme/senior": Withheld[[]int64]("the token may not read teams")}
		}, outcome: RefuseFor, reason: "unknown", says: "the token may not read teams"},
		named("needs no team for one who is listed by login", counts, func(s *scene) {
			approvers("@acme/senior", "bob")(s)
			s.facts.Teams = map[string]Fact[[]int64]{"@acme/senior": Withheld[[]int64]("the token may not read teams")}
		}),

		{claim: "waits for the second of two", do: twoOf(accepted(101, bob, 60)), outcome: WaitFor, reason: "not-approved", says: "1 of 2 approvals (bob)"},
		named("counts a person once", waits("not-approved"), twoOf(accepted(101, bob, 60), again(61), takenOff(102, workflow, 61), accepted(103, bob, 62))),
		named("counts a person once under two logins", waits("not-approved"), twoOf(accepted(101, bob, 60), again(61), takenOff(102, workflow, 61),
			accepted(103, release.Person{ID: bob.ID, Login: "bobby", Type: "User"}, 62))),
		{claim: "passes with two of two", do: twoOf(accepted(101, bob, 60), again(61), takenOff(102, workflow, 61), accepted(103, carol, 62)), outcome: Pass, says: "bob, carol"},

		named("counts although the gate took the label off", counts, ledger(accepted(101, bob, 60), again(61), takenOff(102, workflow, 61))),
		named("counts although the gate took the label off, and GitHub lists that first", counts, ledger(accepted(101, bob, 60), takenOff(102, workflow, 61), again(61))),
		{claim: "does not count after the workflow's account took the label off without a word", do: ledger(accepted(101, bob, 60), takenOff(102, workflow, 61)),
			outcome: WaitFor, reason: "approval-removed", says: "github-actions[bot]"},
		named("does not count when that account has said something else since", waits("approval-removed"), ledger(
			accepted(101, bob, 60), again(61), Event{Kind: "commented", Actor: workflow, At: at(62)}, takenOff(102, workflow, 62))),
		named("does not count when the verdict came later", waits("approval-removed"), ledger(accepted(101, bob, 60), takenOff(102, workflow, 61), again(62))),
		named("does not count when a person says that verdict", waits("approval-removed"), ledger(
			accepted(101, bob, 60), Event{Kind: "commented", Actor: erin, At: at(61), Receipt: again(61).Receipt}, takenOff(102, workflow, 61))),
		{claim: "does not count after a person took the label off", do: ledger(accepted(101, bob, 60), takenOff(102, erin, 61)),
			outcome: WaitFor, reason: "approval-removed", says: "erin"},
		named("does not count after a bot took the label off", waits("approval-removed"), ledger(accepted(101, bob, 60), takenOff(102, robot, 61))),
		named("does not count after somebody unknown took the label off", waits("approval-removed"), ledger(accepted(101, bob, 60), takenOff(102, ghost, 61))),
		named("does not count after a removal even if the workflow is unknown", waits("approval-removed"), func(s *scene) {
			s.ledger(accepted(101, bob, 60), takenOff(102, ghost, 61))
			s.issue(func(i *Issue) { i.Workflow = ghost })
		}),
		named("counts a press after a removal", counts, ledger(takenOff(100, erin, 59), accepted(101, bob, 60))),
		named("keeps others' approvals when a person sets the label again at once", counts, twoOf(
			accepted(101, bob, 60), takenOff(102, carol, 61), accepted(103, carol, 62))),
		named("keeps others' approvals when a person sets the label again in the same second", counts, twoOf(
			accepted(101, bob, 60), takenOff(102, carol, 61), accepted(103, carol, 61))),
		named("voids others' approvals when the label was set before it was taken off", waits("not-approved"), twoOf(
			accepted(101, bob, 60), takenOff(102, carol, 62), accepted(103, carol, 61))),
		named("voids others' approvals when the label was taken off twice", waits("not-approved"), twoOf(
			accepted(101, bob, 60), takenOff(102, carol, 61), takenOff(103, carol, 61), accepted(104, carol, 61))),
		named("says what undid it first", waits("approval-removed"), ledger(
			accepted(101, bob, 60), takenOff(102, erin, 61), Event{Kind: "reopened", Actor: alice})),
		named("voids others' approvals when it takes longer", waits("not-approved"), twoOf(
			accepted(101, bob, 60), takenOff(102, carol, 61), accepted(103, carol, 63))),
		named("voids others' approvals when another sets it again", waits("not-approved"), twoOf(
			accepted(101, bob, 60), takenOff(102, erin, 61), accepted(103, carol, 61))),
		named("does not let a setting again by hand keep what a bot took off", waits("approval-by-bot"), twoOf(
			accepted(101, bob, 60), takenOff(102, robot, 61), accepted(103, robot, 61))),
		named("replaces the person's own approval when they set it again", counts, ledger(
			accepted(101, bob, 60), takenOff(102, bob, 61), accepted(103, bob, 61))),
		named("takes only the next event of the label for setting again", waits("approval-removed"), ledger(
			accepted(101, bob, 60), takenOff(102, carol, 61), takenOff(103, erin, 61), accepted(104, carol, 61), takenOff(105, carol, 61))),

		{claim: "does not count what a refusal has spent", do: ledger(accepted(101, bob, 60), refused(101)), outcome: WaitFor, reason: "approval-spent"},
		named("counts a press that the refusing gate had not seen", counts, ledger(accepted(101, bob, 60), again(61), takenOff(102, workflow, 61), accepted(103, bob, 62), refused(102))),
		named("does not count anything before a refusal that names no event", waits("approval-spent"), ledger(accepted(101, bob, 60), refused(0))),
		named("does not count anything before a refusal that names an event not there", waits("approval-spent"), ledger(accepted(101, bob, 60), refused(77))),
		named("counts a press after the refusal", counts, ledger(accepted(101, bob, 60), refused(101), accepted(103, bob, 95))),
		named("counts what a waiting verdict has seen", counts, ledger(accepted(101, bob, 60), receipt(900, Receipt{Kind: ReceiptVerdict, Decision: Wait, LastEvent: 101}))),
		named("counts after a failed publish", counts, ledger(accepted(101, bob, 60), receipt(900, Receipt{Kind: ReceiptResult}))),
		{claim: "does not count what came before a reopening", do: ledger(accepted(101, bob, 60), Event{Kind: "closed", Actor: alice}, Event{Kind: "reopened", Actor: alice}),
			outcome: WaitFor, reason: "approval-before-reopening", says: "alice"},

		{claim: "says why an emergency does not count", do: ledger(emergency(101, dave, 60)),
			outcome: WaitFor, reason: "emergency-not-counted", says: "the emergency of dave does not count, the policy names nobody"},
		{claim: "says why the later of an approval and an emergency does not count", do: ledger(emergency(101, dave, 60), accepted(102, erin, 61)),
			outcome: WaitFor, reason: "approval-without-triage", says: "the approval of erin"},
		{claim: "says why the emergency does not count if it came later", do: ledger(accepted(101, erin, 60), emergency(102, dave, 61)),
			outcome: WaitFor, reason: "emergency-not-counted", says: "dave"},
	}
}

func TestApproved(t *testing.T) { prove(t, RuleApproved, approvedCases()) }

func TestApproved_listsTheYoungestPressOfEachWhoCounts(t *testing.T) {
	s := passing()
	s.rules.Approval.Required = 2
	s.ledger(accepted(101, bob, 60), again(61), takenOff(102, workflow, 61), accepted(103, carol, 62), again(63), takenOff(104, workflow, 63),
		accepted(105, bob, 64), again(65), takenOff(106, workflow, 65), accepted(107, dave, 66), again(67), takenOff(108, workflow, 67), accepted(109, alice, 68))
	want := []release.Approval{{By: carol, Event: 103, At: at(62)}, {By: bob, Event: 105, At: at(64)}}
	if diff := cmp.Diff(want, s.evaluate().Approvals); diff != "" {
		t.Errorf("approvals (-want +got):\n%s", diff)
	}
}

func TestApproved_saysTheNumbersInAPreview(t *testing.T) {
	s := passing()
	s.rules.Approval.Required = 3
	s.ledger(accepted(101, bob, 60), again(61), takenOff(102, workflow, 61), accepted(103, carol, 62))
	s.facts.Preview = true
	change(&s.facts.Roles, func(r *Roles) { delete(r.Central, carol.ID) })
	got := s.evaluate().Finding(RuleApproved)
	if want := "1 of 3 approvals (bob), and perhaps carol"; got.Outcome != WaitFor || got.Sentence != want {
		t.Errorf("got %s: %q, want wait: %q", got.Outcome, got.Sentence, want)
	}
}

func TestApproved_doesNotCountWhatCameBeforeAChangeOfTheText(t *testing.T) {
	for name, change := range map[string]func(*scene){
		"edited by the workflow's account": func(s *scene) { s.facts.Edits = Known([]Edit{{By: workflow, At: at(61)}}) },
		"renamed by the workflow's account": func(s *scene) {
			s.ledger(accepted(101, bob, 60), Event{ID: 102, Kind: kindRenamed, Actor: workflow, At: at(61)})
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := passing()
			s.ledger(accepted(101, bob, 60))
			change(s)
			if got := s.evaluate().Finding(RuleApproved); got.Outcome == Pass || got.Reason != ReasonApprovalTooEarly {
				t.Errorf("got %s (%s): %s", got.Outcome, got.Reason, got.Sentence)
			}
			s.facts.Edits = Known([]Edit{{By: workflow, At: at(59)}})
			s.ledger(accepted(101, bob, 60))
			if got := s.evaluate().Finding(RuleApproved); got.Outcome != Pass {
				t.Errorf("a press after the change: %s (%s): %s", got.Outcome, got.Reason, got.Sentence)
			}
		})
	}
}
