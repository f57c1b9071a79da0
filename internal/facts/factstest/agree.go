package factstest

import (
	"reflect"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/policy"
)

// Agree fails where a list tells something else of an open request than a
// reading of it alone. What a list withholds it may withhold; but no fact has
// two readings.
func (w *World) Agree(number int) {
	w.t.Helper()
	reader := w.Reader("olivia", false)
	alone, err := reader.Read(w.t.Context(), number)
	if err != nil {
		w.t.Fatal(err)
	}
	list, _, err := reader.ReadOpen(w.t.Context(), 50, func(i github.RequestIssue) bool { return i.Number == number })
	if err != nil || len(list) != 1 || list[0].Err != nil {
		w.t.Fatalf("listed are %+v, %v", list, err)
	}
	listed, whole := list[0].Reading.Facts, alone.Facts
	issue, _ := whole.Issue.Get()
	issue.App = "" // nor does GraphQL tell that
	compare(w.t, "issue", listed.Issue, policy.Known(issue))
	compare(w.t, "ledger", listed.Ledger, told(whole.Ledger))
	compare(w.t, "edits", listed.Edits, whole.Edits)
	compare(w.t, "labels", listed.Labels, whole.Labels)
	compare(w.t, "same title", listed.SameTitle, whole.SameTitle)
	compare(w.t, "unfinished", listed.Unfinished, whole.Unfinished)
	compare(w.t, "targets", listed.Targets, whole.Targets)
	compare(w.t, "source", listed.Source, whole.Source)
	compare(w.t, "compare", listed.Compare, whole.Compare)
	compare(w.t, "checks", listed.Checks, whole.Checks)
	compare(w.t, "blockers", listed.Blockers, whole.Blockers)
	compare(w.t, "landed", listed.Landed, whole.Landed)
	if a, b := receipts(list[0].Reading), receipts(alone); !slices.Equal(a, b) {
		w.t.Errorf("the list finds the receipts %v, the reading %v", a, b)
	}
}

func compare[T any](t *testing.T, what string, listed, whole policy.Fact[T]) {
	t.Helper()
	a, known := listed.Get()
	b, there := whole.Get()
	if known != there {
		t.Errorf("%s: the list %q, the reading %q", what, listed.Why(), whole.Why())
		return
	}
	if diff := cmp.Diff(a, b, cmp.Exporter(func(reflect.Type) bool { return true }), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("%s: the list (-) and the reading (+) differ:\n%s", what, diff)
	}
}

// told leaves of a ledger what GraphQL tells, and a list asks for: no Apps and
// suggestions, and no ids of events that are no comments.
func told(ledger policy.Fact[[]policy.Event]) policy.Fact[[]policy.Event] {
	events, known := ledger.Get()
	if !known {
		return ledger
	}
	unasked := []string{"assigned", "unassigned", "cross-referenced", "mentioned", "subscribed"}
	var kept []policy.Event
	for _, e := range events {
		if e.App, e.Intent = "", ""; e.Kind != "commented" {
			e.ID = 0
		}
		if !slices.Contains(unasked, e.Kind) {
			kept = append(kept, e)
		}
	}
	return policy.Known(kept)
}

func receipts(r *facts.Reading) (ids []int64) {
	for _, c := range r.Comments {
		if c.Receipt != nil {
			ids = append(ids, c.ID)
		}
	}
	return ids
}
