package policy

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/release-request/gh-release-request/internal/release"
)

// alarm is a scene that waits for CI, frozen, blocked, with no approval and a
// requester who is all that an emergency needs: alice asked and declares.
func alarm(events ...Event) *scene {
	s := passing()
	s.rules.Approval.Emergency = []string{"alice", "@acme/senior"}
	s.ledger(events...)
	change(&s.facts.Checks, func(c *Checks) { c.Runs[0].Conclusion = "failure" })
	s.facts.Blockers = Known([]Blocker{{Number: 1, URL: "https://github.com/acme/sdk/issues/1", Label: "sev1"}})
	s.rules.Freezes = []Freeze{{From: at(0), Until: at(9000), Reason: "year end"}}
	return s
}

// excusable are the rules that pass in an emergency.
var excusable = []string{RuleApproved, RuleFourEyes, RuleCIPassed, RuleUnblocked, RuleUnfrozen}

func TestEmergency_standsInForTheApproval(t *testing.T) {
	v := alarm(emergency(101, alice, 60)).evaluate()
	if v.Decision != Publish {
		t.Fatalf("decision %s: %+v", v.Decision, v.Against())
	}
	want := release.Approval{By: alice, Event: 101, At: at(60)}
	if v.Emergency == nil || *v.Emergency != want {
		t.Errorf("emergency %+v, want %+v", v.Emergency, want)
	}
	if len(v.Approvals) > 0 {
		t.Errorf("the emergency is listed as an approval: %+v", v.Approvals)
	}
	var excused []string
	for _, f := range v.Excused() {
		excused = append(excused, f.Rule)
	}
	if diff := cmp.Diff([]string{RuleApproved, RuleCIPassed, RuleUnblocked, RuleUnfrozen}, excused); diff != "" {
		t.Errorf("excused (-want +got):\n%s", diff)
	}
	for rule, want := range map[string]struct{ reason, says string }{
		RuleApproved:  {ReasonNotApproved, "excused by the emergency of alice: 0 of 1 approvals"},
		RuleCIPassed:  {ReasonCIFailed, `excused by the emergency of alice: failed: "test"`},
		RuleUnblocked: {ReasonBlocked, "excused by the emergency of alice: open: acme/sdk#1 (sev1)"},
		RuleUnfrozen:  {ReasonFrozen, "excused by the emergency of alice: frozen until"},
	} {
		if f := v.Finding(rule); !strings.HasPrefix(f.Sentence, want.says) || f.Reason != want.reason || f.Outcome != Pass {
			t.Errorf("%s is %s (%s) and says %q, want %+v", rule, f.Outcome, f.Reason, f.Sentence, want)
		}
	}
}

// What the gate cannot see is excused as such.
func TestEmergency_excusesWhatIsNotKnown(t *testing.T) {
	s := alarm(emergency(101, alice, 60))
	s.facts.Checks = Withheld[Checks]("no right")
	for _, preview := range []bool{false, true} {
		s.facts.Preview = preview
		if f := s.evaluate().Finding(RuleCIPassed); f.Outcome != Pass || f.Reason != ReasonUnknown || !f.Excused {
			t.Errorf("preview %t: %+v", preview, f)
		}
	}
}

// Every breakage of every rule, with an emergency on top: it excuses the five
// rules that it may, and changes nothing that any other rule says.
func TestEmergency_excusesFiveRulesAndNoOther(t *testing.T) {
	for rule, cases := range allCases() {
		for _, c := range cases {
			s := passing()
			c.do(s)
			without := s.evaluate()
			s.rules.Approval.Emergency = []string{"carol"}
			if ledger, ok := s.facts.Ledger.Get(); ok {
				s.facts.Ledger = Known(append(ledger[:len(ledger):len(ledger)], emergency(999, carol, 119)))
			}
			s.rules.Approval.ValidFor = 0
			v := s.evaluate()
			for i, f := range v.Findings {
				yields := strings.Contains(strings.Join(excusable, " "), f.Rule)
				switch {
				case yields && v.Emergency != nil && f.Outcome != Pass:
					t.Errorf("%s %s: %s is %s in an emergency: %s", rule, c.claim, f.Rule, f.Outcome, f.Sentence)
				case !yields && !cmp.Equal(f, without.Findings[i]):
					t.Errorf("%s %s: %s says something else in an emergency: %+v", rule, c.claim, f.Rule, f)
				}
			}
		}
	}
}

