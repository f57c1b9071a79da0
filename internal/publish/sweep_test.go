package publish

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/record"
	"github.com/release-request/gh-release-request/internal/release"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

func TestSweep_leavesAloneWhatNeedsNothing(t *testing.T) {
	s := newStage(t, "idle")
	ordinary, err := s.Client("rita").CreateIssue(t.Context(), s.Repository(), "The build is slow", "Why?")
	if err != nil {
		t.Fatal(err)
	}
	s.say("rita", ordinary.Number, "#retract")
	s.sweep()
	s.intake(ordinary.Number)
	s.says(s.number)
	s.says(ordinary.Number)
	s.open(ordinary.Number)
	s.wantStarted()
}

func TestSweep_asksTheGateWhenCIHasSpoken(t *testing.T) {
	for conclusion, want := range map[string]policy.Decision{"success": policy.Publish, "failure": policy.Refuse} {
		t.Run(conclusion, func(t *testing.T) {
			s := newStage(t, "ci-"+conclusion)
			s.Press("adam", s.number)
			s.check("in_progress", "")
			first := s.StartRun(s.number, nil)
			gate := s.gate(s.number, first)
			gate.CI.Wait = func(context.Context, time.Duration) error { return nil }
			if verdict, err := gate.Gate(t.Context()); err != nil || verdict.Decision != policy.Wait {
				t.Fatalf("the gate decides %q, %v", verdict.Decision, err)
			}
			s.sweep()
			s.wantStarted() // its run goes on
			first.End("success")
			s.sweep()
			s.wantStarted() // CI is not done
			s.check("completed", conclusion)
			s.sweep()
			s.wantStarted(s.number)
			if verdict := s.Read(s.number, nil).Verdict(); verdict.Decision != want {
				t.Errorf("the gate will decide %q", verdict.Decision)
			}
		})
	}
}

func TestSweep_asksTheGateAgainThatCouldNotDecide(t *testing.T) {
	s := newStage(t, "undecided")
	s.Press("adam", s.number)
	s.sweep()
	s.wantStarted(s.number)
}

func TestSweep_asksTheGateForAnotherPressWhenAnApprovalGrewOld(t *testing.T) {
	s := newStage(t, "grownold")
	s.Press("adam", s.number)
	s.Hub().Advance(73 * time.Hour)
	s.sweep()
	s.wantStarted(s.number)
	s.decide(s.number, s.StartRun(s.number, nil), policy.Wait)
	s.open(s.number)
}

func TestSweep_startsNothingThatFailed(t *testing.T) {
	s := newStage(t, "failed")
	s.Press("adam", s.number)
	run := s.StartRun(s.number, nil)
	s.decide(s.number, run, policy.Publish)
	s.job(run, s.number, "npm", "failure")
	run.End("failure")
	s.report(s.number, run)
	s.sweep()
	s.wantStarted()
	s.open(s.number, "accepted", "failed")
}

func TestSweep_remembersThatWhatFailedWasTriedAgain(t *testing.T) {
	s := newStage(t, "again")
	s.Press("adam", s.number)
	run := s.StartRun(s.number, nil)
	s.decide(s.number, run, policy.Publish)
	s.job(run, s.number, "npm", "failure")
	run.End("failure")
	s.report(s.number, run)
	s.check("in_progress", "")
	again := s.StartRun(s.number, nil)
	gate := s.gate(s.number, again)
	gate.CI.Wait = func(context.Context, time.Duration) error { return nil }
	if verdict, err := gate.Gate(t.Context()); err != nil || verdict.Decision != policy.Wait {
		t.Fatalf("the gate decides %q, %v", verdict.Decision, err)
	}
	again.End("success")
	s.check("completed", "success")
	s.sweep()
	s.wantStarted(s.number)
}

func TestSweep_startsOneOfAProjectAtATime(t *testing.T) {
	s := newStage(t, "project")
	commit := s.Push("1.2.4")
	other := s.FileAs("erin", s.Request("1.2.4", commit))
	s.Press("adam", s.number)
	s.Press("adam", other)
	s.sweep()
	s.wantStarted(s.number)
}

