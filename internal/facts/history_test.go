package facts_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/facts"
	"github.com/release-request/gh-release-request/internal/facts/factstest"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/record"
	"github.com/release-request/gh-release-request/internal/release"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// npm is what a reading says of the target npm.
func npm(reading *facts.Reading) policy.TargetFact {
	targets, _ := reading.Facts.Targets.Get()
	return targets["npm"]
}

func TestRead_onlyRunsThatCouldPublishProveAnything(t *testing.T) {
	w := factstest.New(t, "proofs")
	w.Git("olivia", w.Clone, "fetch", "-q", "https://github.com/"+w.Repository()+".git", "main")
	w.Git("olivia", w.Clone, "switch", "-q", "-c", "evil", "FETCH_HEAD")
	w.Git("olivia", w.Clone, "-c", "user.name=O", "-c", "user.email=olivia@acme.test", "commit", "-q", "--allow-empty", "-m", "evil")
	evil := w.Git("olivia", w.Clone, "rev-parse", "HEAD")
	w.Git("olivia", w.Clone, "push", "-q", "https://github.com/"+w.Repository()+".git", "evil:refs/tags/main", "evil:refs/heads/evil")
	withRef := factstest.On("GET /repos/"+w.Repository()+"/actions/workflows/", func(a *factstest.Answer) { a.Sub(`"path":"([^"@]*)"`, `"path":"${1}@main"`) })
	for name, test := range map[string]struct {
		change func(*hub.RunSpec)
		read   factstest.Change
		want   policy.TargetState
	}{
		"of a label":                           {nil, nil, policy.TargetPublished},
		"of a dispatch":                        {func(s *hub.RunSpec) { s.Event = "workflow_dispatch" }, nil, policy.TargetPublished},
		"with the ref behind the path":         {nil, withRef, policy.TargetPublished},
		"of another event":                     {func(s *hub.RunSpec) { s.Event = "push" }, nil, policy.TargetLeft},
		"of another branch":                    {func(s *hub.RunSpec) { s.Ref, s.SHA = "refs/heads/evil", evil }, nil, policy.TargetLeft},
		"of another branch at the same commit": {func(s *hub.RunSpec) { s.Ref = "refs/heads/evil" }, nil, policy.TargetLeft},
		"of a tag called like the branch":      {func(s *hub.RunSpec) { s.Event, s.Ref, s.SHA = "workflow_dispatch", "refs/tags/main", evil }, nil, policy.TargetLeft},
		"of a commit that is not there":        {func(s *hub.RunSpec) { s.SHA = strings.Repeat("d", 40) }, nil, policy.TargetLeft},
		"of another workflow":                  {func(s *hub.RunSpec) { s.Workflow = hub.WorkflowFile{Name: "x", Path: ".github/workflows/x.yml"} }, nil, policy.TargetLeft},
		"of another request":                   {func(s *hub.RunSpec) { s.Title = "#9999" }, nil, policy.TargetLeft},
		"of another label":                     {func(s *hub.RunSpec) { s.Title = "ignored" }, nil, policy.TargetLeft},
	} {
		t.Run(name, func(t *testing.T) {
			number := w.File()
			reading := w.Read(number, nil)
			run := w.StartRun(number, test.change).Job(facts.JobName("npm", reading.Parsed.Digest), "success", factstest.Publishing("success")...).End("success")
			if got := npm(w.Read(number, test.read)); got.State != test.want || got.State == policy.TargetPublished && got.Run != run.ID {
				t.Errorf("%+v, want %s", got, test.want)
			}
			closeIssue(t, w, number)
		})
	}
}

