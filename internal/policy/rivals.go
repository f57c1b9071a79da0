package policy

import (
	"maps"
	"slices"

	"github.com/release-request/gh-release-request/internal/release"
)

// compareRivals says which of several open requests for one version stands. A
// rehearsal publishes nothing, so that it takes the place of rehearsals only.
func (q *question) compareRivals(o *opinion) {
	siblings, _ := read(o, "the other requests for this version", q.facts.SameTitle)
	issue, _ := q.facts.Issue.Get()
	for _, other := range siblings {
		switch {
		case !other.Open, other.Digest.IsZero(), other.Rehearsal != q.request.Rehearsal, other.copied(issue.Workflow):
			// Nothing can be published from it, or from this one.
		case other.Digest == q.facts.Record.Digest && other.Requester.Same(issue.Author):
			if other.Number < issue.Number {
				o.refuse(ReasonDuplicate, "the same request is open already as #%d", other.Number)
			}
		case other.Number > issue.Number:
			q.yieldTo(o, other, issue)
		default:
			q.takeOver(o, other, issue)
		}
	}
}

// yieldTo compares the request with a newer one, which supersedes it if filed
// by one who may, unless this one was on its way before that.
func (q *question) yieldTo(o *opinion, newer Sibling, issue Issue) {
	asker := newer.asker(issue.Workflow)
	may := q.maySupersede(asker, q.requester())
	supersedes, known := may.Get()
	if known && !supersedes {
		return
	}
	under := q.underWay(newer, issue)
	onItsWay, sure := under.Get()
	switch {
	case onItsWay, !known && q.letGo():
	case !known:
		o.unknown(may.Why())
	case !sure:
		o.unknown(under.Why())
	default:
		o.refuse(ReasonSuperseded, "#%d by %s has taken its place", newer.Number, name(asker))
	}
}

// takeOver compares the request with an older one: this one supersedes it, or
// that one stands in its way. Whoever may not ask keeps nobody from asking.
func (q *question) takeOver(o *opinion, older Sibling, issue Issue) {
	begun := older.Publishing || out(older.Targets)
	asker := older.asker(issue.Workflow)
	stands := Known(true) // a schedule's, or nobody can tell whose: the workflow has seen it attested
	if older.Run == "" || older.Form || older.Asker.Known() {
		stands = q.mayRequest(asker)
	}
	holds, sure := stands.Get()
	if sure && !holds && !begun {
		return
	}
	may := q.maySupersede(q.requester(), asker)
	supersedes, known := may.Get()
	switch {
	case !known:
		o.unknown(may.Why())
	case supersedes && older.Publishing:
		o.wait(ReasonRivalRuns, "#%d for this version is being published", older.Number)
	case supersedes && !begun, !sure && !begun && q.letGo():
	case !sure && !begun:
		o.unknown(stands.Why())
	case begun:
		o.refuse(ReasonRival, "#%d for this version is open and published in part", older.Number)
	default:
		o.refuse(ReasonRival, "#%d by %s for this version is open", older.Number, name(asker))
	}
}

// letGo reports whether a job of a run asks that the gate let go. The gate alone
// can ask what people may do, so that nothing is known of somebody whose request
// was not there when it looked: closed, or called something else. Such a request
// waits for this run; otherwise anybody could stop every publishing with one.
func (q *question) letGo() bool { return q.facts.OwnRun != 0 && begun(q.facts) }

// maySupersede reports whether who may replace a request of owner.
func (q *question) maySupersede(who, owner release.Person) Fact[bool] {
	if samePerson(who, owner) || !who.Human() {
		return Known(samePerson(who, owner))
	}
	switch reason, why := q.mayApprove(who); reason {
	case "":
		return Known(true)
	case ReasonUnknown:
		return Withheld[bool](why)
	}
	return Known(false)
}

// underWay reports whether the request was being published, or was so in part,
// when a newer one was filed. A run that came later than that began nothing.
func (q *question) underWay(newer Sibling, issue Issue) Fact[bool] {
	targets, targetsKnown := q.facts.Targets.Get()
	runs, runsKnown := q.facts.Unfinished.Get()
	switch {
	case out(targets), slices.ContainsFunc(runs, func(r Run) bool {
		return r.Request == issue.Number && r.CreatedAt.Before(newer.CreatedAt)
	}):
		return Known(true)
	case !targetsKnown:
		return Withheld[bool](gap("which targets are published", q.facts.Targets.Why()))
	case !runsKnown:
		return Withheld[bool](gap("the unfinished publish runs", q.facts.Unfinished.Why()))
	}
	return Known(false)
}

// out reports whether any target is published, or may be.
func out(targets map[string]TargetFact) bool {
	for _, t := range targets {
		if t.State != TargetLeft {
			return true
		}
	}
	return false
}

// doubt says on what it hangs whether any target is out, where nothing but that
// speaks for it; empty where something else does, or none is out.
func doubt(targets map[string]TargetFact) string {
	why := ""
	for _, name := range slices.Sorted(maps.Keys(targets)) {
		switch t := targets[name]; {
		case t.State == TargetLeft:
		case t.Doubt == "":
			return ""
		default:
			why = t.Doubt
		}
	}
	return why
}
