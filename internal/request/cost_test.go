package request_test

import (
	"io"
	"testing"

	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/request"
)

func TestRequest_takesThreeRoundsBeforeGitAndTwoAfter(t *testing.T) {
	w := newWorld(t)
	project := w.project("prepare: none")
	for wish, before := range map[string]int{"1.2.3": 3, "1.9.0": 2} { // the first has its branch, which is looked at
		var looked bool
		rounds := w.InRounds("erin", nil, func(t *testing.T, c *github.Client) {
			central, _, err := w.ReaderThrough(c, true).Policy(t.Context(), 0)
			if err != nil {
				t.Error(err)
				return
			}
			r := &request.Requester{Hub: c, Central: central, Output: io.Discard, Step: func(string) {}}
			plan, err := r.Look(t.Context(), request.Wish{Project: project, Version: wish})
			if err != nil {
				t.Error(err)
				return
			}
			looked = true
			if _, err := r.File(t.Context(), plan, request.Prepared{Commit: w.Commit}); err != nil {
				t.Error(err)
			}
		})
		if !looked || len(rounds) != before+2 {
			t.Errorf("%s takes %d rounds, want %d and 2:%s", wish, len(rounds), before, rounds)
		}
	}
}
