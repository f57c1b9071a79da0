package rehearsal

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// kept is a stage on which sam has asked for sdk 1.2.3, as #1.
func kept(t *testing.T) *Stage {
	t.Helper()
	var out bytes.Buffer
	s := open(t, &out)
	steps := slices.Concat(setUpSteps(), requestSteps()[:2], []Step{{Title: "it is looked at", Settle: true}})
	if err := s.Play(t.Context(), Scenario{Name: "kept", Steps: steps}); err != nil {
		t.Fatalf("%v\n%s", err, out.String())
	}
	return s
}

// settled waits for what the test caused, and returns the runs since then by
// workflow and conclusion.
func (s *Stage) settled(t *testing.T, cause func(h *hub.Hub) error) []string {
	t.Helper()
	h := s.Box.Hub()
	runs := func() []hub.Run {
		list, err := h.Runs(h.As(owner), h.Settings(centralRepo).ID())
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	seen := map[int64]bool{}
	for _, run := range runs() {
		seen[run.ID] = true
	}
	if err := cause(h); err != nil {
		t.Fatal(err)
	}
	if err := s.Box.Idle(t.Context()); err != nil {
		t.Fatal(err)
	}
	var since []string
	for _, run := range runs() {
		if !seen[run.ID] {
			since = append(since, run.WorkflowName+" "+run.Conclusion)
		}
	}
	slices.Sort(since)
	return since
}

func (s *Stage) want(t *testing.T, runs, want []string, claims ...func(*Stage) error) {
	t.Helper()
	if !slices.Equal(runs, want) {
		t.Errorf("there ran %q, want %q\n%s", runs, want, s.log.String())
	}
	for _, claim := range claims {
		if err := claim(s); err != nil {
			t.Error(err)
		}
	}
}

func comment(who, body string) func(h *hub.Hub) error {
	return func(h *hub.Hub) error {
		issue, err := h.Issue(h.As(owner), h.Settings(centralRepo).ID(), 1)
		if err == nil {
			_, err = h.AddComment(h.As(who), issue.ID, body)
		}
		return err
	}
}

// The workflows that look after requests, as init writes them, on the events
// that they listen to.
func TestKeepers_obeyCommentsAndTheClock(t *testing.T) {
	s := kept(t)
	sweep := func(*hub.Hub) error { return s.Box.Schedule(centralRepo, sweepTime) }

	ran := s.settled(t, comment(reader, "Is this about the #retract of yesterday?"))
	s.want(t, ran, []string{"intake skipped"}, silent)

	ran = s.settled(t, comment(reader, "#retract"))
	s.want(t, ran, []string{"intake success"}, said(1, "by rita is not obeyed: sam asked for it"))

	ran = s.settled(t, comment(approver, "#retry"))
	s.want(t, ran, []string{"intake success", "publish success"}, said(1, "by alex is obeyed"), said(1, "0 of 1 approvals"), published())

	ran = s.settled(t, func(h *hub.Hub) error {
		h.Advance(25 * time.Hour)
		return sweep(h)
	})
	s.want(t, ran, []string{"sweep success"}, said(1, "has waited for an approval"))

	ran = s.settled(t, func(h *hub.Hub) error {
		_, err := h.UpdateLabel(h.As(owner), h.Settings(centralRepo).ID(), "acknowledged", hub.LabelChange{Color: new("ffffff")})
		return err
	})
	s.want(t, ran, []string{"intake skipped"})

	ran = s.settled(t, func(h *hub.Hub) error {
		_, err := h.UpdateLabel(h.As(owner), h.Settings(centralRepo).ID(), "accepted", hub.LabelChange{Color: new("ffffff")})
		return err
	})
	s.want(t, ran, []string{"intake success"})

	ran = s.settled(t, comment(requester, "#retract"))
	s.want(t, ran, []string{"intake success"}, said(1, "Taken back"), gone)

	ran = s.settled(t, sweep)
	s.want(t, ran, []string{"sweep success"}, said(1, "Taken back"), issues(1))
}

// silent is true when the workflow has said nothing.
func silent(s *Stage) error {
	if said(1, "")(s) == nil {
		return errors.New("the workflow has said something")
	}
	return nil
}

// gone is true when the request is closed as not planned, and the release
// branch is deleted.
func gone(s *Stage) error {
	issue, err := s.issue(1)
	if err != nil {
		return err
	}
	branches, err := s.git("for-each-ref", "--format=%(refname:short)", "refs/heads")
	if err == nil && (issue.State != hub.ClosedState || issue.StateReason != hub.NotPlanned || strings.TrimSpace(branches) != "main") {
		return fmt.Errorf("it is %s, %q, and there are the branches %s", issue.State, issue.StateReason, branches)
	}
	return err
}
