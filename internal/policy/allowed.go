package policy

import (
	"strings"

	"github.com/release-request/gh-release-request/internal/release"
)

// Allowed says whether the workflow obeys a command that a person gives now, in
// a comment of their own, and why not: Pass, RefuseFor or, in a preview from
// which a fact is withheld, Unknown. It is what the workflow asks before it
// obeys, and what a preview asks before anything is written.
func Allowed(rules Rules, request release.Request, facts Facts, c Command, by release.Person) (Outcome, string) {
	var o opinion
	issue, ok := read(&o, "the issue", facts.Issue)
	if !ok {
		return o.allowed(facts.Preview)
	}
	q := &question{rules: rules, request: request, facts: facts}
	switch c.Verb {
	case CommandRetract:
		q.endable(&o, issue)
		if requester := q.requester(); !samePerson(by, requester) {
			o.refuse("", "%s asked for it, and only they may take it back", name(requester))
		}
	case CommandReject:
		q.endable(&o, issue)
		q.approver(&o, by)
	case CommandRetry:
		if !issue.Open && Evaluate(rules, request, facts).Decision != Finish {
			o.refuse("", "it is closed, and nothing of it is left to do")
		}
		if !samePerson(by, q.requester()) {
			q.approver(&o, by)
		}
	case CommandPublished, CommandMissing:
		q.settleable(&o, c.Argument)
		switch reason, why := q.maySettle(by, q.requester()); reason {
		case "":
		case ReasonUnknown:
			o.unknown(why)
		default:
			o.refuse("", "%s", why)
		}
	default:
		o.refuse("", "%q is no command", c.Verb)
	}
	return o.allowed(facts.Preview)
}

// allowed is the worst of what was said, and all that was said against it.
func (o opinion) allowed(preview bool) (Outcome, string) {
	worst := Pass
	var sentences []string
	for _, said := range o.remarks {
		if said.outcome != Pass {
			sentences = append(sentences, said.sentence)
		}
		if said.outcome.weight() > worst.weight() {
			worst = said.outcome
		}
	}
	if worst == Unknown && !preview {
		worst = RefuseFor
	}
	return worst, strings.Join(sentences, "; ")
}

// endable refuses to end what has ended, or is out as a whole.
func (q *question) endable(o *opinion, issue Issue) {
	switch {
	case !issue.Open:
		o.refuse("", "it is closed already")
	case q.allOut():
		o.refuse("", "every target is published already")
	}
}

// allOut goes by what approvers have settled, too.
func (q *question) allOut() bool {
	facts := q.facts
	facts.Targets = q.settled()
	return published(q.request, facts)
}

// approver refuses whoever is none.
func (q *question) approver(o *opinion, by release.Person) {
	switch reason, why := q.mayApprove(by); reason {
	case "":
	case ReasonUnknown:
		o.unknown(why)
	default:
		o.refuse("", "%s is no approver: %s", name(by), why)
	}
}

// settleable refuses to settle what runs are certain of. What was settled may be
// settled anew: the last word counts.
func (q *question) settleable(o *opinion, target string) {
	targets, known := q.facts.Targets.Get()
	t, named := targets[target]
	switch {
	case !known:
		o.unknown(gap("which targets are published", q.facts.Targets.Why()))
	case !named:
		o.refuse("", "the request names no target %s", target)
	case t.State == TargetUnknown && t.At.IsZero():
		o.refuse("", "%s cannot be settled before its run has ended", target)
	case t.State != TargetUnknown && t.Settled == nil:
		o.refuse("", "%s needs no settling: it is %s", target, t.State)
	}
}

// MayRequest says whether a person may ask for a release, and why not: Pass,
// RefuseFor or, in a preview from which a fact is withheld, Unknown. request
// need hold no more than the project.
func MayRequest(rules Rules, request release.Request, facts Facts, who release.Person) (Outcome, string) {
	var o opinion
	q := &question{rules: rules, request: request, facts: facts}
	q.judgeRequester(&o, who)
	return o.allowed(facts.Preview)
}
