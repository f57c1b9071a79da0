package publish

import (
	"slices"
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/facts/factstest"
	"github.com/release-request/gh-release-request/internal/record"
)

// An answer that could not be told in a comment would fail each sweep for ever.
func TestForm_endlessIsAnswered(t *testing.T) {
	for name, c := range map[string]struct{ text, says string }{
		"project": {factstest.FormText(strings.Repeat("`", 60_000), "1.2.3", "", ""), "Project: it has 60000 characters"},
		"hidden":  {factstest.FormText(strings.Repeat("\u202e", 200), "1.2.3", "", ""), "is no project of the policy"},
		"version": {sdkForm(strings.Repeat("`", 60_000), "", ""), "Version: version "},
		"branch":  {sdkForm("1.2.3", strings.Repeat("\u202e", 20_000), ""), "Branch: "},
	} {
		t.Run(name, func(t *testing.T) {
			s := newForm(t, "endless-"+name, c.text)
			s.intake(2)
			s.sweep()
			s.says(2, c.says)
			s.wantForms()
		})
	}
}

// Each run that names a form would otherwise have it read in every sweep.
func TestForm_isNotReadForRunsThatAreLeftAside(t *testing.T) {
	s := newForm(t, "aside", sdkForm("1.2.3", "", ""))
	s.intake(2)
	for range 3 {
		s.AskFor(2, func(a *factstest.Asking) { a.Request.Rehearsal = true })
	}
	s.sweep()
	s.says(2, "is being prepared", "it is a rehearsal", "it is a rehearsal", "it is a rehearsal")
	for _, call := range slices.Concat(sweeping(t, s.World, false)...) {
		if strings.Contains(call, "/issues/2/timeline") {
			t.Errorf("another sweep reads it: %s", call)
		}
	}
}

// Whoever may start the workflow could otherwise have the workflow write without
// end, and what it has to write would wait.
func TestForm_isNotFloodedByRunsOfOthers(t *testing.T) {
	s := newForm(t, "flooded", sdkForm("1.2.3", "", ""))
	s.intake(2)
	byAdam := func(a *factstest.Asking) { a.Run.Actor = s.Hub().As("adam").User }
	for range 5 {
		s.AskFor(2, byAdam)
	}
	s.sweep()
	const aside = "somebody else than the workflow of this repository started it"
	s.says(2, "is being prepared", aside, aside, aside)
	for _, call := range slices.Concat(sweeping(t, s.World, false)...) {
		if strings.Contains(call, "/issues/2/timeline") {
			t.Errorf("another sweep reads it: %s", call)
		}
	}
	s.AskFor(2, nil)
	s.sweep()
	if record.IsForm(s.issue(2).Body) {
		t.Error("what the workflow itself started is not put in")
	}
}

// Any job of the central repository has the workflow's account: whoever may push
// there could have it ask for something in the name of a form's author.
func TestForm_isItsAuthorsAlone(t *testing.T) {
	s := newForm(t, "borrowed", sdkForm("1.2.2", "", ""))
	if err := s.JobClient().UpdateIssue(t.Context(), s.Repository(), 2, "release", sdkForm("1.2.3", "", "")); err != nil {
		t.Fatal(err)
	}
	s.intake(2)
	s.wantForms()
	s.says(2, " edited the form; ask again")
	s.AskFor(2, nil)
	s.sweep()
	if !record.IsForm(s.issue(2).Body) {
		t.Error("it was filled")
	}
}
