package policy

import (
	"fmt"
	"testing"
)

func ciPassedCases() []breakage {
	run := func(id int64, name, status, conclusion string) CheckRun {
		return CheckRun{ID: id, App: "github-actions", Workflow: ".github/workflows/ci.yml", Event: "push", Name: name, Status: status, Conclusion: conclusion}
	}
	done := func(id int64, name, conclusion string) CheckRun { return run(id, name, "completed", conclusion) }
	runs := func(list ...CheckRun) func(*scene) {
		return func(s *scene) { s.facts.Checks = Known(Checks{Runs: list}) }
	}
	statuses := func(list ...Status) func(*scene) {
		return func(s *scene) { s.facts.Checks = Known(Checks{Statuses: list}) }
	}
	listed := func(do func(*scene), list ...CICheck) func(*scene) {
		return func(s *scene) {
			s.rules.CI = CI{Require: CIListed, Listed: list}
			do(s)
		}
	}
	other := func(edit func(*CheckRun)) CheckRun {
		r := done(8, "test", "failure")
		edit(&r)
		return r
	}
	ok := done(7, "test", "success")
	failed := func(claim string, do func(*scene)) breakage {
		return breakage{claim: claim, do: do, outcome: RefuseFor, reason: "ci-failed", says: `"test"`}
	}
	pending := func(claim string, do func(*scene)) breakage {
		return breakage{claim: claim, do: do, outcome: WaitFor, reason: "ci-pending", says: `"test"`}
	}
	missing := func(claim string, do func(*scene)) breakage {
		return breakage{claim: claim, do: do, outcome: WaitFor, reason: "ci-missing"}
	}
	passes := func(claim string, do func(*scene)) breakage {
		return breakage{claim: claim, do: do, outcome: Pass}
	}
	changed := func(s *scene) { change(&s.facts.Compare, func(c *Compare) { c.GitHubFolderSame = false }) }
	cases := []breakage{
		{claim: "refuses when the release changes .github", do: changed, outcome: RefuseFor, reason: "ci-changed"},
		{claim: "refuses that for listed checks too", do: listed(changed, CICheck{Name: "test"}), outcome: RefuseFor, reason: "ci-changed"},
		passes("asks nothing where the policy demands none", func(s *scene) {
			s.rules.CI.Require = CINone
			changed(s)
			s.facts.Checks = Fact[Checks]{}
		}),
		missing("waits when nothing is reported", runs()),
		missing("waits when everything was skipped", runs(done(7, "test", "skipped"), done(8, "lint", "neutral"))),
		passes("takes skipped and neutral beside a success", runs(ok, done(8, "docs", "skipped"), done(9, "lint", "neutral"))),
		pending("waits for a queued check", runs(run(7, "test", "queued", ""))),
		pending("waits for a check in a state not known here", runs(run(7, "test", "requested", ""))),
		pending("waits for the newest run of a check", runs(ok, run(8, "test", "in_progress", ""))),
		failed("refuses if the newest run failed", runs(done(8, "test", "failure"), ok)),
		passes("takes the newest run, not the last of the list", runs(done(8, "test", "success"), done(7, "test", "failure"))),
		{claim: "refuses rather than waits", do: runs(ok, done(8, "lint", "failure"), run(9, "docs", "queued", "")), outcome: RefuseFor, reason: "ci-failed", says: `failed: "lint"; not done: "docs"`},
		{claim: "names the first of many that failed", do: func(s *scene) {
			var many []CheckRun
			for i := range int64(300) {
				many = append(many, done(i+1, fmt.Sprintf("shard %03d", i), "failure"))
			}
			runs(many...)(s)
		}, outcome: RefuseFor, reason: "ci-failed", says: `"shard 019", and 280 more`},
		failed("tells checks of two Apps apart", runs(ok, other(func(r *CheckRun) { r.App = "other" }))),
		failed("tells checks of two workflows apart", runs(ok, other(func(r *CheckRun) { r.Workflow = "x.yml" }))),
		failed("tells checks of two events apart", runs(ok, other(func(r *CheckRun) { r.Event = "pull_request" }))),
		passes("takes a successful status", statuses(Status{"test", "success"})),
		pending("waits for a pending status", statuses(Status{"test", "pending"})),
		failed("refuses a failed status", statuses(Status{"test", "failure"})),
		failed("refuses a status in error", statuses(Status{"test", "error"})),
		failed("refuses a status in a state not known here", statuses(Status{"test", "fine"})),

		passes("takes a listed check and asks for no other", listed(runs(ok, done(8, "lint", "failure")), CICheck{Name: "test"})),
		passes("takes a listed status", listed(statuses(Status{"test", "success"}), CICheck{Name: "test"})),
		{claim: "waits for a listed check that is not reported", do: listed(runs(ok), CICheck{Name: "test"}, CICheck{Name: "e2e"}), outcome: WaitFor, reason: "ci-missing", says: `"e2e"`},
		missing("waits where the list is empty", listed(runs(ok))),
		missing("does not take another App's check", listed(runs(ok), CICheck{Name: "test", App: "other"})),
		missing("does not take another workflow's check", listed(runs(ok), CICheck{Name: "test", Workflow: "cd.yml"})),
		missing("does not take a status for a run", listed(statuses(Status{"test", "success"}), CICheck{Name: "test", App: "github-actions"})),
		missing("waits when the listed check was skipped", listed(runs(ok, done(8, "e2e", "skipped")), CICheck{Name: "e2e"})),
		passes("takes a workflow by its file's name", listed(runs(ok), CICheck{Name: "test", App: "github-actions", Workflow: "ci.yml"})),
		passes("takes a workflow by its path", listed(runs(ok), CICheck{Name: "test", Workflow: ".github/workflows/ci.yml"})),
		failed("refuses if one of several with the listed name failed", listed(runs(ok, other(func(r *CheckRun) { r.Event = "pull_request" })), CICheck{Name: "test"})),
	}
	for _, conclusion := range []string{"failure", "cancelled", "timed_out", "action_required", "stale", "startup_failure", "", "fine"} {
		cases = append(cases, failed("refuses the conclusion "+orElse(conclusion, "none"), runs(done(7, "test", conclusion))))
	}
	return cases
}

func TestCIPassed(t *testing.T) { prove(t, RuleCIPassed, ciPassedCases()) }

func TestCIPassed_saysOnlyWhatFailed(t *testing.T) {
	s := passing()
	change(&s.facts.Checks, func(c *Checks) { c.Runs[0].Conclusion = "failure" })
	if got, want := s.evaluate().Finding(RuleCIPassed).Sentence, `failed: "test"`; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestCIPassed_countsInWords(t *testing.T) {
	s := passing()
	if got := s.evaluate().Finding(RuleCIPassed).Sentence; got != "1 check passed" {
		t.Errorf("%q", got)
	}
	change(&s.facts.Checks, func(c *Checks) {
		c.Runs = append(c.Runs, CheckRun{ID: 8, Name: "lint", Status: "completed", Conclusion: "success"})
	})
	if got := s.evaluate().Finding(RuleCIPassed).Sentence; got != "2 checks passed" {
		t.Errorf("%q", got)
	}
}
