//go:build unix

package actions

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

const echo = "\njobs: {a: {runs-on: x, steps: [{run: echo}]}}\n"

func TestRun_isThereWhenTheWriteReturns(t *testing.T) {
	w := newWorld(t, map[string]string{"a.yml": "on: {issues: {types: [labeled]}}" + echo}, stopped)
	w.label(w.issue(), "accepted")
	if run := w.only(); run.Status != "queued" || run.Title != "Please" || run.Number != 1 || run.Attempt != 1 {
		t.Errorf("run %+v", run)
	}
	w.idle() // at once, since nothing will run
}

func TestEvents_startTheWorkflowsThatAskForThem(t *testing.T) {
	w := newWorld(t, map[string]string{
		"issues.yml":  "on: {issues: {types: [opened, reopened]}}" + echo,
		"comment.yml": "on: issue_comment" + echo,
		"label.yml":   "on: {label: {types: [edited, deleted]}}" + echo,
		"push.yml":    "on: {push: {branches: [main]}}" + echo,
		"tick.yml":    "on: {schedule: [{cron: '0 5 * * *'}]}" + echo,
		"readme.md":   "on: push" + echo,
	})
	issue := w.issue()
	if _, err := w.hub.AddComment(w.hub.As("rita"), issue.ID, "hello"); err != nil {
		t.Fatal(err)
	}
	if err := w.hub.DeleteLabel(w.hub.As("bob"), w.repo.ID(), "other"); err != nil {
		t.Fatal(err)
	}
	w.label(issue, "accepted")
	w.push("side", map[string]string{"a.txt": "a"})
	w.push("main", map[string]string{"a.txt": "a"})
	if err := w.engine.Schedule(w.repo.Repository(), "0 5 * * *"); err != nil {
		t.Fatal(err)
	}
	w.idle()
	var got []string
	for _, run := range w.runs() {
		got = append(got, filepath.Base(run.Path)+" "+run.Event+" "+run.Branch()+" "+run.Actor.Login+" "+run.Title+" "+run.Conclusion)
	}
	want := []string{
		"issues.yml issues main bob Please success", "comment.yml issue_comment main rita Please success",
		"label.yml label main bob .github/workflows/label.yml success", "push.yml push main bob Change things success",
		"tick.yml schedule main bob .github/workflows/tick.yml success",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("runs:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestEvents_ofAJobTokenStartOnlyDispatches(t *testing.T) {
	w := newWorld(t, map[string]string{
		"issues.yml":   "on: issues" + echo,
		"dispatch.yml": "on: workflow_dispatch" + echo,
	}, stopped)
	token := w.hub.NewToken(hub.TokenSpec{Kind: hub.Job, Repos: []string{"acme/publish"}, Permissions: map[string]hub.Access{
		"issues": hub.WriteAccess, "actions": hub.WriteAccess,
	}})
	job, err := w.hub.Authenticate(token.Secret)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.hub.CreateIssue(job, w.repo.ID(), hub.NewIssue{Title: "By a job"}); err != nil {
		t.Fatal(err)
	}
	if runs := w.runs(); len(runs) != 0 {
		t.Errorf("an issue by a job started %+v", runs)
	}
	if _, err := w.hub.DispatchWorkflow(job, w.repo.ID(), "dispatch.yml", "main", nil); err != nil {
		t.Fatal(err)
	}
	if run := w.only(); run.Event != "workflow_dispatch" || run.Actor.Login != hub.ActionsBotLogin {
		t.Errorf("run %+v", run)
	}
}

func TestIssues_runTheDefaultBranchsFile(t *testing.T) {
	w := newWorld(t, map[string]string{"a.yml": "on: {issues: {types: [labeled]}}" + echo})
	w.push("side", map[string]string{".github/workflows/b.yml": "on: {issues: {types: [labeled]}}" + echo})
	w.label(w.issue(), "accepted")
	w.idle()
	head, err := w.git.Repo(w.repo.ID()).Resolve(t.Context(), "refs/heads/main")
	if run := w.only(); err != nil || filepath.Base(run.Path) != "a.yml" || run.SHA != head {
		t.Errorf("run %+v, %v", run, err)
	}
}

func TestDispatch_runsTheFileOfTheRef(t *testing.T) {
	text := "on: {workflow_dispatch: {inputs: {issue: {required: true, type: number}, dry: {type: boolean, default: true}}}}\nrun-name: \"#${{ inputs.issue }} %s\"" +
		"\njobs: {a: {runs-on: x, steps: [{run: 'cp \"$GITHUB_EVENT_PATH\" \"$SHARED/event\"'}]}}\n"
	w := newWorld(t, map[string]string{"a.yml": replace(text, "%s", "main"), "b.yml": "on: {workflow_dispatch: {inputs: {issue: {}}}}" + echo})
	w.push("side", map[string]string{".github/workflows/a.yml": replace(text, "%s", "side")})
	if err := w.dispatch("a.yml", "side", map[string]any{"issue": "42"}); err != nil {
		t.Fatal(err)
	}
	w.idle()
	if run := w.only(); run.Title != "#42 side" || run.Branch() != "side" || run.Conclusion != "success" {
		t.Errorf("run %+v", run)
	}
	event, err := os.ReadFile(filepath.Join(w.dir, "event"))
	if err != nil || !strings.Contains(string(event), `"inputs":{"dry":"true","issue":"42"}`) {
		t.Errorf("event %s, %v", event, err)
	}
}

func TestWorkflow_thatIsDisabledStartsNoRun(t *testing.T) {
	text := "on: [issues, workflow_dispatch]\njobs: {a: {runs-on: x, steps: [{run: 'true'}]}}\n"
	w := newWorld(t, map[string]string{"a.yml": text, "b.yml": text}, stopped)
	bob, id := w.hub.As("bob"), w.repo.ID()
	if err := w.hub.SetWorkflowState(w.hub.As("rita"), id, "a.yml", hub.WorkflowDisabled); err == nil {
		t.Error("a reader may switch a workflow off")
	}
	if err := w.hub.SetWorkflowState(bob, id, "a.yml", hub.WorkflowDisabled); err != nil {
		t.Fatal(err)
	}
	w.issue()
	if run := w.only(); run.Path != ".github/workflows/b.yml" {
		t.Errorf("%s ran", run.Path)
	}
	if err := w.dispatch("a.yml", "main", nil); err == nil || err.Error() != "Cannot trigger a 'workflow_dispatch' on a disabled workflow" {
		t.Errorf("the dispatch: %v", err)
	}
	if err := w.hub.SetWorkflowState(bob, id, "a.yml", hub.WorkflowActive); err != nil {
		t.Fatal(err)
	}
	w.repo.ChangeActions(func(s *hub.ActionsSettings) { s.Enabled = false })
	w.issue()
	w.only()
	w.repo.ChangeActions(func(s *hub.ActionsSettings) { s.Enabled = true })
	if err := w.dispatch("a.yml", "main", nil); err != nil {
		t.Error(err)
	}
}

func TestDispatch_isRefused(t *testing.T) {
	w := newWorld(t, map[string]string{
		"a.yml": "on: {workflow_dispatch: {inputs: {issue: {required: true}}}}" + echo,
		"b.yml": "on: push" + echo,
	})
	tests := []struct {
		who, file, ref string
		inputs         map[string]any
		kind           hub.Kind
		message        string
	}{
		{"rita", "a.yml", "main", map[string]any{"issue": "1"}, hub.Forbidden, ""},
		{"bob", "none.yml", "main", nil, hub.NotFound, ""},
		{"bob", "a.yml", "none", map[string]any{"issue": "1"}, hub.Invalid, "No ref found for: none"},
		{"bob", "a.yml", "main", nil, hub.Invalid, "Required input 'issue' not provided"},
		{"bob", "a.yml", "main", map[string]any{"issue": "1", "odd": "2"}, hub.Invalid, `Unexpected inputs provided: ["odd"]`},
		{"bob", "b.yml", "main", nil, hub.Invalid, "Workflow does not have 'workflow_dispatch' trigger"},
	}
	for _, tt := range tests {
		_, err := w.hub.DispatchWorkflow(w.hub.As(tt.who), w.repo.ID(), tt.file, tt.ref, tt.inputs)
		refusal, ok := errors.AsType[*hub.Error](err)
		if !ok || refusal.Kind != tt.kind || tt.message != "" && refusal.Message != tt.message {
			t.Errorf("%s dispatches %s at %s with %v: %v", tt.who, tt.file, tt.ref, tt.inputs, err)
		}
	}
	if runs := w.runs(); len(runs) != 0 {
		t.Errorf("refused dispatches started %+v", runs)
	}
}

func TestFile_thatIsBrokenMakesAFailedRun(t *testing.T) {
	w := newWorld(t, map[string]string{
		"broken.yml": "on: {issues: {types: [labeled]}}\njobs: {a: {needs: b, runs-on: x, steps: [{run: echo}]}}\n",
		"good.yml":   "on: {issues: {types: [labeled]}}" + echo,
	})
	w.label(w.issue(), "accepted")
	w.idle()
	got := map[string]string{}
	for _, run := range w.runs() {
		got[filepath.Base(run.Path)] = run.Conclusion
	}
	if want := map[string]string{"broken.yml": "failure", "good.yml": "success"}; !maps.Equal(got, want) {
		t.Errorf("runs %v, want %v", got, want)
	}
}

func TestWithoutRunner_triggersAreStillToldApart(t *testing.T) {
	w := newWorld(t, map[string]string{
		"labeled.yml":  "on: {issues: {types: [labeled]}}" + echo,
		"opened.yml":   "on: {issues: {types: [opened]}}" + echo,
		"push.yml":     "on: {push: {branches: ['release/*']}}" + echo,
		"dispatch.yml": "on: {workflow_dispatch: {inputs: {n: {required: true}}}}" + echo,
	}, stopped)
	w.label(w.issue(), "accepted")
	w.push("side", map[string]string{"a": "a"})
	w.push("release/1", map[string]string{"a": "a"})
	if err := w.dispatch("dispatch.yml", "main", nil); err == nil {
		t.Error("a dispatch without its input is accepted")
	}
	if err := w.dispatch("dispatch.yml", "main", map[string]any{"n": "1"}); err != nil {
		t.Error(err)
	}
	var got []string
	for _, run := range w.runs() {
		got = append(got, filepath.Base(run.Path)+" "+run.Status)
	}
	want := "opened.yml queued, labeled.yml queued, push.yml queued, dispatch.yml queued"
	if strings.Join(got, ", ") != want {
		t.Errorf("runs %q, want %q", got, want)
	}
	if err := w.hub.CancelRun(w.hub.As("bob"), w.repo.ID(), w.runs()[0].ID); err != nil || w.runs()[0].Conclusion != "cancelled" {
		t.Errorf("cancelling: %v, %+v", err, w.runs()[0])
	}
}
