package policy

import (
	"fmt"
	"slices"
	"strings"

	"github.com/release-request/gh-release-request/internal/release"
)

// StateOf names where a request stands, and says in a few words of what it
// waits for, failed at, or was ended by; the words may be empty. v is what
// Evaluate makes of the same request and facts.
//
// What a run publishes now comes first. An ended request is what its receipt
// says, and one that was closed by hand what its closing means. Of an open one,
// what no approval can mend comes before what is half done, and that before the
// verdict.
func StateOf(v Verdict, request release.Request, facts Facts) (release.State, string) {
	facts = facts.with(v.Settlements)
	state, words := stateOf(v, request, facts)
	switch state {
	case release.Published, release.MergeByHand, release.Rehearsed:
		return state, strings.Join(words, "; ")
	case release.Publishing:
	default:
		words = append(words, outAlready(request, facts)...)
	}
	if request.Rehearsal {
		words = append([]string{"rehearsal"}, words...)
	}
	return state, strings.Join(words, "; ")
}

func stateOf(v Verdict, request release.Request, facts Facts) (release.State, []string) {
	if runsNow(facts) && (begun(facts) || v.Decision == Finish) {
		return release.Publishing, []string{next(v)}
	}
	if issue, ok := facts.Issue.Get(); ok && !issue.Open {
		return closedState(request, facts, issue)
	}
	if state, words := spoiltState(v, facts); state != "" {
		return state, words
	}
	if out(facts.targets()) || hasResult(facts) || stopped(facts) {
		return release.Failed, append(failure(v, facts), v.sentences(RefuseFor, WaitFor)...)
	}
	switch approval := v.Finding(RuleApproved); {
	case v.Decision == Refuse:
		return release.Refused, v.sentences(RefuseFor)
	case approval.Outcome == WaitFor && len(v.Approvals) == 0:
		return release.Pending, []string{approval.Sentence}
	case v.Decision == Wait:
		return release.Waiting, v.sentences(WaitFor)
	}
	if _, known := facts.Unfinished.Get(); known && !runsNow(facts) {
		return release.Waiting, []string{"the gate; no run is under way"}
	}
	return release.Waiting, []string{"the gate"}
}

// failure says at what a release stands still, and why.
func failure(v Verdict, facts Facts) []string {
	at := "at " + next(v)
	if len(v.Left) > 0 {
		if why := facts.targets()[v.Left[0]].Why; why != "" {
			at += " (" + why + ")"
		}
	}
	if stopped(facts) {
		return []string{at, "its run ended without a report"}
	}
	return []string{at}
}

// closedState is the state of a closed issue. A receipt says how it ended, unless
// somebody reopened and closed it by hand since.
func closedState(request release.Request, facts Facts, issue Issue) (release.State, []string) {
	if ended := closingInForce(facts); ended != nil && ended.State != "" {
		return endedAs(*ended, facts), nil
	}
	if lost := unsettled(facts); len(lost) > 0 {
		return release.Unknown, lost
	}
	if published(request, facts) {
		switch ended := lastClosing(facts); {
		case after(request, facts) == workLeft:
			return release.Failed, []string{"at " + afterwards}
		case request.Rehearsal:
			return release.Rehearsed, nil
		case ended != nil && ended.State == release.MergeByHand:
			return endedAs(*ended, facts), nil
		}
		return release.Published, nil
	}
	if len(facts.Record.Problems) > 0 && !facts.Record.Form {
		return release.Malformed, facts.Record.Problems
	}
	return closedByHand(request, facts)
}

// endedAs is the state of which a closing receipt tells.
func endedAs(r Receipt, facts Facts) release.State {
	landed, _ := facts.Landed.Get()
	switch {
	case r.State == release.Published && r.Rehearsal:
		return release.Rehearsed
	case r.State == release.MergeByHand && landed.Merged:
		return release.Published
	}
	return r.State
}

// closedByHand goes by who closed it last. Only the requester's own hand takes
// a request back: what an App does in their name is somebody else's doing.
func closedByHand(request release.Request, facts Facts) (release.State, []string) {
	requester := (&question{request: request, facts: facts}).requester()
	ledger, _ := facts.Ledger.Get()
	for _, e := range slices.Backward(ledger) {
		switch {
		case e.Kind != kindClosed:
		case e.own(nil) && samePerson(e.Actor, requester):
			return release.Retracted, []string{"by " + name(e.Actor)}
		case e.App != "":
			return release.Rejected, []string{fmt.Sprintf("by %s through the App %q", name(e.Actor), e.App)}
		default:
			return release.Rejected, []string{"by " + name(e.Actor)}
		}
	}
	return release.Rejected, nil
}

// spoiltState is the state of an open request that a person must look into, or
// that must be asked for again; empty for none of these.
func spoiltState(v Verdict, facts Facts) (release.State, []string) {
	open, form, change := v.Finding(RuleRequestOpen), v.Finding(RuleRequestWellformed), v.Finding(RuleRequestUnchanged)
	age := v.Finding(RuleNotExpired)
	switch lost := unsettled(facts); {
	case len(lost) > 0:
		return release.Unknown, lost
	case facts.Record.Form:
		return release.Waiting, waitsOfForm(facts.Record)
	case form.Outcome == RefuseFor:
		return release.Malformed, []string{form.Sentence}
	case change.Outcome == RefuseFor && change.Reason != ReasonUnknown:
		return release.Changed, []string{change.Sentence}
	case open.Reason == ReasonSuperseded || open.Reason == ReasonDuplicate:
		return release.Superseded, []string{open.Sentence}
	case age.Reason == ReasonExpired:
		return release.Expired, []string{age.Sentence}
	}
	return "", nil
}

// waitsOfForm says what a form waits for: its author, who has to mend it, or the
// project's workflow.
func waitsOfForm(r Record) []string {
	if len(r.Problems) > 1 {
		return append([]string{"a form, whose author has to mend it"}, r.Problems[1:]...)
	}
	return []string{"a form; the project's workflow has to prepare the release"}
}

// afterwards is what a run does when every target is out.
const afterwards = "tag, merge and closing"

// next is what is to be done next.
func next(v Verdict) string {
	if len(v.Left) > 0 {
		return v.Left[0]
	}
	return afterwards
}
