package policy

import (
	"time"

	"github.com/release-request/gh-release-request/internal/release"
)

// Evaluate decides about a request. It is pure: the same rules, request and
// facts always give the same verdict.
//
// A record that does not parse, or a project that is not in the policy, leaves
// only the rules that can be asked without it, and the decision is Refuse.
// Once every target is published and something is left for report to do, only
// the rules that guard that work are asked, and the decision is Finish. In a
// preview Publish and Finish mean "as far as this reader can tell": findings
// that are Unknown stay so, and the gate will check them.
func Evaluate(rules Rules, request release.Request, facts Facts) Verdict {
	q := newQuestion(rules, request, facts)
	v := Verdict{
		Schema:       VerdictSchema,
		Digest:       facts.Record.Digest,
		PolicyCommit: facts.PolicyCommit,
		At:           facts.Now,
		Findings:     []Finding{},
		Approvals:    append([]release.Approval{}, q.ballot.remain...),
		Left:         append([]string{}, q.left()...),
		Rehearsal:    request.Rehearsal,
		Emergency:    q.glass.broken,
		Automatic:    q.unaided(),
		Settlements:  q.settlements(),
	}
	ledger, _ := facts.Ledger.Get()
	v.LastEvent = lastLabelling(ledger)

	worst := Pass
	for _, r := range book() {
		if r.asked > q.stage || q.finishing && !r.finish {
			continue
		}
		said := r.find(q)
		if r.yields {
			said = q.glass.excuse(said, facts.Preview)
		}
		f := r.finding(said, facts.Preview)
		v.Findings = append(v.Findings, f)
		if f.Outcome.weight() > worst.weight() {
			worst = f.Outcome
		}
	}
	v.Decision = q.decide(worst)
	return v
}

// question is one evaluation under way: what every rule is given.
type question struct {
	rules     Rules
	request   release.Request
	facts     Facts
	stage     stage
	finishing bool
	ballot    ballot
	glass     glass
}

func newQuestion(rules Rules, request release.Request, facts Facts) *question {
	q := &question{rules: rules, request: request, facts: facts, stage: ofAnyIssue}
	if len(facts.Record.Problems) == 0 && !facts.Record.Digest.IsZero() {
		q.stage = ofARequest
		if rules.covers(request.Source()) {
			q.stage = ofAProject
			q.facts.Targets, q.facts.SameTitle = q.settled(), q.settledSiblings()
			q.ballot = count(q)
			q.glass = q.breakGlass()
			q.finishing = published(request, q.facts) && after(request, q.facts) == workLeft
		}
	}
	return q
}

// covers reports whether these are the rules of the project.
func (r Rules) covers(p release.Project) bool {
	return r.Name != "" && release.SameRepository(r.Project.Repository(), p.Repository()) && r.Project.Path == p.Path
}

// now is GitHub's clock. An answer without a time is no fact: every age would be
// young.
func (q *question) now() Fact[time.Time] {
	if q.facts.Now.IsZero() {
		return Withheld[time.Time]("GitHub's answer does not tell it")
	}
	return Known(q.facts.Now)
}

func (q *question) decide(worst Outcome) Decision {
	switch {
	case worst == RefuseFor || q.stage < ofAProject:
		return Refuse
	case worst == WaitFor:
		return Wait
	case q.finishing:
		return Finish
	}
	return Publish
}