func TestEmergency_countsAsAnApprovalDoes(t *testing.T) {
	refused := func(last int64) Event {
		return receipt(900, Receipt{Kind: ReceiptVerdict, Decision: Refuse, LastEvent: last})
	}
	off := func(id int64, by release.Person, minutes int) Event {
		return Event{ID: id, Kind: "unlabeled", Label: LabelEmergency, Actor: by, At: at(minutes)}
	}
	through := func(app, intent string) Event {
		e := emergency(101, carol, 60)
		e.App, e.Intent = app, intent
		return e
	}
	for _, c := range []struct {
		claim  string
		events []Event
		do     func(*scene)
		counts bool
		says   string // why not
	}{
		{"of a listed person", []Event{emergency(101, alice, 60)}, nil, true, ""},
		{"of a listed person in other capitals", []Event{emergency(101, release.Person{ID: 1, Login: "ALICE", Type: "User"}, 60)}, nil, true, ""},
		{"of a member of a listed team", []Event{emergency(101, carol, 60)}, nil, true, ""},
		{"of an approver who is not listed", []Event{emergency(101, erin, 60)}, func(s *scene) {
			change(&s.facts.Roles, func(r *Roles) { r.Central[erin.ID] = Role{Triage: true} })
		}, false, "the emergency of erin does not count, they are not among alice, @acme/senior"},
		{"where the policy names nobody", []Event{emergency(101, alice, 60)}, func(s *scene) { s.rules.Approval.Emergency = nil }, false, "names nobody"},
		{"of a listed person without triage now", []Event{emergency(101, carol, 60)}, func(s *scene) {
			change(&s.facts.Roles, func(r *Roles) { r.Central[carol.ID] = Role{} })
		}, false, "they need triage"},
		{"of a bot", []Event{emergency(101, robot, 60)}, func(s *scene) { s.rules.Approval.Emergency = []string{"robot[bot]"} }, false, "only a person's"},
		{"of an account that is gone", []Event{emergency(101, ghost, 60)}, nil, false, "only a person's"},
		{"through an App", []Event{through("helper", "")}, nil, false, `the App "helper"`},
		{"through an App through which approvals may come", []Event{through("helper", "")}, func(s *scene) { s.rules.Approval.Via = []string{"helper"} }, false, `the App "helper"`},
		{"from an accepted suggestion", []Event{through("", "suggested")}, nil, false, "suggestion"},
		{"no later than the request", []Event{emergency(101, carol, 0)}, nil, false, "not later"},
		{"as old as valid-for", []Event{emergency(101, carol, 60)}, func(s *scene) { s.rules.Approval.ValidFor = time.Hour }, false, "older than"},
		{"of a label made since", []Event{emergency(101, carol, 60)}, func(s *scene) {
			change(&s.facts.Labels, func(l *map[string]Label) { (*l)[LabelEmergency] = Label{CreatedAt: at(60), UpdatedAt: at(60)} })
		}, false, "the label emergency was made or changed"},
		{"of a label renamed since", []Event{emergency(101, carol, 60)}, func(s *scene) {
			change(&s.facts.Labels, func(l *map[string]Label) { (*l)[LabelEmergency] = Label{CreatedAt: at(-1), UpdatedAt: at(61)} })
		}, false, "the label emergency was made or changed"},
		{"of a label that is gone", []Event{emergency(101, carol, 60)}, func(s *scene) {
			change(&s.facts.Labels, func(l *map[string]Label) { delete(*l, LabelEmergency) })
		}, false, "the label emergency is not there"},
		{"that somebody took off", []Event{emergency(101, carol, 60), off(102, erin, 61)}, nil, false, "erin has taken the label off"},
		{"that the gate took off", []Event{emergency(101, carol, 60), again(61), off(102, workflow, 61)}, nil, true, ""},
		{"although another label was taken off", []Event{emergency(101, carol, 60), takenOff(102, erin, 61)}, nil, true, ""},
		{"set again at once by another who was listed", []Event{emergency(101, carol, 60), off(102, bob, 61), emergency(103, bob, 61)}, nil, true, ""},
		{"before a reopening", []Event{emergency(101, carol, 60), {Kind: "reopened", Actor: alice}}, nil, false, "reopened"},
		{"that a refusal has spent", []Event{emergency(101, carol, 60), refused(101)}, nil, false, "the gate has refused it since"},
		{"later than a refusal", []Event{emergency(101, carol, 60), refused(101), emergency(103, carol, 95)}, nil, true, ""},
		{"that the refusing gate had not seen", []Event{accepted(99, bob, 50), emergency(101, carol, 60), refused(99)}, nil, true, ""},
		{"of the one who counts, whoever sets it later", []Event{emergency(101, carol, 60), emergency(102, dave, 61)}, nil, true, ""},
	} {
		t.Run(c.claim, func(t *testing.T) {
			s := alarm(c.events...)
			if c.do != nil {
				c.do(s)
			}
			v := s.evaluate()
			if counts := v.Emergency != nil; counts != c.counts || counts != (v.Decision == Publish) {
				t.Errorf("emergency %+v, decision %s; want it to count: %t", v.Emergency, v.Decision, c.counts)
			}
			if f := v.Finding(RuleApproved); !strings.Contains(f.Sentence, c.says) {
				t.Errorf("approved says %q, want %q", f.Sentence, c.says)
			}
		})
	}
}

// Who else sets the label neither helps nor harms: the verdict is the same but
// for the sentence that says so.
func TestEmergency_ofAnyoneElseDoesNothing(t *testing.T) {
	for _, who := range []release.Person{dave, erin, robot, workflow, ghost} {
		s := passing()
		s.rules.Approval.Emergency = []string{"carol"}
		want := s.evaluate()
		s.then(emergency(105, who, 70))
		got := s.evaluate()
		want.LastEvent = 105
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("emergency of %s (-want +got):\n%s", name(who), diff)
		}
	}
}