func TestSweep_saysOfADeadRunHowToGoOn(t *testing.T) {
	s := newStage(t, "dead")
	s.Press("adam", s.number)
	run := s.StartRun(s.number, nil)
	s.decide(s.number, run, policy.Publish)
	s.job(run, s.number, "npm", "success")
	s.sweep()
	s.says(s.number, "**Publishing `npm`, `docs`.**") // it goes on
	run.End("failure")
	s.sweep()
	s.says(s.number, "**Publishing `npm`, `docs`.**",
		"**Not everything is published.**\n\n- `npm`: published")
	last := s.last(s.number)
	if last.Result == nil || last.Result.State != release.Failed || len(last.Result.Exceptions) != 1 || !strings.Contains(last.Result.Exceptions[0], "ended without a report") {
		t.Errorf("the receipt says %+v", last.Result)
	}
	s.open(s.number, "accepted", "failed")
	s.wantStarted()
}

func TestSweep_saysOfADeadRunThatPublishedAllHowToFinish(t *testing.T) {
	s := newStage(t, "nearly")
	s.Press("adam", s.number)
	run := s.StartRun(s.number, nil)
	s.decide(s.number, run, policy.Publish)
	s.job(run, s.number, "npm", "success")
	s.job(run, s.number, "docs", "success")
	run.End("failure")
	s.sweep()
	s.says(s.number, "**Publishing `npm`, `docs`.**", "**The run that published this ended without a report.**")
	s.open(s.number, "accepted", "failed")
	s.wantStarted()
	again := s.StartRun(s.number, nil)
	s.decide(s.number, again, policy.Finish)
	s.open(s.number, "accepted")
	s.report(s.number, again)
	s.ended(s.number, hub.Completed, "published")
}

func TestSweep_leavesAnUnfinishedReportToItsOwnWords(t *testing.T) {
	s := newStage(t, "reported")
	s.Press("adam", s.number)
	run := s.StartRun(s.number, nil)
	s.decide(s.number, run, policy.Publish)
	report := &Report{Case: *s.gate(s.number, run), Digest: "another"}
	if _, err := report.Run(t.Context()); err == nil {
		t.Fatal("it reported")
	}
	run.End("failure")
	s.sweep()
	s.says(s.number, "**Publishing `npm`, `docs`.**", "**The report could not be finished.**")
}

func TestSweep_endsWhatIsTooOld(t *testing.T) {
	s := newStage(t, "old")
	s.policy("expire-after: never", "expire-after: 14d")
	s.Hub().Advance(13 * 24 * time.Hour)
	s.sweep()
	s.open(s.number)
	s.Hub().Advance(24 * time.Hour)
	s.sweep()
	s.ended(s.number, hub.NotPlanned, "expired")
	if got := s.branches(); got != "main" {
		t.Errorf("the branches are %q", got)
	}
}

func TestSweep_remindsApproversOnce(t *testing.T) {
	s := newStage(t, "remind")
	s.policy("version: 1", "version: 1\napproval: {approvers: [erin, adam, olivia]}")
	s.sweep()
	s.says(s.number)
	s.Hub().Advance(24 * time.Hour)
	s.sweep()
	s.says(s.number, "@adam @olivia: this release has waited for an approval since 2026-03-")
	s.Hub().Advance(24 * time.Hour)
	s.sweep()
	s.says(s.number, "@adam @olivia: ")
}

func TestSweep_remindsNobodyOfWhatCannotBeApproved(t *testing.T) {
	for name, change := range map[string]func(*stage){
		"switched off": func(s *stage) { s.policy("expire-after: never", "expire-after: never, remind-after: never") },
		"refused": func(s *stage) {
			s.Write("more", "x\n")
			s.Git("erin", s.Clone, "commit", "-q", "-m", "more")
			s.Git("erin", s.Clone, "push", "-q", "origin", "HEAD")
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t, "noremind-"+name[:3])
			change(s)
			s.Hub().Advance(72 * time.Hour)
			s.sweep()
			for _, text := range s.told(s.number) {
				if strings.Contains(text, "has waited") {
					t.Errorf("it says %s", text)
				}
			}
		})
	}
}

