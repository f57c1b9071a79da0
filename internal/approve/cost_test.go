package approve_test

import (
	"context"
	"testing"
	"time"

	"github.com/release-request/gh-release-request/internal/approve"
	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/policy"
)

func TestApprove_takesThreeRoundsToLookAndThreeToPress(t *testing.T) {
	b := newButton(t, "approve-cost")
	rounds := b.InRounds("adam", nil, func(t *testing.T, c *github.Client) {
		reading, err := b.ReaderThrough(c, true).Read(t.Context(), b.number)
		if err != nil {
			t.Error(err)
			return
		}
		if got := approve.Preview(reading).Decision; got != policy.Publish {
			t.Errorf("the preview says %s", got)
		}
		approver := &approve.Approver{Hub: c, Repository: b.Repository(), Wait: func(context.Context, time.Duration) error { return nil }}
		if _, err := approver.Press(t.Context(), reading); err != nil {
			t.Error(err)
		}
	})
	if len(rounds) != 3+3 {
		t.Fatalf("it takes %d rounds:%s", len(rounds), rounds)
	}
	if pressing := rounds[3:]; pressing.Calls() != 4 {
		t.Errorf("pressing takes %d calls:%s", pressing.Calls(), rounds)
	}
}
