package publish

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/facts/factstest"
	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// What the calls of a list cost: the publish runs, one for each state in which
// one is unfinished, and one for the newest; the issues, and the workflow's account.
const (
	runs   = 5 + 1
	around = 2
)

// sweeping sweeps with one client for everything, or with another one for the
// source repositories.
func sweeping(t *testing.T, w *factstest.World, apart bool) factstest.Rounds {
	t.Helper()
	runtime := openJob(t, w).Runtime
	return w.InRounds("olivia", nil, func(t *testing.T, c *github.Client) {
		reader := w.ReaderThrough(c, false)
		if apart {
			var err error
			if reader.Source, err = c.With(w.Hub().NewToken(hub.TokenSpec{User: "olivia"}).Secret); err != nil {
				t.Error(err)
			}
		}
		keeper := &Keeper{Reader: reader, Issues: c, Hub: c, Source: doorstep{Client: c}, Runtime: runtime}
		if err := keeper.Sweep(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

// What runs asked for takes the policy, and a call for each workflow that can
// ask, eight at a time.
func TestSweep_ofFiftyQuietRequestsReadsNoneByItself(t *testing.T) {
	const repositories, requests, batches = 40, 50, 3
	const asked, rounds = 1 + repositories, 1 + repositories/8
	w, _ := factstest.NewMany(t, "calm", repositories, requests)
	for apart, want := range map[bool]int{false: around + runs + batches + asked, true: around + runs + 2*batches + asked} {
		if cost := sweeping(t, w, apart); len(cost) != rounds || cost.Calls() != want {
			t.Errorf("it takes %d calls in %d rounds, want %d in %d:%s", cost.Calls(), len(cost), want, rounds, cost)
		}
	}
}

func TestSweep_readsByThemselvesThoseForWhichSomethingIsDue(t *testing.T) {
	w, numbers := factstest.NewMany(t, "due", 5, 5)
	say := func(number int, text string) {
		t.Helper()
		if _, err := w.Client("erin").CreateComment(t.Context(), w.Repository(), number, text); err != nil {
			t.Fatal(err)
		}
	}
	say(numbers[1], "looks good")
	say(numbers[3], "#retract")
	cost := sweeping(t, w, false)
	read := slices.DeleteFunc(slices.Concat(cost...), func(call string) bool { return !strings.Contains(call, "/timeline") })
	if len(read) != 1 || !strings.Contains(read[0], "/issues/4/") {
		t.Errorf("read by themselves are %q", read)
	}
	issue, err := w.Client("olivia").Issue(t.Context(), w.Repository(), numbers[3])
	if err != nil || issue.State != "closed" {
		t.Errorf("it is %s, %v", issue.State, err)
	}
}

// TestQuiet_isNothingThatIsNotKnown takes from a quiet request what the duties
// hang on, one thing after another.
func TestQuiet_isNothingThatIsNotKnown(t *testing.T) {
	w, _ := factstest.NewMany(t, "doubt", 1, 1)
	w.SetPolicy("blockers: [release-blocker]\n")
	keeper := &Keeper{Runtime: openJob(t, w).Runtime}
	look := func() facts.Opened {
		t.Helper()
		open, _, err := w.Reader("olivia", false).ReadOpen(t.Context(), 50, func(github.RequestIssue) bool { return true })
		if err != nil || len(open) != 1 || open[0].Err != nil {
			t.Fatalf("listed are %+v, %v", open, err)
		}
		return open[0]
	}
	if !keeper.quiet(t.Context(), look()) {
		t.Fatal("it is not quiet")
	}
	for name, take := range map[string]func(f *policy.Facts, r *facts.Reading){
		"the issue":              func(f *policy.Facts, r *facts.Reading) { r.Project, f.Issue = nil, policy.Fact[policy.Issue]{} },
		"its events":             func(f *policy.Facts, r *facts.Reading) { r.Project, f.Ledger = nil, policy.Fact[[]policy.Event]{} },
		"its edits":              func(f *policy.Facts, _ *facts.Reading) { f.Edits = policy.Fact[[]policy.Edit]{} },
		"the runs":               func(f *policy.Facts, _ *facts.Reading) { f.Unfinished = policy.Fact[[]policy.Run]{} },
		"what they published":    func(f *policy.Facts, _ *facts.Reading) { f.Targets = policy.Fact[map[string]policy.TargetFact]{} },
		"the others":             func(f *policy.Facts, _ *facts.Reading) { f.SameTitle = policy.Fact[[]policy.Sibling]{} },
		"the source":             func(f *policy.Facts, _ *facts.Reading) { f.Source = policy.Fact[policy.Source]{} },
		"what is to be released": func(f *policy.Facts, _ *facts.Reading) { f.Compare = policy.Fact[policy.Compare]{} },
		"what CI says":           func(f *policy.Facts, _ *facts.Reading) { f.Checks = policy.Fact[policy.Checks]{} },
		"the blockers":           func(f *policy.Facts, _ *facts.Reading) { f.Blockers = policy.Fact[[]policy.Blocker]{} },
		"who settled it": func(f *policy.Facts, _ *facts.Reading) {
			f.Targets = policy.Known(map[string]policy.TargetFact{"docs": {State: policy.TargetUnknown, Doubt: "who said it"}})
		},
	} {
		t.Run(name, func(t *testing.T) {
			opened := look()
			take(&opened.Reading.Facts, opened.Reading)
			if keeper.quiet(t.Context(), opened) {
				t.Error("it is quiet")
			}
		})
	}
	failed := look()
	failed.Err = errors.New("no")
	if keeper.quiet(t.Context(), failed) {
		t.Error("what could not be read is quiet")
	}
}

// An App's tokens are made while the central repository is read.
func TestGate_readsThroughAnAppInFourRoundsOrFive(t *testing.T) {
	for private, want := range map[bool]int{false: 4, true: 5} {
		w := newAppWorld(t, fmt.Sprint("tokens-", want), private)
		secret := w.Hub().NewToken(hub.TokenSpec{Kind: hub.Job, Repos: []string{w.Repository()}, Permissions: map[string]hub.Access{
			"contents": hub.ReadAccess, "issues": hub.WriteAccess, "actions": hub.ReadAccess,
		}}).Secret
		rounds := w.InRounds("olivia", nil, func(t *testing.T, c *github.Client) {
			central, err := c.With(secret)
			if err != nil {
				t.Error(err)
				return
			}
			keys := &Keys{Repository: w.Repository(), Central: central, Secret: func(name string) string { return w.secrets[name] }}
			reader := &facts.Reader{Repository: w.Repository(), Central: central, Keys: keys, OwnRun: w.run.ID}
			if reading, err := reader.Read(t.Context(), w.number); err != nil || reading.Verdict().Decision != policy.Publish {
				t.Errorf("%+v, %v", reading, err)
			}
		})
		if len(rounds) != want {
			t.Errorf("it takes %d rounds, want %d:%s", len(rounds), want, rounds)
		}
	}
}
