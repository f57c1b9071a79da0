package policy

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/release-request/gh-release-request/internal/release"
)

// Settlement is an approver's word on a target of which nobody could tell
// whether it is out.
type Settlement struct {
	Target string         `json:"target"`
	State  TargetState    `json:"state"` // TargetPublished or TargetLeft
	By     release.Person `json:"by"`
	Event  int64          `json:"event"` // id of the comment
	At     time.Time      `json:"at"`
}

// Settled returns the targets as approvers have settled them: what every reader
// of Facts.Targets has to go by.
func Settled(rules Rules, request release.Request, facts Facts) Fact[map[string]TargetFact] {
	q := &question{rules: rules, request: request, facts: facts}
	return q.settled()
}

func (q *question) settled() Fact[map[string]TargetFact] {
	targets, known := q.facts.Targets.Get()
	if _, filed := q.facts.Issue.Get(); !known || !filed {
		return q.facts.Targets
	}
	ledger, _ := q.facts.Ledger.Get()
	return Known(q.settle(targets, ledger, q.requester()))
}

// settledSiblings settles the other requests, each by what was said on it.
func (q *question) settledSiblings() Fact[[]Sibling] {
	siblings, known := q.facts.SameTitle.Get()
	if !known {
		return q.facts.SameTitle
	}
	issue, _ := q.facts.Issue.Get()
	siblings = slices.Clone(siblings)
	for i, s := range siblings {
		siblings[i].Targets = q.settle(s.Targets, s.Commands, s.asker(issue.Workflow))
	}
	return Known(siblings)
}

// settle looks for the last word on each unknown target of a request that
// requester asked for.
func (q *question) settle(targets map[string]TargetFact, said []Event, requester release.Person) map[string]TargetFact {
	targets = maps.Clone(targets)
	for name, t := range targets {
		if t.State == TargetUnknown && !t.At.IsZero() {
			targets[name] = q.lastWord(name, t, said, requester)
		}
	}
	return targets
}

// lastWord settles a target by the last word that counts. One that would count
// if a withheld fact says so leaves it unknown, whatever was said before.
func (q *question) lastWord(target string, t TargetFact, said []Event, requester release.Person) TargetFact {
	for _, e := range slices.Backward(said) {
		state, ok := e.settles(target)
		if !ok || !e.At.After(t.At) {
			continue
		}
		switch reason, why := q.maySettle(e.Actor, requester); reason {
		case "":
			t.State, t.Doubt = state, ""
			t.Why = "settled by " + name(e.Actor)
			t.Settled = &Settlement{Target: target, State: state, By: e.Actor, Event: e.ID, At: e.At}
			return t
		case ReasonUnknown:
			t.Doubt = "whether " + name(e.Actor) + " may settle it: " + why
			return t
		}
	}
	return t
}

// maySettle says why a person has no say about a target, in the manner of judge:
// it takes an approver with no hand in the request. requester asked for the one
// that the target got lost of, which need not be the one that hangs on it now.
func (q *question) maySettle(p, requester release.Person) (reason, why string) {
	parties := q.parties()
	if !q.rules.Approval.SelfApproval {
		if !requester.Known() && samePerson(p, requester) {
			requester = p
		}
		if requester.Known() || requester.Login == "" {
			parties.add(requester, "asked for it")
		}
	}
	reason, why = q.mayApprove(p)
	switch did := parties.hand[p.ID]; {
	case reason != "" && reason != ReasonUnknown:
		return reason, name(p) + " is no approver: " + why
	case did != "":
		return ReasonOwnApproval, name(p) + " " + did + ", so somebody else has to settle it"
	case reason == ReasonUnknown:
		return reason, why
	case len(parties.missing) > 0:
		return ReasonUnknown, strings.Join(parties.missing, ", ")
	case len(parties.unnamed) > 0:
		return ReasonHandUnnamed, "GitHub cannot name the account that " + strings.Join(parties.unnamed, ", nor the one that ") + ", and it could be " + name(p)
	}
	return "", ""
}

// settles reports what a comment says of a target, if it was written by a
// person's own hand.
func (e Event) settles(target string) (state TargetState, ok bool) {
	if e.Kind != kindCommented || e.Command == nil || e.Command.Argument != target || !e.own(nil) {
		return "", false
	}
	switch e.Command.Verb {
	case CommandPublished:
		return TargetPublished, true
	case CommandMissing:
		return TargetLeft, true
	}
	return "", false
}

// settlesAny reports whether an event may settle one of the targets.
func (e Event) settlesAny(targets map[string]TargetFact) bool {
	for name, t := range targets {
		if _, ok := e.settles(name); ok && t.State == TargetUnknown {
			return true
		}
	}
	return false
}

// settlements lists those that hold, in the order of the targets' names.
func (q *question) settlements() []Settlement {
	var list []Settlement
	targets := q.facts.targets()
	for _, name := range slices.Sorted(maps.Keys(targets)) {
		if t := targets[name]; t.Settled != nil {
			list = append(list, *t.Settled)
		}
	}
	return list
}

// with returns the facts with targets as a verdict over them settled them.
func (f Facts) with(settlements []Settlement) Facts {
	if len(settlements) == 0 {
		return f
	}
	targets := maps.Clone(f.targets())
	for _, s := range settlements {
		if t := targets[s.Target]; t.State == TargetUnknown {
			t.State, t.Why, t.Settled = s.State, "settled by "+name(s.By), &s
			targets[s.Target] = t
		}
	}
	f.Targets = Known(targets)
	return f
}
