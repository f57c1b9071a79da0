package policy

import (
	"maps"
	"slices"
	"strings"

	"github.com/release-request/gh-release-request/internal/release"
)

// StateOf names where a request stands, and says in a few words of what it
// waits for, failed at, or was ended by; the words may be empty. v is what
// Evaluate makes of the same request and facts.
//
// An ended request is what its receipt says, and one that was closed by hand
// what its closing means. Of an open one, what a run does now comes first, then
// what no approval can mend, then what is half done, and then the verdict.
func StateOf(v Verdict, request release.Request, facts Facts) (release.State, string) {
	if issue, ok := facts.Issue.Get(); ok && !issue.Open {
		return closedState(request, facts, issue)
	}
	if runsNow(facts) && (v.Decision == Publish || v.Decision == Finish || out(facts.targets())) {
		return release.Publishing, next(v)
	}
	if state, detail := spoiltState(v, facts); state != "" {
		return state, detail
	}
	if out(facts.targets()) || hasResult(facts) {
		return release.Failed, strings.Join(append([]string{"at " + next(v)}, sentences(v, RefuseFor)...), "; ")
	}
	switch approval := v.finding(RuleApproved); {
	case v.Decision == Refuse:
		return release.Refused, strings.Join(sentences(v, RefuseFor), "; ")
	case approval.Outcome == WaitFor && len(v.Approvals) == 0:
		return release.Pending, approval.Sentence
	case v.Decision == Wait:
		return release.Waiting, strings.Join(sentences(v, WaitFor), "; ")
	}
	return release.Waiting, strings.Join(append([]string{"the gate"}, sentences(v, Unknown)...), "; ")
}

// closedState is the state of a closed issue.
func closedState(request release.Request, facts Facts, issue Issue) (release.State, string) {
	if ended := lastClosing(facts); ended != nil && ended.State != "" {
		landed, _ := facts.Landed.Get()
		if ended.State == release.MergeByHand && landed.Merged {
			return release.Published, ""
		}
		return ended.State, ""
	}
	if why := unsettled(facts); why != "" {
		return release.Unknown, why
	}
	if published(request, facts) {
		if after(request, facts) == workLeft {
			return release.Failed, "at " + afterwards
		}
		return release.Published, ""
	}
	if len(facts.Record.Problems) > 0 {
		return release.Malformed, facts.Record.Problems[0]
	}
	ledger, _ := facts.Ledger.Get()
	for _, e := range slices.Backward(ledger) {
		if e.Kind == kindClosed && e.Actor.Same(issue.Author) {
			return release.Retracted, "by " + name(e.Actor)
		}
		if e.Kind == kindClosed {
			return release.Rejected, "by " + name(e.Actor)
		}
	}
	return release.Rejected, ""
}

// spoiltState is the state of an open request that must be asked for again, or
// looked into by a person; empty for none of these.
func spoiltState(v Verdict, facts Facts) (release.State, string) {
	open, form, change := v.finding(RuleRequestOpen), v.finding(RuleRequestWellformed), v.finding(RuleRequestUnchanged)
	switch {
	case form.Outcome == RefuseFor:
		return release.Malformed, form.Sentence
	case change.Outcome == RefuseFor && change.Reason != ReasonUnknown:
		return release.Changed, change.Sentence
	case unsettled(facts) != "":
		return release.Unknown, unsettled(facts)
	case open.Reason == ReasonSuperseded || open.Reason == ReasonDuplicate:
		return release.Superseded, open.Sentence
	}
	return "", ""
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

// runsNow reports whether a publish run of this request is unfinished.
func runsNow(facts Facts) bool {
	issue, _ := facts.Issue.Get()
	runs, _ := facts.Unfinished.Get()
	return slices.ContainsFunc(runs, func(r Run) bool { return r.Request == issue.Number })
}

// hasResult reports whether a run has published, or tried to.
func hasResult(facts Facts) bool {
	ledger, _ := facts.Ledger.Get()
	return slices.ContainsFunc(ledger, func(e Event) bool { return e.Receipt != nil && e.Receipt.Kind == ReceiptResult })
}

// unsettled says what is uncertain about a target; empty for nothing.
func unsettled(facts Facts) string {
	targets := facts.targets()
	for _, name := range slices.Sorted(maps.Keys(targets)) {
		if targets[name].State == TargetUnknown {
			return name + ": " + targets[name].Why
		}
	}
	return ""
}

func (f Facts) targets() map[string]TargetFact {
	targets, _ := f.Targets.Get()
	return targets
}

// finding returns what a rule said; zero if it was not asked.
func (v Verdict) finding(rule string) Finding {
	i := slices.IndexFunc(v.Findings, func(f Finding) bool { return f.Rule == rule })
	if i < 0 {
		return Finding{}
	}
	return v.Findings[i]
}

// sentences returns what the findings of one outcome say.
func sentences(v Verdict, outcome Outcome) []string {
	var said []string
	for _, f := range v.Findings {
		if f.Outcome == outcome {
			said = append(said, f.Sentence)
		}
	}
	return said
}
