package policy

import (
	"slices"
	"strings"

	"github.com/release-request/gh-release-request/internal/release"
)

// glass is the emergency of a request: who broke the glass, if that counts.
type glass struct {
	broken   *release.Approval
	unsure   *release.Approval // counts if what is withheld says so
	withheld string            // what that is
	last     *miss             // the last press of the label, if it does not count
}

// breakGlass reads the emergency from the ledger, counting as approvals are
// counted. The label must be set by the person's own hand: what skips four eyes
// comes through no App, not even one through which approvals may come. What
// cannot be counted for want of a fact is no emergency; the rules say which
// fact is missing.
func (q *question) breakGlass() (g glass) {
	issue, filed := q.facts.Issue.Get()
	ledger, there := q.facts.Ledger.Get()
	_, labelled := q.facts.Labels.Get()
	_, timed := q.now().Get()
	if !filed || !there || !labelled || !timed {
		return g
	}
	for _, p := range presses(ledger, LabelEmergency, issue.Workflow, nil) {
		g.last = nil
		press := &release.Approval{By: p.Actor, Event: p.ID, At: p.At}
		switch reason, why := q.judge(p, nil, q.mayBreakGlass); reason {
		case "":
			g.broken = press
		case ReasonUnknown:
			g.unsure, g.withheld = press, why
		default:
			g.last = &miss{p, ReasonEmergencyVoid, why}
		}
	}
	return g
}

// excuse lets a rule pass in an emergency, and keeps what it says: that is what
// the audit has to look at.
func (g glass) excuse(o opinion, preview bool) opinion {
	worst := o.worst(preview)
	var against []string
	for _, said := range o.remarks {
		if said.outcome != Pass && !slices.Contains(against, said.sentence) {
			against = append(against, said.sentence)
		}
	}
	excused := opinion{links: o.links}
	switch {
	case len(against) == 0:
		return o
	case g.broken != nil:
		excused.excused = true
		excused.say(Pass, worst.reason, "excused by the emergency of %s: %s", []any{name(g.broken.By), strings.Join(against, "; ")})
	case g.unsure != nil:
		excused.unknown("whether the emergency of " + name(g.unsure.By) + " counts: " + g.withheld + "; without it: " + strings.Join(against, "; "))
	default:
		return o
	}
	return excused
}

// Emergency is a broken glass on which a release rests, or would rest now.
type Emergency struct {
	release.Approval

	// Acknowledged is a second person's event of LabelAcknowledged. Until it is
	// there, the emergency is an exception for the audit.
	Acknowledged *release.Approval `json:"acknowledged"`
}

// Emergencies returns those on which a receipt let the request go, and the one
// of the verdict, each once.
func (f Facts) Emergencies(v Verdict) []Emergency {
	ledger, _ := f.Ledger.Get()
	var all []Emergency
	seen := map[int64]bool{}
	add := func(a *release.Approval) {
		if a != nil && !seen[a.Event] {
			seen[a.Event] = true
			all = append(all, Emergency{*a, f.acknowledged(*a)})
		}
	}
	for _, e := range ledger {
		if r := e.Receipt; r != nil && r.Decision == Publish {
			add(r.Emergency)
		}
	}
	add(v.Emergency)
	return all
}

// acknowledged returns the first event of LabelAcknowledged later than the
// emergency, by another person's own hand; nil for none.
func (f Facts) acknowledged(emergency release.Approval) *release.Approval {
	ledger, _ := f.Ledger.Get()
	labels, _ := f.Labels.Get()
	label, there := labels[LabelAcknowledged]
	for _, e := range ledger {
		if there && e.sets(LabelAcknowledged) && e.own(nil) && !e.Actor.Same(emergency.By) &&
			e.At.After(emergency.At) && label.CreatedAt.Before(e.At) && label.UpdatedAt.Before(e.At) {
			return &release.Approval{By: e.Actor, Event: e.ID, At: e.At}
		}
	}
	return nil
}