func TestRead_runThatAReceiptNamesAndIsGoneLeavesTargetsUnknown(t *testing.T) {
	w := factstest.New(t, "gone")
	number := w.File()
	reading := w.Read(number, nil)
	run := w.StartRun(number, nil).End("success")
	leave(t, w, reading, run.ID, func(r *record.Receipt) {
		r.Kind, r.Verdict = policy.ReceiptVerdict, &policy.Verdict{Schema: policy.VerdictSchema, Decision: policy.Publish, Left: []string{"npm"}, At: reading.Facts.Now}
	})
	if got := npm(w.Read(number, nil)); got.State != policy.TargetLeft {
		t.Errorf("while the run is there: %+v", got)
	}
	// A run of another branch is no proof, and neither is one that is gone.
	for name, pattern := range map[string]string{"moved": `"head_branch":"main"`, "deleted": fmt.Sprintf(`"display_title":"#%d"`, number)} {
		hidden := factstest.On("GET /repos/"+w.Repository()+"/actions/workflows/", func(a *factstest.Answer) { a.Sub(pattern, `"x":""`) })
		if got := npm(w.Read(number, hidden)); got.State != policy.TargetUnknown || got.Run != run.ID {
			t.Errorf("%s: %+v", name, got)
		}
	}
	leave(t, w, w.Read(number, nil), run.ID, func(r *record.Receipt) {
		r.Kind, r.Result = policy.ReceiptResult, &record.Result{State: release.Failed, Merge: record.Merge{Base: "main"}, Exceptions: []string{},
			Targets: []record.TargetResult{{Name: "npm", State: policy.TargetPublished, Run: run.ID}, {Name: "docs", State: policy.TargetLeft}}}
	})
	if got := npm(w.Read(number, nil)); got.State != policy.TargetUnknown || !strings.Contains(got.Why, "no run shows it") {
		t.Errorf("a receipt that knows more: %+v", got)
	}
	w.Agree(number)
}

// leave leaves a receipt as the workflow does.
func leave(t *testing.T, w *factstest.World, reading *facts.Reading, run int64, fill func(*record.Receipt)) {
	t.Helper()
	r := record.Receipt{
		Number: reading.Central.Issue.Number, Request: reading.Parsed.Digest, Release: record.ReleaseOf(reading.Parsed.Request), Policy: reading.Central.Head, Run: fmt.Sprintf("%d/1", run),
		URL: fmt.Sprintf("https://github.com/%s/actions/runs/%d/attempts/1", w.Repository(), run), At: reading.Facts.Now,
	}
	if found := facts.Receipts(reading.Comments); len(found) > 0 {
		r.Previous = found[len(found)-1].Digest
	}
	fill(&r)
	text, err := record.RenderReceipt(r)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.JobClient().CreateComment(t.Context(), w.Repository(), r.Number, text); err != nil {
		t.Fatal(err)
	}
}

func TestRead_otherRequestsForTheVersionCountWhateverTheySayNow(t *testing.T) {
	w := factstest.New(t, "others")
	h := w.Hub()
	first := w.FileAs("erin", w.Request("1.2.3", w.Push("1.2.2"))) // from another commit
	digest := w.Read(first, nil).Parsed.Digest
	second := w.File()
	state := func() (s policy.Sibling, reason string) {
		t.Helper()
		reading := w.Read(second, nil)
		w.Agree(second)
		others, _ := reading.Facts.SameTitle.Get()
		if len(others) != 1 {
			t.Fatalf("others are %+v", others)
		}
		return others[0], reading.Verdict().Finding(policy.RuleVersionNew).Reason
	}
	if s, reason := state(); !s.Open || s.Publishing || s.Targets["npm"].State != policy.TargetLeft || reason != policy.RuleVersionNew {
		t.Errorf("filed: %+v, %s", s, reason)
	}
	run := w.StartRun(first, nil).Job(facts.JobName("npm", digest), "", factstest.Publishing("")...)
	if s, reason := state(); !s.Publishing || s.Targets["npm"].State != policy.TargetLeft || reason != policy.RuleVersionNew {
		t.Errorf("being published: %+v, %s", s, reason)
	}
	closeIssue(t, w, first)
	if s, reason := state(); s.Open || !s.Publishing || reason != policy.RuleVersionNew {
		t.Errorf("closed while it is being published: %+v, %s", s, reason)
	}
	if got := w.Read(second, nil).Verdict().Finding(policy.RuleAlone); got.Reason != policy.ReasonRunBefore {
		t.Errorf("closed while it is being published: %+v", got)
	}
	run.End("cancelled")
	if s, reason := state(); s.Publishing || s.Targets["npm"].State != policy.TargetUnknown || reason != policy.ReasonVersionBegun {
		t.Errorf("lost: %+v, %s", s, reason)
	}
	w.StartRun(first, nil).Job(facts.JobName("npm", digest), "success", factstest.Publishing("success")...).End("success")
	if s, reason := state(); s.Targets["npm"].State != policy.TargetPublished || reason != policy.ReasonVersionBegun {
		t.Errorf("published: %+v, %s", s, reason)
	}
	// Its author makes it a request for the very commit of the second.
	issue, err := h.Issue(h.As("erin"), w.Central.ID(), first)
	if err != nil {
		t.Fatal(err)
	}
	_, body := w.Render(w.Request("1.2.3", w.Commit))
	if _, err := h.UpdateIssue(h.As("erin"), issue.ID, hub.IssueChange{Body: &body}); err != nil {
		t.Fatal(err)
	}
	if s, reason := state(); s.Targets["npm"].State != policy.TargetPublished || s.Commit != "" || reason != policy.ReasonVersionBegun {
		t.Errorf("edited after it was published: %+v, %s", s, reason)
	}
	body = "no record at all"
	if _, err := h.UpdateIssue(h.As("erin"), issue.ID, hub.IssueChange{Body: &body}); err != nil {
		t.Fatal(err)
	}
	if s, reason := state(); s.Targets["npm"].State != policy.TargetPublished || reason != policy.ReasonVersionBegun {
		t.Errorf("malformed after it was published: %+v, %s", s, reason)
	}
}

