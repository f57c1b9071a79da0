package inbox_test

import (
	"testing"

	"github.com/release-request/gh-release-request/internal/facts/factstest"
	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/inbox"
	"github.com/release-request/gh-release-request/internal/release"
)

// listing lists with one client, and returns the items with what it cost.
func listing(t *testing.T, w *factstest.World, who string, change factstest.Change) (items []inbox.Item, cost factstest.Rounds) {
	t.Helper()
	cost = w.InRounds(who, change, func(t *testing.T, c *github.Client) {
		in := &inbox.Inbox{Repository: w.Repository(), Reader: w.ReaderThrough(c, true)}
		var err error
		if items, _, err = in.List(t.Context(), 50, all); err != nil {
			t.Error(err)
		}
	})
	return items, cost
}

// runs is how many calls the publish runs take: one for each state in which one
// is unfinished, and one for the newest.
const runs = 5 + 1

func TestList_ofFiftyRequestsTakesTwoRounds(t *testing.T) {
	const repositories, requests = 40, 50
	w, _ := factstest.NewMany(t, "fifty", repositories, requests)
	items, cost := listing(t, w, "rita", nil)
	for _, item := range items {
		if item.State != release.Pending || item.Detail != "0 of 1 approvals" {
			t.Errorf("#%d is %s: %s", item.Number, item.State, item.Detail)
		}
	}
	if len(items) != requests {
		t.Errorf("listed are %d", len(items))
	}
	if want := 2 + (repositories+14)/15 + runs; len(cost) != 2 || cost.Calls() != want {
		t.Errorf("it takes %d calls in %d rounds, want %d in 2:%s", cost.Calls(), len(cost), want, cost)
	}
}

func TestList_aSourceThatFailsHurtsOnlyItself(t *testing.T) {
	w, numbers := factstest.NewMany(t, "alias", 4, 4)
	items, cost := listing(t, w, "rita", factstest.On("GraphQL Batch", func(a *factstest.Answer) { a.FailPart("s0") }))
	if len(cost) != 2 {
		t.Errorf("it takes %d rounds:%s", len(cost), cost)
	}
	for _, item := range items {
		unknown := item.Verdict.Finding("commit-pinned").Outcome == "unknown"
		if failed := item.Number == numbers[0]; unknown != failed || item.State != release.Pending {
			t.Errorf("#%d is %s, and its commit %+v", item.Number, item.State, item.Verdict.Finding("commit-pinned"))
		}
	}
}

func TestList_aRequestThatFailsInTheListIsReadByItself(t *testing.T) {
	w, _ := factstest.NewMany(t, "node", 4, 4)
	items, cost := listing(t, w, "rita", factstest.On("GraphQL OpenRequests", func(a *factstest.Answer) {
		a.FailPart("repository", "whole", "nodes", 2)
	}))
	for _, item := range items {
		if item.State != release.Pending {
			t.Errorf("#%d is %s: %s", item.Number, item.State, item.Detail)
		}
	}
	if len(items) != 4 || len(cost) != 2+3 {
		t.Errorf("%d are listed in %d rounds:%s", len(items), len(cost), cost)
	}
}

// Whoever makes an issue so large that no list of it comes to an end keeps
// nobody from seeing the others.
func TestList_aListThatFailsIsReadOneByOne(t *testing.T) {
	w, _ := factstest.NewMany(t, "page", 3, 3)
	items, _ := listing(t, w, "rita", factstest.On("GraphQL OpenRequests", func(a *factstest.Answer) { a.Refuse(502, "too much") }))
	for _, item := range items {
		if item.State != release.Pending {
			t.Errorf("#%d is %s: %s", item.Number, item.State, item.Detail)
		}
	}
	if len(items) != 3 {
		t.Errorf("listed are %d", len(items))
	}
}

func TestList_aBatchThatFailsIsHalved(t *testing.T) {
	w, _ := factstest.NewMany(t, "halves", 4, 4)
	tries := 0
	items, _ := listing(t, w, "rita", factstest.On("GraphQL Batch", func(a *factstest.Answer) {
		if tries++; tries <= 4 { // the first call, with its repetitions
			a.Refuse(502, "too much")
		}
	}))
	for _, item := range items {
		if f := item.Verdict.Finding("commit-pinned"); f.Outcome != "pass" {
			t.Errorf("#%d: %+v", item.Number, f)
		}
	}
	if tries != 6 {
		t.Errorf("asked %d times", tries)
	}
}
