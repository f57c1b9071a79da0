package publish

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// check reports a run of the check that CI makes, newer than all before.
func (s *stage) check(status, conclusion string) {
	s.t.Helper()
	h := s.Hub()
	token := h.NewToken(hub.TokenSpec{App: "acme-ci", Repos: []string{s.Name()}, Permissions: map[string]hub.Access{"checks": hub.WriteAccess}})
	caller, err := h.Authenticate(token.Secret)
	if err == nil {
		_, err = h.AddCheckRun(caller, s.Source.ID(), "release/1.2.3", hub.CheckRun{SHA: s.Commit, Name: "test", Status: status, Conclusion: conclusion})
	}
	if err != nil {
		s.t.Fatal(err)
	}
}

// counting counts how often everything is read, and how often only CI.
type counting struct {
	*facts.Reader
	reads, looks int
}

func (c *counting) Read(ctx context.Context, number int) (*facts.Reading, error) {
	c.reads++
	return c.Reader.Read(ctx, number)
}

func (c *counting) Checks(ctx context.Context, reading *facts.Reading) (policy.Fact[policy.Checks], error) {
	c.looks++
	return c.Reader.Checks(ctx, reading)
}

// waiting is a gate whose CI is not done, and what happens while it waits; the
// time that it has waited by then is handed over.
func waiting(s *stage, meanwhile func(waited time.Duration)) (*Case, *counting, *time.Duration) {
	s.Press("adam", s.number)
	s.check("in_progress", "")
	gate := s.gate(s.number, s.StartRun(s.number, nil))
	reader := &counting{Reader: gate.Reader.(*facts.Reader)}
	waited := new(time.Duration)
	gate.Reader, gate.CI.Checks = reader, reader
	gate.CI.Wait = func(_ context.Context, d time.Duration) error {
		*waited += d
		meanwhile(*waited)
		return nil
	}
	return gate, reader, waited
}

func TestGate_waitsForCIAndReadsEverythingAgain(t *testing.T) {
	s := newStage(t, "wait")
	gate, reader, waited := waiting(s, func(waited time.Duration) {
		if waited > 3*time.Minute {
			s.check("completed", "success")
		}
	})
	verdict, err := gate.Gate(t.Context())
	if err != nil || verdict.Decision != policy.Publish {
		t.Fatalf("the gate decides %q, %v: %+v", verdict.Decision, err, verdict.Against())
	}
	if want := 225 * time.Second; *waited != want || reader.reads != 2 || reader.looks != 4 {
		t.Errorf("it waited %s, looked at CI %d times and read everything %d times; want %s, 4, 2", *waited, reader.looks, reader.reads, want)
	}
	s.says(s.number, "**The gate has let it go.**", "**Publishing `npm`, `docs`.**")
}

func TestGate_leavesToSweepWhatCIDoesNotSayInTime(t *testing.T) {
	s := newStage(t, "patience")
	gate, reader, waited := waiting(s, func(time.Duration) {})
	verdict, err := gate.Gate(t.Context())
	if err != nil || verdict.Decision != policy.Wait || !waitsForCI(verdict) {
		t.Fatalf("the gate decides %q, %v: %+v", verdict.Decision, err, verdict.Against())
	}
	if want := 15 * time.Minute; *waited != want || reader.reads != 2 || reader.looks > 10 {
		t.Errorf("it waited %s, looked at CI %d times and read everything %d times; want %s, at most 10, 2", *waited, reader.looks, reader.reads, want)
	}
	s.says(s.number, "`ci-passed` (`ci-pending`) waits")
	s.open(s.number, "accepted")
}

func TestGate_saysOnceWhatItDoesNotWaitFor(t *testing.T) {
	s := newStage(t, "impatient")
	s.policy("version: 1\n", "version: 1\nci: {wait: 0s}\n")
	gate, _, waited := waiting(s, func(time.Duration) {})
	verdict, err := gate.Gate(t.Context())
	if err != nil || verdict.Decision != policy.Wait || *waited != 0 {
		t.Fatalf("after %s the gate decides %q, %v", *waited, verdict.Decision, err)
	}
	s.says(s.number, "`ci-passed` (`ci-pending`) waits")
}

func TestGate_refusesWhenCIFailsWhileItWaits(t *testing.T) {
	s := newStage(t, "cifails")
	gate, _, waited := waiting(s, func(time.Duration) { s.check("completed", "failure") })
	verdict, err := gate.Gate(t.Context())
	if err != nil || verdict.Decision != policy.Refuse || *waited != firstPause {
		t.Fatalf("after %s the gate decides %q, %v: %+v", *waited, verdict.Decision, err, verdict.Against())
	}
	s.says(s.number, "**The gate has answered.**", "`ci-passed` (`ci-failed`)")
	s.open(s.number)
}

func TestGate_seesWhatHappensWhileItWaits(t *testing.T) {
	s := newStage(t, "retracted-meanwhile")
	gate, _, _ := waiting(s, func(time.Duration) {
		s.say("erin", s.number, "#retract")
		s.sweep()
		s.check("completed", "success")
	})
	verdict, err := gate.Gate(t.Context())
	if err != nil || verdict.Decision != policy.Refuse {
		t.Fatalf("the gate decides %q, %v", verdict.Decision, err)
	}
	s.ended(s.number, hub.NotPlanned, "retracted")
	s.says(s.number, "**It is over.**", "**Taken back (`erin`).**")
}

func TestGate_waitsForNothingButCI(t *testing.T) {
	s := newStage(t, "nowait")
	s.check("in_progress", "")
	s.decide(s.number, s.StartRun(s.number, nil), policy.Wait)
	s.says(s.number, "`approved` (`not-approved`) waits")
}

func TestGate_saysThatItCouldNotLookAtCI(t *testing.T) {
	s := newStage(t, "ciunread")
	gate, _, _ := waiting(s, func(time.Duration) {})
	gate.CI.Checks = blind{}
	if _, err := gate.Gate(t.Context()); err == nil {
		t.Error("it decided")
	}
	s.says(s.number, "**The gate could not decide.** no answer")
	s.open(s.number, "accepted")
}

type blind struct{}

func (blind) Checks(context.Context, *facts.Reading) (policy.Fact[policy.Checks], error) {
	return policy.Fact[policy.Checks]{}, errors.New("no answer")
}
