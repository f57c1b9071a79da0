package policy

import (
	"fmt"
	"slices"
	"time"

	"github.com/release-request/gh-release-request/internal/release"
)

// ballot is the approvals of a request, counted once for all rules.
type ballot struct {
	missing []string // facts without which nothing can be counted

	counting []release.Approval // of distinct people, before four eyes
	unsure   []release.Approval // would count if what is withheld says so
	withheld []string           // what that is

	parties parties
	remain  []release.Approval // counting, without the parties
	hoped   []release.Approval // unsure, or counting while the parties are not all known; without the known parties

	last *miss // the last press of the ledger, if it does not count
}

// miss is a press that does not count.
type miss struct {
	press
	reason   string
	sentence string // the rest of one
}

// count reads the approvals from the ledger. Of several presses of one person
// the last that counts is taken: it is the youngest.
func count(q *question) ballot {
	var b ballot
	b.needs("the issue", q.facts.Issue.Why())
	b.needs("the issue's timeline", q.facts.Ledger.Why())
	b.needs("the labels", q.facts.Labels.Why())
	b.needs("the time", q.now().Why())
	if len(b.missing) > 0 {
		return b
	}
	issue, _ := q.facts.Issue.Get()
	ledger, _ := q.facts.Ledger.Get()
	via := q.rules.Approval.Via
	for _, p := range presses(ledger, LabelAccepted, issue.Workflow, via) {
		b.last = nil
		approval := release.Approval{By: p.Actor, Event: p.ID, At: p.At}
		switch reason, why := q.judge(p, via, q.mayApprove); reason {
		case "":
			b.counting = with(b.counting, approval)
		case ReasonUnknown:
			b.unsure = with(b.unsure, approval)
			b.withheld = append(b.withheld, why)
		default:
			b.last = &miss{p, reason, why}
		}
	}
	b.unsure = slices.DeleteFunc(b.unsure, func(a release.Approval) bool { return has(b.counting, a.By) })
	b.leaveOut(q.parties())
	return b
}

// needs notes a fact that is missing; why is empty for one that is known.
func (b *ballot) needs(fact, why string) {
	if why != "" {
		b.missing = append(b.missing, gap(fact, why))
	}
}

// leaveOut applies four eyes.
func (b *ballot) leaveOut(p parties) {
	b.parties = p
	for _, a := range b.counting {
		switch {
		case p.has(a.By):
		case len(p.missing) > 0:
			b.hoped = append(b.hoped, a)
		default:
			b.remain = append(b.remain, a)
		}
	}
	for _, a := range b.unsure {
		if !p.has(a.By) {
			b.hoped = append(b.hoped, a)
		}
	}
}

// judge says why a press does not count: the code of the reason and the rest
// of a sentence. The empty code means that it counts, ReasonUnknown that a
// withheld fact decides. via are the Apps through which the label may be set,
// and may says in the same manner whether the person may set it.
func (q *question) judge(p press, via []string, may func(release.Person) (reason, why string)) (reason, why string) {
	issue, _ := q.facts.Issue.Get()
	labels, _ := q.facts.Labels.Get()
	label, there := labels[p.Label]
	validFor := q.rules.Approval.ValidFor
	switch {
	case !p.Actor.Human():
		return ReasonApprovalByBot, "only a person's counts"
	case !p.direct(via):
		return ReasonApprovalByApp, fmt.Sprintf("the App %q set the label for them", p.App)
	case !p.own(via):
		return ReasonApprovalSuggested, "it accepted a suggestion; set the label by hand"
	case p.void != "":
		return p.void, undoing(p)
	case !p.At.After(issue.CreatedAt):
		return ReasonApprovalTooEarly, "it is not later than the request"
	case !p.At.After(q.lastWritten()):
		return ReasonApprovalTooEarly, "it is not later than the last change of the request's text"
	case validFor > 0 && q.facts.Now.Sub(p.At) >= validFor:
		return ReasonApprovalTooOld, fmt.Sprintf("it is older than %s", span(validFor))
	case !there:
		return ReasonApprovalLabelChanged, fmt.Sprintf("the label %s is not there", p.Label)
	case !label.CreatedAt.Before(p.At) || !label.UpdatedAt.Before(p.At):
		return ReasonApprovalLabelChanged, fmt.Sprintf("the label %s was made or changed at that time or later", p.Label)
	}
	return may(p.Actor)
}

// lastWritten is when the text or the title was last changed, by whomever: who
// approved before has seen another text, even if the workflow's own account,
// which anybody with write can borrow, made the change. Edits that are not known
// are for request-unchanged to refuse.
func (q *question) lastWritten() time.Time {
	var last time.Time
	edits, _ := q.facts.Edits.Get()
	for _, e := range edits {
		if e.At.After(last) {
			last = e.At
		}
	}
	ledger, _ := q.facts.Ledger.Get()
	for _, e := range ledger {
		if e.Kind == kindRenamed && e.At.After(last) {
			last = e.At
		}
	}
	return last
}

// undoing says how a press was undone.
func undoing(p press) string {
	switch p.void {
	case ReasonApprovalSpent:
		return "the gate has refused it since"
	case ReasonApprovalReopened:
		return fmt.Sprintf("%s has reopened the request since", name(p.by))
	}
	return fmt.Sprintf("%s has taken the label off since", name(p.by))
}

// with replaces or adds the approval of one person.
func with(list []release.Approval, a release.Approval) []release.Approval {
	list = slices.DeleteFunc(list, func(o release.Approval) bool { return o.By.Same(a.By) })
	return append(list, a)
}

func has(list []release.Approval, p release.Person) bool {
	return slices.ContainsFunc(list, func(a release.Approval) bool { return a.By.Same(p) })
}

// by lists those who approved.
func by(list []release.Approval) string {
	people := make([]release.Person, len(list))
	for i, a := range list {
		people[i] = a.By
	}
	return names(people)
}

// span writes a duration in days where it is whole days.
func span(d time.Duration) string {
	const day = 24 * time.Hour
	switch {
	case d == day:
		return "a day"
	case d%day == 0:
		return fmt.Sprintf("%d days", d/day)
	}
	return d.String()
}
