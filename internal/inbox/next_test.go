package inbox_test

import (
	"testing"

	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/facts/factstest"
	"github.com/release-request/gh-release-request/internal/inbox"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/record"
	"github.com/release-request/gh-release-request/internal/release"
)

// letGo says as the gate that a run publishes.
func letGo(t *testing.T, w *factstest.World, number int, run *factstest.Run) {
	t.Helper()
	verdict := read(t, w, number).Verdict()
	verdict.Decision, verdict.Left = policy.Publish, []string{"npm", "docs"}
	say(t, w, number, run, func(r *record.Receipt) { r.Kind, r.Verdict = policy.ReceiptVerdict, &verdict })
}

func TestNext_afterWhatWentWrong(t *testing.T) {
	for _, test := range []struct {
		name   string
		do     func(*testing.T, *factstest.World, int, release.Digest)
		state  release.State
		detail string
		next   string
	}{
		{"died", func(t *testing.T, w *factstest.World, n int, digest release.Digest) {
			run := w.StartRun(n, nil)
			letGo(t, w, n, run)
			run.Job(facts.JobName("npm", digest), "success", factstest.Publishing("success")...).End("cancelled")
		}, release.Failed, "at docs; its run ended without a report; published already: npm", "gh release-request retry 1"},
		{"deleted", func(t *testing.T, w *factstest.World, n int, _ release.Digest) {
			letGo(t, w, n, &factstest.Run{ID: 4711})
		}, release.Unknown, "docs: the gate let it go in run 4711/1, and that run is not there any more; npm: the gate let it go in run 4711/1, and that run is not there any more",
			"gh release-request retry 1 --published npm,docs, or --missing npm,docs"},
		{"protected", func(t *testing.T, w *factstest.World, n int, digest release.Digest) {
			run := w.StartRun(n, nil)
			letGo(t, w, n, run)
			for _, target := range []string{"npm", "docs"} {
				run.Job(facts.JobName(target, digest), "success", factstest.Publishing("success")...)
			}
			say(t, w, n, run, func(r *record.Receipt) {
				r.Kind, r.Result = policy.ReceiptResult, &record.Result{State: release.MergeByHand, Targets: []record.TargetResult{
					{Name: "npm", State: policy.TargetPublished, Run: run.ID}, {Name: "docs", State: policy.TargetPublished, Run: run.ID},
				}, Merge: record.Merge{Base: "main", Pull: "https://github.com/acme/protected/pull/7"}}
			})
			say(t, w, n, run, func(r *record.Receipt) {
				r.Kind, r.Closed = policy.ReceiptClosed, &record.Closed{State: release.MergeByHand}
			})
			if err := w.JobClient().CloseIssue(t.Context(), w.Repository(), n, "completed"); err != nil {
				t.Fatal(err)
			}
			run.End("success")
		}, release.MergeByHand, "", "merge https://github.com/acme/protected/pull/7"},
		{"unmerged", func(t *testing.T, w *factstest.World, n int, digest release.Digest) {
			run := w.StartRun(n, nil)
			letGo(t, w, n, run)
			for _, target := range []string{"npm", "docs"} {
				run.Job(facts.JobName(target, digest), "success", factstest.Publishing("success")...)
			}
			run.Job("report", "failure").End("failure")
		}, release.Failed, "at tag, merge and closing; its run ended without a report", "gh release-request retry 1"},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := factstest.New(t, test.name)
			number := w.File()
			approve(t, w, number)
			test.do(t, w, number, read(t, w, number).Parsed.Digest)
			in := inbox.Inbox{Repository: w.Repository(), Reader: w.Reader("erin", true)}
			item, err := in.View(t.Context(), number)
			if err != nil {
				t.Fatal(err)
			}
			if item.State != test.state || item.Detail != test.detail || item.Next() != test.next {
				t.Errorf("it is %s (%s), next: %s", item.State, item.Detail, item.Next())
			}
		})
	}
}