func TestRead_otherRequestWhoseRunIsGone(t *testing.T) {
	w := factstest.New(t, "othergone")
	first := w.FileAs("erin", w.Request("1.2.3", w.Push("1.2.2")))
	leave(t, w, w.Read(first, nil), 4711, func(r *record.Receipt) {
		r.Kind, r.Verdict = policy.ReceiptVerdict, &policy.Verdict{Schema: policy.VerdictSchema, Decision: policy.Publish, Left: []string{"npm"}}
	})
	closeIssue(t, w, first)
	number := w.File()
	w.Agree(number)
	reading := w.Read(number, nil)
	others, _ := reading.Facts.SameTitle.Get()
	if len(others) != 1 || others[0].Targets["npm"].State != policy.TargetUnknown || reading.Verdict().Finding(policy.RuleVersionNew).Reason != policy.ReasonVersionBegun {
		t.Errorf("%+v", others)
	}
}

func TestRead_unfinishedRunsGoByTheirRequests(t *testing.T) {
	w := factstest.New(t, "unfinished")
	first := w.FileAs("erin", w.Request("1.3.0", w.Push("1.3.0")))
	number := w.File()
	alone := func(own int64) policy.Finding {
		t.Helper()
		reader := w.Reader("olivia", false)
		reader.OwnRun = own
		reading, err := reader.Read(t.Context(), number)
		if err != nil {
			t.Fatal(err)
		}
		return reading.Verdict().Finding(policy.RuleAlone)
	}
	evil := w.StartRun(first, func(s *hub.RunSpec) { s.Ref = "refs/heads/evil" })
	run := w.StartRun(first, func(s *hub.RunSpec) { s.Status = "queued" })
	own := w.StartRun(number, nil)
	if got := alone(own.ID); got.Reason != policy.ReasonRunBefore || !strings.Contains(got.Sentence, fmt.Sprint(run.ID)) || strings.Contains(got.Sentence, fmt.Sprint(evil.ID)) {
		t.Errorf("an earlier run: %+v", got)
	}
	closeIssue(t, w, first)
	if got := alone(own.ID); got.Reason != policy.ReasonRunBefore {
		t.Errorf("of a closed request: %+v", got)
	}
	run.End("success")
	if got := alone(own.ID); got.Outcome != policy.Pass {
		t.Errorf("over: %+v", got)
	}
	// It is run again, with the id it had.
	must(t, w.Hub().RerunRun(w.Hub().As("olivia"), w.Central.ID(), run.ID, false))
	if got := alone(own.ID); got.Outcome != policy.Pass {
		t.Errorf("run again: %+v", got)
	}
	// A run that GitHub does not list yet: it may not list others either.
	reader := w.Reader("olivia", false)
	reader.OwnRun = own.ID + 1000
	if _, err := reader.Read(t.Context(), number); err == nil || !strings.Contains(err.Error(), "does not list run") {
		t.Errorf("a run that is not listed: %v", err)
	}
	// And a run knows that there is a workflow.
	reader.OwnRun = own.ID
	reader.Central = w.ClientThrough("olivia", refuse("GET /repos/"+w.Repository()+"/actions/workflows/publish.yml/runs?per_page=100&exclude_pull_requests=true&status=queued", 404, "Not Found"))
	if _, err := reader.Read(t.Context(), number); err == nil {
		t.Error("that GitHub tells of no runs was taken for there being none")
	}
}

