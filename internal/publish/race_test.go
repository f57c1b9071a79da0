package publish

import (
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/release"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// state is where a request stands.
func (s *stage) state(number int) release.State {
	s.t.Helper()
	reading := s.Read(number, nil)
	state, _ := policy.StateOf(reading.Verdict(), reading.Parsed.Request, reading.Facts)
	return state
}

// The gate has let it go, and the requester takes it back before anything is
// out: the checkout of every job refuses.
func TestRace_retractAfterTheGateStopsWhatHasNotBegun(t *testing.T) {
	s := newStage(t, "race-stop")
	s.Press("adam", s.number)
	run := s.StartRun(s.number, nil)
	gate := s.gate(s.number, run)
	s.decide(s.number, run, policy.Publish)
	s.say("erin", s.number, "#retract")
	s.sweep()
	reading, err := gate.Reader.Read(t.Context(), s.number)
	if err != nil {
		t.Fatal(err)
	}
	c := checkoutOf(t, s.World, s.number, reading, "npm")
	if _, err := c.Run(t.Context()); err == nil || !strings.Contains(err.Error(), "request-closed") {
		t.Errorf("the job is let go: %v", err)
	}
	s.job(run, s.number, "npm", "failure")
	s.report(s.number, run)
	s.sweep()
	if got := s.state(s.number); got != release.Retracted {
		t.Errorf("it is %s", got)
	}
	if got := labels(s.issue(s.number)); len(got) != 1 || got[0] != "accepted" {
		t.Errorf("it bears the labels %v", got)
	}
}

// The last target gets out while the request is being taken back: it is
// published, and finished as such.
func TestRace_retractTooLateIsPublished(t *testing.T) {
	s := newStage(t, "race-late")
	s.Press("adam", s.number)
	run := s.StartRun(s.number, nil)
	s.decide(s.number, run, policy.Publish)
	s.job(run, s.number, "npm", "success")
	s.say("erin", s.number, "#retract")
	s.sweep()
	s.job(run, s.number, "docs", "success")
	s.report(s.number, run)
	s.sweep()
	s.ended(s.number, hub.Completed, "published")
	if got := s.state(s.number); got != release.Published {
		t.Errorf("it is %s", got)
	}
}

// Two people approve at the same time, and each approval starts a run: the
// first publishes, and the second finds nothing to say.
func TestRace_twoApprovalsPublishOnce(t *testing.T) {
	s := newStage(t, "race-two")
	s.Press("adam", s.number)
	first := s.StartRun(s.number, nil)
	if err := s.Client("olivia").RemoveLabel(t.Context(), s.Repository(), s.number, "accepted"); err != nil {
		t.Fatal(err)
	}
	s.Press("olivia", s.number)
	second := s.StartRun(s.number, func(run *hub.RunSpec) { run.Status = "pending" })
	s.decide(s.number, first, policy.Publish)
	s.job(first, s.number, "npm", "success")
	s.job(first, s.number, "docs", "success")
	s.report(s.number, first)
	said := len(s.told(s.number))
	s.decide(s.number, second, policy.Refuse)
	if got := s.told(s.number); len(got) != said {
		t.Errorf("the second run adds: %s", strings.Join(got[said:], "\n"))
	}
	if got := s.state(s.number); got != release.Published {
		t.Errorf("it is %s", got)
	}
}

// Somebody approves what is closed: that is answered.
func TestGate_answersAnApprovalOfWhatIsOver(t *testing.T) {
	s := newStage(t, "over")
	s.say("erin", s.number, "#retract")
	s.sweep()
	s.Press("adam", s.number)
	s.decide(s.number, s.StartRun(s.number, nil), policy.Refuse)
	s.says(s.number, "**Taken back", "**Refused.**")
	if got := labels(s.issue(s.number)); len(got) != 0 {
		t.Errorf("it bears the labels %v", got)
	}
	if got := s.state(s.number); got != release.Retracted {
		t.Errorf("it is %s", got)
	}
}

// Two requests for one version are filed before either is looked at: whichever
// is read first, the same one stands.
func TestRace_twoRequestsForOneVersionLeaveOne(t *testing.T) {
	for _, first := range []int{1, 2} {
		s := newStage(t, []string{"", "race-one", "race-other"}[first])
		request := s.Request("1.2.3", s.Commit)
		request.Targets = []string{"npm"}
		newer := s.FileAs("erin", request)
		s.Press("adam", s.number)
		s.Press("adam", newer)
		s.intake(first)
		s.ended(s.number, hub.NotPlanned, "superseded")
		s.open(newer, "accepted")
		s.wantStarted(newer)
	}
}

// Somebody approves while intake reads: what it waits for is said by the gate,
// and by whoever comes later only if no gate has said it.
func TestRace_oneOfGateAndIntakeSaysWhatItWaitsFor(t *testing.T) {
	s := newStage(t, "race-status")
	s.check("in_progress", "")
	s.Press("adam", s.number)
	s.intake(s.number)
	s.says(s.number)
	s.Hub().Advance(gateSpeaks)
	s.intake(s.number)
	s.says(s.number, "**Waiting.**")
}
