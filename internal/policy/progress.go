package policy

import (
	"maps"
	"slices"
	"strings"

	"github.com/release-request/gh-release-request/internal/release"
)

// runsNow reports whether a publish run of this request is unfinished.
func runsNow(facts Facts) bool {
	issue, _ := facts.Issue.Get()
	runs, _ := facts.Unfinished.Get()
	return slices.ContainsFunc(runs, func(r Run) bool { return r.Request == issue.Number })
}

// begun reports whether the last that the workflow said of publishing is that
// it starts: a run before that is still in its gate, and after that has ended.
func begun(facts Facts) bool {
	ledger, _ := facts.Ledger.Get()
	for _, e := range slices.Backward(ledger) {
		if e.Receipt == nil {
			continue
		}
		switch e.Receipt.Kind {
		case ReceiptVerdict:
			return e.Receipt.Decision == Publish || e.Receipt.Decision == Finish
		case ReceiptResult, ReceiptClosed:
			return false
		}
	}
	return false
}

// stopped reports whether what the workflow began is not under way any more, and
// nobody said how it ended: its run died, or was cancelled.
func stopped(facts Facts) bool {
	_, known := facts.Unfinished.Get()
	return known && begun(facts) && !runsNow(facts)
}

// hasResult reports whether a run has published, or tried to.
func hasResult(facts Facts) bool {
	ledger, _ := facts.Ledger.Get()
	return slices.ContainsFunc(ledger, func(e Event) bool { return e.Receipt != nil && e.Receipt.Kind == ReceiptResult })
}

// outAlready names what is published of a request whose state does not tell.
func outAlready(request release.Request, facts Facts) []string {
	targets := facts.targets()
	var list []string
	for _, name := range slices.Sorted(maps.Keys(targets)) {
		if targets[name].State == TargetPublished {
			list = append(list, name)
		}
	}
	if len(list) == 0 || len(list) == len(targets) {
		return nil
	}
	done := "published"
	if request.Rehearsal {
		done = "rehearsed"
	}
	return []string{done + " already: " + strings.Join(list, ", ")}
}

// unsettled says which targets are uncertain, and why.
func unsettled(facts Facts) []string {
	targets := facts.targets()
	var lost []string
	for _, name := range slices.Sorted(maps.Keys(targets)) {
		if targets[name].State == TargetUnknown {
			lost = append(lost, name+": "+targets[name].Why)
		}
	}
	return lost
}

func (f Facts) targets() map[string]TargetFact {
	targets, _ := f.Targets.Get()
	return targets
}
