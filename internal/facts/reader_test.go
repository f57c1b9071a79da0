package facts_test

import (
	"os"
	"testing"

	"github.com/release-request/gh-release-request/internal/facts/factstest"
	"github.com/release-request/gh-release-request/internal/policy"
)

func TestMain(m *testing.M) { os.Exit(factstest.Main(m)) }

func TestRead_freshRequestLacksOnlyTheApproval(t *testing.T) {
	w := factstest.New(t, "fresh")
	number := w.File()
	reading, err := w.Reader("olivia", false).Read(t.Context(), number)
	if err != nil {
		t.Fatal(err)
	}
	verdict := reading.Verdict()
	for _, f := range verdict.Against() {
		if f.Rule != "approved" {
			t.Errorf("%s (%s) %s: %s", f.Rule, f.Reason, f.Outcome, f.Sentence)
		}
	}
	if verdict.Decision != policy.Wait {
		t.Errorf("the decision is %s", verdict.Decision)
	}
}

func TestRead_approvedRequestMayBePublished(t *testing.T) {
	w := factstest.New(t, "approved")
	number := w.File()
	w.Press("adam", number)
	reading, err := w.Reader("olivia", false).Read(t.Context(), number)
	if err != nil {
		t.Fatal(err)
	}
	if verdict := reading.Verdict(); verdict.Decision != policy.Publish || len(verdict.Left) != 2 {
		t.Errorf("the decision is %s, left %v: %+v", verdict.Decision, verdict.Left, verdict.Against())
	}
}