func TestEmergency_thatCannotBeJudgedIsLeftToTheGateWhichRefuses(t *testing.T) {
	for name, do := range map[string]func(*scene){
		"role": func(s *scene) { change(&s.facts.Roles, func(r *Roles) { delete(r.Central, carol.ID) }) },
		"team": func(s *scene) { s.facts.Teams["@acme/senior"] = Withheld[[]int64]("the key may not read teams") },
	} {
		t.Run(name, func(t *testing.T) {
			s := alarm(emergency(101, carol, 60))
			do(s)
			for _, preview := range []bool{false, true} {
				s.facts.Preview = preview
				v := s.evaluate()
				want := map[bool]Outcome{false: RefuseFor, true: Unknown}[preview]
				for _, rule := range []string{RuleApproved, RuleCIPassed, RuleUnblocked, RuleUnfrozen} {
					f := v.Finding(rule)
					if f.Outcome != want || f.Reason != ReasonUnknown || !strings.Contains(f.Sentence, "whether the emergency of carol counts") {
						t.Errorf("preview %t: %s is %s (%s), want %s: %s", preview, rule, f.Outcome, f.Reason, want, f.Sentence)
					}
				}
				if v.Emergency != nil {
					t.Errorf("preview %t: it counts", preview)
				}
			}
		})
	}
}

func TestFacts_EmergenciesAreThoseThatLetARequestGo(t *testing.T) {
	first := &release.Approval{By: carol, Event: 101, At: at(60)}
	acknowledged := func(id int64, by release.Person, minutes int) Event {
		return Event{ID: id, Kind: "labeled", Label: LabelAcknowledged, Actor: by, At: at(minutes)}
	}
	let := receipt(900, Receipt{Kind: ReceiptVerdict, Decision: Publish, Emergency: first})
	for _, c := range []struct {
		claim  string
		events []Event
		do     func(*scene)
		by     []release.Person // who acknowledged each; ghost for nobody
	}{
		{"of a receipt", []Event{let}, nil, []release.Person{ghost}},
		{"none of a receipt that refused", []Event{receipt(900, Receipt{Kind: ReceiptVerdict, Decision: Refuse, Emergency: first})}, nil, nil},
		{"of the verdict", []Event{emergency(102, carol, 61)}, nil, []release.Person{ghost}},
		{"of both, once", []Event{emergency(101, carol, 60), let}, nil, []release.Person{ghost}},
		{"two", []Event{let, emergency(102, carol, 91)}, nil, []release.Person{ghost, ghost}},
		{"acknowledged by another", []Event{let, acknowledged(103, bob, 92)}, nil, []release.Person{bob}},
		{"not acknowledged by another label", []Event{let, accepted(103, bob, 92)}, nil, []release.Person{ghost}},
		{"not acknowledged by oneself", []Event{let, acknowledged(103, carol, 92)}, nil, []release.Person{ghost}},
		{"not acknowledged by a bot", []Event{let, acknowledged(103, robot, 92)}, nil, []release.Person{ghost}},
		{"not acknowledged beforehand", []Event{acknowledged(103, bob, 59), let}, nil, []release.Person{ghost}},
		{"not acknowledged through an App", []Event{let, {ID: 103, Kind: "labeled", Label: LabelAcknowledged, Actor: bob, At: at(92), App: "helper"}}, nil, []release.Person{ghost}},
		{"not acknowledged by a label made since", []Event{let, acknowledged(103, bob, 92)}, func(s *scene) {
			change(&s.facts.Labels, func(l *map[string]Label) { (*l)[LabelAcknowledged] = Label{CreatedAt: at(92)} })
		}, []release.Person{ghost}},
		{"not acknowledged by a label renamed since", []Event{let, acknowledged(103, bob, 92)}, func(s *scene) {
			change(&s.facts.Labels, func(l *map[string]Label) { (*l)[LabelAcknowledged] = Label{UpdatedAt: at(93)} })
		}, []release.Person{ghost}},
		{"not acknowledged by a label that is gone", []Event{let, acknowledged(103, bob, 92)}, func(s *scene) {
			change(&s.facts.Labels, func(l *map[string]Label) { delete(*l, LabelAcknowledged) })
		}, []release.Person{ghost}},
	} {
		t.Run(c.claim, func(t *testing.T) {
			s := passing()
			s.rules.Approval.Emergency = []string{"carol"}
			s.ledger(c.events...)
			if c.do != nil {
				c.do(s)
			}
			var by []release.Person
			for _, e := range s.facts.Emergencies(s.evaluate()) {
				if !e.By.Same(carol) {
					t.Errorf("an emergency of %s", name(e.By))
				}
				who := ghost
				if e.Acknowledged != nil {
					who = e.Acknowledged.By
				}
				by = append(by, who)
			}
			if diff := cmp.Diff(c.by, by); diff != "" {
				t.Errorf("acknowledged by (-want +got):\n%s", diff)
			}
		})
	}
}