func TestSweep_oneBadRequestKeepsNoneFromTheRest(t *testing.T) {
	s := newStage(t, "poison")
	other := s.FileAs("erin", s.Request("1.2.4", s.Push("1.2.4")))
	s.say("erin", other, "#retract")
	keeper := s.keeper()
	keeper.Reader = poisoned{keeper.Reader, s.number}
	err := keeper.Sweep(t.Context())
	if err == nil || !strings.Contains(err.Error(), "not every request could be looked after: #1: cannot be read") {
		t.Errorf("got %v", err)
	}
	s.ended(other, hub.NotPlanned, "retracted")
}

// ReadOpen lists it, and does not tell of it.
func (p poisoned) ReadOpen(ctx context.Context, limit int, pick func(github.RequestIssue) bool) ([]facts.Opened, bool, error) {
	list, more, err := p.meeting.ReadOpen(ctx, limit, pick)
	for i, o := range list {
		if o.Issue.Number == p.number {
			list[i] = facts.Opened{Issue: o.Issue, Err: errors.New("cannot be read")}
		}
	}
	return list, more, err
}

// poisoned cannot read one request.
type poisoned struct {
	meeting
	number int
}

func (p poisoned) Read(ctx context.Context, number int) (*facts.Reading, error) {
	if number == p.number {
		return nil, errors.New("cannot be read")
	}
	return p.meeting.Read(ctx, number)
}

func TestSweep_finishesAnEndingThatBrokeOff(t *testing.T) {
	s := newStage(t, "broke")
	s.say("erin", s.number, "#retract")
	keeper := s.keeper()
	keeper.Issues = brittle{keeper.Issues}
	if err := keeper.Sweep(t.Context()); err == nil {
		t.Fatal("it did not break off")
	}
	s.open(s.number)
	s.sweep()
	s.ended(s.number, hub.NotPlanned, "retracted")
	s.says(s.number, "**Taken back (`erin`).**")
}

// brittle cannot close issues.
type brittle struct{ issues }

func (brittle) CloseIssue(context.Context, string, int, string) error { return errors.New("no") }

func TestSweep_saysWhatStandsInTheWayAndWhenItIsGone(t *testing.T) {
	s := newStage(t, "inform")
	s.check("completed", "failure")
	s.sweep()
	s.says(s.number, "**As it stands, the gate refuses this request.**\n\n- `approved`")
	s.check("completed", "success")
	s.sweep()
	s.says(s.number, "**Nothing else stands in its way any more.**")
	s.wantStarted()
}

func TestSweep_isSilentAboutWhatTheGateHasSaid(t *testing.T) {
	s := newStage(t, "refused")
	s.check("completed", "failure")
	s.Press("adam", s.number)
	run := s.StartRun(s.number, nil)
	s.decide(s.number, run, policy.Refuse)
	run.End("success")
	s.sweep()
	s.says(s.number, "**Refused.**")
	s.wantStarted()
}

func TestQueue_malformedRequestsComeLast(t *testing.T) {
	request := release.Request{
		Schema: release.Schema, Project: "acme/sdk", Version: "1.2.3", Commit: strings.Repeat("a", 40), Branch: "release/1.2.3",
		Base: "main", Targets: []string{"npm"}, Requester: "erin", Changelog: record.HashChangelog(""),
	}
	title, body, err := record.Render(request, "", "github.com")
	if err != nil {
		t.Fatal(err)
	}
	var open []facts.Opened
	for _, issue := range []github.RequestIssue{ // newest first, as they are listed
		{Number: 5, Title: title, Body: body}, {Number: 4, Title: title, Body: "x"}, {Number: 3, Title: "publish: acme/x@1.0.0"},
		{Number: 2, Title: "The build is slow"}, {Number: 1, Title: title, Body: body},
	} {
		open = append(open, facts.Opened{Issue: issue})
	}
	var got []int
	for _, o := range queue(open, "github.com") {
		got = append(got, o.Issue.Number)
	}
	if want := []int{1, 5, 3, 4}; !slices.Equal(got, want) {
		t.Errorf("the queue is %v, want %v", got, want)
	}
}
