package facts_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/facts/factstest"
	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/record"
)

// opened reads the one open request in a list, through a change of the answers.
func opened(t *testing.T, w *factstest.World, change factstest.Change) *facts.Reading {
	t.Helper()
	c := w.Client("olivia")
	if change != nil {
		c = w.ClientThrough("olivia", change)
	}
	list, _, err := w.ReaderThrough(c, false).ReadOpen(t.Context(), 50, func(github.RequestIssue) bool { return true })
	if err != nil || len(list) != 1 || list[0].Err != nil {
		t.Fatalf("listed are %+v, %v", list, err)
	}
	return list[0].Reading
}

// GraphQL shows no App behind an event, so that none may be taken for a person's
// own, not even the viewer's.
func TestReadOpen_showsNoApprovalAsOneThatCounts(t *testing.T) {
	w := factstest.New(t, "perhaps")
	number := w.File()
	w.Press("olivia", number)
	reading := opened(t, w, nil)
	verdict := reading.Verdict()
	if got := verdict.Finding(policy.RuleApproved); got.Outcome != policy.Unknown || len(verdict.Approvals) != 0 {
		t.Errorf("%s: %s, with %+v", got.Outcome, got.Sentence, verdict.Approvals)
	}
	if !reading.Facts.Preview {
		t.Error("what is unknown is not left to the gate")
	}
}

func TestReadOpen_whatIsNotAllThereIsNotKnown(t *testing.T) {
	w := factstest.New(t, "cut")
	w.SetPolicy("blockers: [release-blocker]\n")
	w.File()
	batch := func(pattern, with string) factstest.Change {
		return factstest.On("GraphQL Batch", func(a *factstest.Answer) { a.Sub(pattern, with) })
	}
	for name, test := range map[string]struct {
		change factstest.Change
		rule   string
	}{
		"tags":                 {batch(`("tags":\{"totalCount":)\d+`, "${1}101"), policy.RuleVersionNew},
		"suites":               {batch(`("checkSuites":\{"totalCount":1,"pageInfo":\{"hasNextPage":)false,"endCursor":"[^"]*"`, `${1}true,"endCursor":"x"`), policy.RuleCIPassed},
		"checks":               {batch(`("checkRuns":\{"totalCount":)1`, "${1}2"), policy.RuleCIPassed},
		"authors":              {batch(`("authors":\{"totalCount":)1`, "${1}2"), policy.RuleFourEyes},
		"what it is about":     {batch(`"issueCount":1`, `"issueCount":2`), policy.RuleRequestOpen},
		"another of them":      {batch(`("r0":\{"issueCount":1,"nodes":\[)\{.*\}(\]\}\})`, "${1}{}${2}"), policy.RuleRequestOpen},
		"a label":              {batch(`("of0":)\{"nodes":\[\]\}`, "${1}null"), policy.RuleUnblocked},
		"the repository":       {batch(`("s0":)\{.*\}(,"r0")`, "${1}null${2}"), policy.RuleCommitPinned},
		"deleted comments":     {factstest.On("GraphQL OpenRequests", func(a *factstest.Answer) { a.Sub(`("timelineItems":\{"totalCount":)0`, "${1}1") }), policy.RuleRequestUnchanged},
		"when a label changed": {factstest.On("GraphQL OpenRequests", func(a *factstest.Answer) { a.Sub(`("accepted":\{"createdAt":)"[^"]*"`, "${1}null") }), policy.RuleApproved},
	} {
		t.Run(name, func(t *testing.T) {
			if got := opened(t, w, test.change).Verdict().Finding(test.rule); got.Outcome != policy.Unknown {
				t.Errorf("%s is %s: %s", test.rule, got.Outcome, got.Sentence)
			}
		})
	}
}

func TestReadOpen_leavesOutARequestOfWhichNotAllIsTold(t *testing.T) {
	w := factstest.New(t, "odd")
	number := w.File()
	w.Press("adam", number)
	for name, change := range map[string]func(*factstest.Answer){
		"an event of another kind": func(a *factstest.Answer) { a.Sub(`"LabeledEvent"`, `"OddEvent"`) },
		"an event left out":        func(a *factstest.Answer) { a.Sub(`\{"__typename":"LabeledEvent".*?\}\}\]`, "null]") },
		"more events":              func(a *factstest.Answer) { a.Sub(`("ledger":\{"pageInfo":\{"hasNextPage":)false`, "${1}true") },
		"more comments": func(a *factstest.Answer) {
			a.Sub(`("totalCount":0,"pageInfo":\{"hasNextPage":)false`, "${1}true")
		},
		"the issue": func(a *factstest.Answer) { a.FailPart("repository", "whole", "nodes", 0) },
	} {
		t.Run(name, func(t *testing.T) {
			c := w.ClientThrough("olivia", factstest.On("GraphQL OpenRequests", change))
			list, _, err := w.ReaderThrough(c, true).ReadOpen(t.Context(), 50, func(github.RequestIssue) bool { return true })
			if err != nil || len(list) != 1 || list[0].Err == nil || list[0].Reading != nil || list[0].Issue.Number != number {
				t.Errorf("listed are %+v, %v", list, err)
			}
		})
	}
}

// A run that the newest hundred do not show is found by its receipt.
func TestReadOpen_findsOldRunsByTheirReceipts(t *testing.T) {
	w := factstest.New(t, "oldrun")
	number := w.File()
	reading := w.Read(number, nil)
	run := w.StartRun(number, nil).Job(facts.JobName("npm", reading.Parsed.Digest), "success", factstest.Publishing("success")...).End("failure")
	leave(t, w, reading, run.ID, func(r *record.Receipt) {
		r.Kind, r.Verdict = policy.ReceiptVerdict, &policy.Verdict{Schema: policy.VerdictSchema, Decision: policy.Publish, Left: []string{"npm", "docs"}, At: reading.Facts.Now}
	})
	none := func(call string, a *factstest.Answer) {
		if strings.HasPrefix(call, "GET /repos/"+w.Repository()+"/actions/workflows/") {
			a.Body = `{"total_count":0,"workflow_runs":[]}`
		}
	}
	if got := npm(opened(t, w, none)); got.State != policy.TargetPublished || got.Run != run.ID {
		t.Errorf("npm is %+v", got)
	}
	gone := func(call string, a *factstest.Answer) {
		none(call, a)
		if call == fmt.Sprintf("GET /repos/%s/actions/runs/%d", w.Repository(), run.ID) {
			a.Refuse(404, "Not Found")
		}
	}
	if got := npm(opened(t, w, gone)); got.State != policy.TargetUnknown || got.Run != run.ID {
		t.Errorf("without its run, npm is %+v", got)
	}
}

func TestReadOpen_stopsAtTheLimit(t *testing.T) {
	w, numbers := factstest.NewMany(t, "limit", 3, 3)
	reader := w.Reader("rita", true)
	for _, test := range []struct {
		limit int
		more  bool
	}{{1, true}, {2, true}, {3, false}} {
		list, more, err := reader.ReadOpen(t.Context(), test.limit, func(github.RequestIssue) bool { return true })
		if err != nil || len(list) != test.limit || more != test.more || list[0].Issue.Number != numbers[2] {
			t.Errorf("at most %d: %d, %v, %v", test.limit, len(list), more, err)
		}
	}
}
