package publish

import (
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/facts/factstest"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/release"
)

// newAutomatic is a stage whose project needs nobody's approval for what its run
// asks for, if that changes nothing but VERSION. A run has asked for it.
func newAutomatic(t *testing.T, name, more string, scheduled bool) (*stage, release.Request) {
	t.Helper()
	s := newAsked(t, "auto-"+name)
	s.policy("    targets: [npm, docs]\n", "    targets: [npm, docs]\n    versioning: {scheme: calver, format: YY.M.MICRO}\n    auto-approve: true\n    release-files: [VERSION]\n")
	if more != "" {
		s.policy("version: 1", "version: 1\n"+more)
	}
	commit := s.Push("26.3.0")
	return s, s.Ask(func(a *factstest.Asking) {
		run := a.Request.Run
		a.Request = s.Request("26.3.0", commit)
		a.Request.Run = run
		if scheduled {
			a.Run.Event, a.Request.Requester = "schedule", ""
		}
		a.Notices[0].Message = s.Attest(a.Request, "")
	})
}

func TestSweep_letsGoByItselfWhatNeedsNobody(t *testing.T) {
	for name, scheduled := range map[string]bool{"dispatch": false, "schedule": true} {
		t.Run(name, func(t *testing.T) {
			s, _ := newAutomatic(t, name, "approval: {approvers: [adam]}", scheduled)
			s.sweep()
			s.wantStarted(2)
			s.says(2) // nobody is called
			s.endRuns()
			s.decide(2, s.StartRun(2, nil), policy.Publish)
			if last := s.last(2); last.Verdict == nil || !last.Verdict.Automatic || len(last.Verdict.Approvals) > 0 {
				t.Errorf("the receipt says %+v", last.Verdict)
			}
		})
	}
}

func TestSweep_holdsByABlockerWhatNeedsNobody(t *testing.T) {
	s, _ := newAutomatic(t, "blocked", "", true)
	s.policy("blockers: []", "blockers: [release-blocker]")
	s.Source.AddLabel("release-blocker", "b60205", "")
	issue, err := s.Client("olivia").CreateIssue(t.Context(), s.Name(), "It is broken", "")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Client("olivia").AddLabel(t.Context(), s.Name(), issue.Number, "release-blocker"); err != nil {
		t.Fatal(err)
	}
	s.sweep()
	s.wantStarted()
	s.says(2, "release-blocker")
	if err := s.Client("olivia").CloseIssue(t.Context(), s.Name(), issue.Number, "completed"); err != nil {
		t.Fatal(err)
	}
	s.sweep()
	s.wantStarted(2)
}

func TestSweep_waitsForAPersonWhereMoreIsChanged(t *testing.T) {
	s := newAsked(t, "auto-more")
	s.policy("    targets: [npm, docs]\n", "    targets: [npm, docs]\n    versioning: {scheme: calver, format: YY.M.MICRO}\n    auto-approve: true\n    release-files: [CHANGELOG.md]\n")
	commit := s.Push("26.3.0")
	s.Ask(func(a *factstest.Asking) {
		run := a.Request.Run
		a.Request = s.Request("26.3.0", commit)
		a.Request.Run = run
		a.Notices[0].Message = s.Attest(a.Request, "")
	})
	s.sweep()
	s.wantStarted()
	f := s.Read(2, nil).Verdict().Finding(policy.RuleApproved)
	if f.Outcome != policy.WaitFor || !strings.Contains(f.Sentence, `it changes "VERSION"`) {
		t.Errorf("approved is %s: %s", f.Outcome, f.Sentence)
	}
}
