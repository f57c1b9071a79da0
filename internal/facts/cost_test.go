package facts_test

import (
	"slices"
	"testing"

	"github.com/release-request/gh-release-request/internal/facts/factstest"
	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/policy"
)

func TestRead_takesThreeRounds(t *testing.T) {
	w := factstest.New(t, "rounds")
	number := w.File()
	digest := w.Read(number, nil).Parsed.Digest
	w.StartRun(number, nil).Job("publish npm "+digest.Short(), "failure", factstest.Publishing("failure")...).End("failure")
	w.Press("adam", number)
	rounds := w.InRounds("olivia", nil, func(t *testing.T, c *github.Client) {
		reading, err := w.ReaderThrough(c, false).Read(t.Context(), number)
		if err != nil {
			t.Error(err)
			return
		}
		if verdict := reading.Verdict(); verdict.Decision != policy.Publish {
			t.Errorf("the gate decides %s: %+v", verdict.Decision, verdict.Against())
		}
	})
	if len(rounds) != 3 {
		t.Errorf("it takes %d rounds:%s", len(rounds), rounds)
	}
	if slices.Contains(slices.Concat(rounds...), "GraphQL HasCommit") {
		t.Errorf("what the newest commits tell is asked for:%s", rounds)
	}
}
