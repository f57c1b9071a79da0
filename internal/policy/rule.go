package policy

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// rule is one row of the table in section 9 of the design.
type rule struct {
	code    string
	passes  string // when it passes, for the manual
	asked   stage
	finish  bool // must hold, too, when nothing but tag, merge and closing is left
	yields  bool // passes in an emergency
	find    func(*question) opinion
	reasons []Reason
}

// stage is what must be there before a rule can be asked.
type stage int

const (
	ofAnyIssue stage = iota // an issue
	ofARequest              // a record that parses
	ofAProject              // its project in the policy
)

// book is all rules, in the order in which verdicts list them.
func book() []rule {
	return []rule{
		requestOpen, requestWellformed, requestUnchanged, projectKnown,
		versionNew, requesterAllowed, approved, fourEyes,
		commitPinned, baseReviewed, ciPassed,
		unblocked, unfrozen, notExpired,
		alone, targetsLeft,
	}
}

// ReasonUnknown is the reason of every rule for which a fact is missing.
const ReasonUnknown = "unknown"

// opinion gathers what one rule has to say. One that says nothing is no pass:
// a rule that forgets a case makes the gate refuse.
type opinion struct {
	remarks []remark
	links   []string // to what they name
	excused bool     // by an emergency
}

type remark struct {
	outcome  Outcome
	reason   string
	sentence string
}

func (o *opinion) say(outcome Outcome, reason, format string, args []any) {
	o.remarks = append(o.remarks, remark{outcome, reason, fmt.Sprintf(format, args...)})
}

func (o *opinion) pass(format string, args ...any) { o.say(Pass, "", format, args) }

func (o *opinion) wait(reason, format string, args ...any) { o.say(WaitFor, reason, format, args) }

func (o *opinion) refuse(reason, format string, args ...any) { o.say(RefuseFor, reason, format, args) }

// unknown says which fact is missing; a gap says that and why.
func (o *opinion) unknown(gap string) { o.say(Unknown, ReasonUnknown, "cannot tell %s", []any{gap}) }

// gap names a fact that is missing, and why it is.
func gap(fact, why string) string { return fact + " (" + why + ")" }

// read returns a fact's value, or says in the opinion that it is not known.
func read[T any](o *opinion, what string, f Fact[T]) (T, bool) {
	value, ok := f.Get()
	if !ok {
		o.unknown(gap(what, f.Why()))
	}
	return value, ok
}

// weight orders outcomes: the heaviest of several decides. The gate cannot
// leave an unknown to anyone; it refuses, but a rule's own refusal says more.
func (r remark) weight(preview bool) int {
	if r.outcome == Unknown && !preview {
		return 2*RefuseFor.weight() - 1
	}
	return 2 * r.outcome.weight()
}

// weight orders outcomes: the heaviest of all rules decides.
func (o Outcome) weight() int {
	switch o {
	case Pass:
		return 0
	case Unknown:
		return 1
	case WaitFor:
		return 2
	}
	return 3
}

// worst is the heaviest remark, the first of several. A rule that says nothing
// is one that forgot a case.
func (o opinion) worst(preview bool) remark {
	if len(o.remarks) == 0 {
		o.unknown("what this rule says")
	}
	worst := o.remarks[0]
	for _, said := range o.remarks {
		if said.weight(preview) > worst.weight(preview) {
			worst = said
		}
	}
	return worst
}

// finding turns an opinion into the rule's outcome: the worst of its remarks,
// and the sentences of all that are against it.
func (r rule) finding(o opinion, preview bool) Finding {
	worst := o.worst(preview)
	if worst.outcome == Pass {
		return Finding{Rule: r.code, Reason: cmp.Or(worst.reason, r.code), Outcome: Pass, Sentence: worst.sentence, Links: o.links, Excused: o.excused}
	}
	sentences := []string{worst.sentence}
	for _, said := range o.remarks {
		if said.outcome != Pass && !slices.Contains(sentences, said.sentence) {
			sentences = append(sentences, said.sentence)
		}
	}
	switch {
	case worst.outcome == Unknown && preview:
		sentences = append(sentences, "the gate will check")
	case worst.outcome == Unknown:
		worst.outcome = RefuseFor
	}
	return Finding{Rule: r.code, Reason: worst.reason, Outcome: worst.outcome, Sentence: strings.Join(sentences, "; "), Links: o.links}
}