// Whoever takes the text of a request away while it is published hides of which
// project it is.
func TestRead_aRunThatPublishesNobodyKnowsWhatGoesFirst(t *testing.T) {
	w := factstest.New(t, "hidden")
	h := w.Hub()
	first := w.FileAs("erin", w.Request("1.3.0", w.Push("1.3.0")))
	digest := w.Read(first, nil).Parsed.Digest
	number := w.File()
	run := w.StartRun(first, nil)
	own := w.StartRun(number, nil)
	issue, err := h.Issue(h.As("erin"), w.Central.ID(), first)
	must(t, err)
	body := "no record at all"
	_, err = h.UpdateIssue(h.As("erin"), issue.ID, hub.IssueChange{Body: &body})
	must(t, err)
	want := func(when, reason string) {
		t.Helper()
		reader := w.Reader("olivia", false)
		reader.OwnRun = own.ID
		reading, err := reader.Read(t.Context(), number)
		must(t, err)
		if got := reading.Verdict().Finding(policy.RuleAlone); got.Reason != reason {
			t.Errorf("%s: %+v", when, got)
		}
	}
	want("in its gate, which will refuse it", policy.RuleAlone)
	run.Job(facts.JobName("npm", digest), "", factstest.Publishing("")...)
	want("while it publishes", policy.ReasonRunBefore)
	run.End("cancelled")
	want("afterwards", policy.RuleAlone)
}

// A request that published something is found whatever its author makes of its
// title and text; who only mentions the release is not.
func TestRead_aRequestThatIsRenamedAfterItPublishedIsFound(t *testing.T) {
	w := factstest.New(t, "renamed")
	h := w.Hub()
	first := w.FileAs("erin", w.Request("1.2.3", w.Push("1.2.2")))
	reading := w.Read(first, nil)
	run := w.StartRun(first, nil)
	leave(t, w, reading, run.ID, func(r *record.Receipt) {
		r.Kind, r.Verdict = policy.ReceiptVerdict, &policy.Verdict{Schema: policy.VerdictSchema, Decision: policy.Publish, Left: []string{"npm"}, At: reading.Facts.Now}
	})
	run.Job(facts.JobName("npm", reading.Parsed.Digest), "success", factstest.Publishing("success")...).End("success")
	issue, err := h.Issue(h.As("erin"), w.Central.ID(), first)
	must(t, err)
	title, body := "lunch", "Where do we go?"
	_, err = h.UpdateIssue(h.As("erin"), issue.ID, hub.IssueChange{Title: &title, Body: &body})
	must(t, err)
	chat, err := w.Client("erin").CreateIssue(t.Context(), w.Repository(), "chat", "hello")
	must(t, err)
	say(t, w, "rita", chat.Number, "What about acme/renamed@1.2.3?")
	number := w.File()
	w.Agree(number)
	second := w.Read(number, nil)
	others, _ := second.Facts.SameTitle.Get()
	if len(others) != 1 || others[0].Number != first || others[0].Targets["npm"].State != policy.TargetPublished {
		t.Errorf("others are %+v", others)
	}
	found(t, second, policy.RuleVersionNew, policy.RefuseFor, policy.ReasonVersionBegun, fmt.Sprintf("#%d", first))
}
