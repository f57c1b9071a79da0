package rest_test

import (
	"archive/zip"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/release-request/gh-release-request/internal/sandbox/actions"
	"github.com/release-request/gh-release-request/internal/sandbox/gitstore"
	"github.com/release-request/gh-release-request/internal/sandbox/gitwrite"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
	"github.com/release-request/gh-release-request/internal/sandbox/rest"
)

const (
	labeledWorkflow  = "name: publish\nrun-name: never evaluated here\non: {issues: {types: [labeled]}}\njobs: {a: {runs-on: x, steps: [{run: echo}]}}\n"
	dispatchWorkflow = "on: {workflow_dispatch: {inputs: {issue: {required: true}}}}\njobs: {a: {runs-on: x, steps: [{run: echo}]}}\n"
)

// runWorld is a world whose repository acme/sdk has two workflows, of which
// runs are made but not carried out. wendy may write there, tara triage.
type runWorld struct {
	*world
	sdk  *hub.Settings
	main string // the head of its default branch
}

func newRunWorld(t *testing.T) *runWorld {
	t.Helper()
	var h *hub.Hub
	store, err := gitstore.New(t.Context(), t.TempDir(), func() time.Time { return h.Now() })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(store.Close)
	h = hub.New(hub.Options{Git: store})
	if _, err := actions.New(t.Context(), actions.Options{Hub: h, Git: store}); err != nil {
		t.Fatal(err)
	}
	door := gitwrite.New(h, store)
	w := &runWorld{world: worldOn(t, h, door)}
	w.sdk = w.world.repo(hub.RepoSpec{Owner: "acme", Name: "sdk", Files: map[string]string{
		".github/workflows/publish.yml": labeledWorkflow, ".github/workflows/retry.yml": dispatchWorkflow,
	}})
	w.sdk.SetRole("wendy", hub.Write)
	w.sdk.SetRole("tara", hub.Triage)
	w.sdk.AddLabel("accepted", "00ff00", "")
	if w.main, err = door.Repo(w.sdk.ID()).Resolve(t.Context(), "main"); err != nil {
		t.Fatal(err)
	}
	return w
}

// log is what lies at a log's address.
func (w *runWorld) log(address string) string {
	w.t.Helper()
	rec := httptest.NewRecorder()
	rest.Logs(w.hub).ServeHTTP(rec, httptest.NewRequest("GET", address, nil))
	return rec.Body.String()
}

// run makes a run by labelling an issue as tara.
func (w *runWorld) run() hub.Run {
	w.t.Helper()
	i, err := w.hub.CreateIssue(w.hub.As("rita"), w.sdk.ID(), hub.NewIssue{Title: "Please"})
	if err != nil {
		w.t.Fatal(err)
	}
	if _, err := w.hub.AddLabels(w.hub.As("tara"), i.ID, "accepted"); err != nil {
		w.t.Fatal(err)
	}
	runs, err := w.hub.Runs(w.hub.As("olga"), w.sdk.ID())
	if err != nil || len(runs) == 0 {
		w.t.Fatalf("runs %v, %v", runs, err)
	}
	return runs[0]
}

func TestWorkflows(t *testing.T) {
	w := newRunWorld(t)
	a := w.call("rita", "GET", "/repos/acme/sdk/actions/workflows", "").want(200)
	if a.get("total_count") != 2.0 {
		t.Fatalf("workflows: %s", a.body)
	}
	one := w.call("", "GET", "/repos/acme/sdk/actions/workflows/publish.yml", "").want(200)
	if one.get("name") != "publish" || one.get("path") != ".github/workflows/publish.yml" || one.get("state") != "active" {
		t.Errorf("workflow: %s", one.body)
	}
	number, _ := one.get("id").(float64)
	w.call("", "GET", "/repos/acme/sdk/actions/workflows/"+id(int64(number)), "").want(200)
	w.call("", "GET", "/repos/acme/sdk/actions/workflows/none.yml", "").want(404)
	nameless := w.call("", "GET", "/repos/acme/sdk/actions/workflows/retry.yml", "").want(200)
	if nameless.get("name") != ".github/workflows/retry.yml" {
		t.Errorf("a workflow without a name: %s", nameless.body)
	}
}

func TestRuns_negative(t *testing.T) {
	w := newRunWorld(t)
	run := "/repos/acme/sdk/actions/runs/" + id(w.run().ID)
	w.call("rita", "GET", "/repos/acme/sdk/actions/runs/1", "").want(404)
	w.call("rita", "GET", run+"/attempts/2", "").want(404)
	w.call("rita", "GET", run+"/jobs?filter=some", "").want(422)
	w.call("rita", "GET", "/repos/acme/sdk/actions/runs?created=yesterday", "").want(422)
	w.call("rita", "GET", "/repos/acme/vault/actions/runs", "").want(404)
	w.call("", "POST", run+"/cancel", "").want(401)
	for _, who := range []string{"rita", "tara"} {
		w.call(who, "POST", run+"/cancel", "").want(403)
		w.call(who, "POST", run+"/rerun", "").want(403)
		w.call(who, "POST", "/repos/acme/sdk/actions/workflows/retry.yml/dispatches", `{"ref":"main","inputs":{"issue":"1"}}`).want(403)
	}
	job := w.hub.NewToken(hub.TokenSpec{Kind: hub.Job, Repos: []string{"acme/sdk"}, Permissions: map[string]hub.Access{"actions": hub.ReadAccess}}).Secret
	w.call(job, "POST", run+"/cancel", "").want(403, "Resource not accessible by integration")
	w.call("wendy", "POST", run+"/rerun", "").want(403, "already running")
	w.call("wendy", "POST", run+"/cancel", "").want(202)
	w.call("wendy", "POST", run+"/cancel", "").want(409, "Cannot cancel a workflow run that is completed.")
}

func TestRuns_readBack(t *testing.T) {
	w := newRunWorld(t)
	made := w.run()
	a := w.call("", "GET", "/repos/acme/sdk/actions/runs/"+id(made.ID), "").want(200)
	for name, want := range map[string]any{
		"display_title": "Please", "name": "publish", "event": "issues", "status": "queued", "conclusion": nil, "head_branch": "main",
		"head_sha": w.main, "run_number": 1.0, "run_attempt": 1.0, "path": ".github/workflows/publish.yml",
	} {
		if got := a.get(name); got != want {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
	if a.get("actor", "login") != "tara" || a.get("head_commit", "message") != "First commit" {
		t.Errorf("run: %s", a.body)
	}
	w.call("", "GET", "/repos/acme/sdk/actions/runs/"+id(made.ID)+"/attempts/1", "").want(200)
	w.call("", "GET", "/repos/acme/sdk/actions/runs/"+id(made.ID)+"/artifacts", "").want(200)
}

func TestRuns_filters(t *testing.T) {
	w := newRunWorld(t)
	first, second := w.run(), w.run()
	if err := w.hub.SetRunStatus(first.ID, "completed", "failure"); err != nil {
		t.Fatal(err)
	}
	day := first.CreatedAt.Format("2006-01-02")
	tests := []struct {
		query string
		want  []hub.Run
	}{
		{"", []hub.Run{second, first}},
		{"status=completed", []hub.Run{first}},
		{"status=failure", []hub.Run{first}},
		{"status=queued", []hub.Run{second}},
		{"event=push", nil},
		{"branch=main", []hub.Run{second, first}},
		{"branch=side", nil},
		{"actor=TARA", []hub.Run{second, first}},
		{"head_sha=" + first.SHA, []hub.Run{second, first}},
		{"created=" + day, []hub.Run{second, first}},
		{"created=%3C" + day, nil},
		{"created=%3E" + first.CreatedAt.Format("2006-01-02T15:04:05Z"), []hub.Run{second}},
		{"created=*.." + first.CreatedAt.Format("2006-01-02T15:04:05Z"), []hub.Run{first}},
		{"per_page=1&page=2", []hub.Run{first}},
	}
	for _, path := range []string{"/repos/acme/sdk/actions/runs?", "/repos/acme/sdk/actions/workflows/publish.yml/runs?"} {
		for _, tt := range tests {
			runs, _ := w.call("", "GET", path+tt.query, "").want(200).get("workflow_runs").([]any)
			var got, want []string
			for _, r := range runs {
				got = append(got, id(int64(r.(map[string]any)["id"].(float64))))
			}
			for _, r := range tt.want {
				want = append(want, id(r.ID))
			}
			if strings.Join(got, " ") != strings.Join(want, " ") {
				t.Errorf("%s%s: %v, want %v", path, tt.query, got, want)
			}
		}
	}
	if none := w.call("", "GET", "/repos/acme/sdk/actions/workflows/retry.yml/runs", "").want(200); none.get("total_count") != 0.0 {
		t.Errorf("runs of another workflow: %s", none.body)
	}
}

func TestRuns_attemptsAndJobs(t *testing.T) {
	w := newRunWorld(t)
	run := w.run()
	job, err := w.hub.AddJob(run.ID, "a", "publish npm")
	if err != nil {
		t.Fatal(err)
	}
	for _, change := range []hub.JobChange{
		{Status: "in_progress"}, {Step: &hub.Step{Number: 1, Name: "publish", Status: "completed", Conclusion: "failure"}},
		{Status: "completed", Conclusion: "failure"},
	} {
		if err := w.hub.ChangeJob(job.ID, change); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.hub.SetRunStatus(run.ID, "completed", "failure"); err != nil {
		t.Fatal(err)
	}
	base := "/repos/acme/sdk/actions/runs/" + id(run.ID)
	w.call("wendy", "POST", base+"/rerun-failed-jobs", "").want(201)
	again := w.call("", "GET", base, "").want(200)
	if again.get("run_attempt") != 2.0 || again.get("status") != "queued" || again.get("triggering_actor", "login") != "wendy" || again.get("actor", "login") != "tara" {
		t.Errorf("second attempt: %s", again.body)
	}
	oneJob := "/repos/acme/sdk/actions/jobs/" + id(job.ID) + "/rerun"
	w.call("wendy", "POST", oneJob, "").want(403) // it is queued already
	if first := w.call("", "GET", base+"/attempts/1", "").want(200); first.get("conclusion") != "failure" {
		t.Errorf("first attempt: %s", first.body)
	}
	for path, want := range map[string]float64{"/jobs": 0, "/jobs?filter=latest": 0, "/jobs?filter=all": 1, "/attempts/1/jobs": 1, "/attempts/2/jobs": 0} {
		if got := w.call("", "GET", base+path, "").want(200).get("total_count"); got != want {
			t.Errorf("%s: %v jobs, want %v", path, got, want)
		}
	}
	one := w.call("", "GET", "/repos/acme/sdk/actions/jobs/"+id(job.ID), "").want(200)
	step, _ := one.get("steps").([]any)[0].(map[string]any)
	if one.get("name") != "publish npm" || one.get("run_attempt") != 1.0 || step["name"] != "publish" || step["conclusion"] != "failure" {
		t.Errorf("job: %s", one.body)
	}
	w.call("", "GET", "/repos/acme/sdk/actions/jobs/1", "").want(404)
	w.call("", "GET", "/repos/acme/sdk/check-runs/"+id(job.ID), "").want(200)
	if err := w.hub.SetRunStatus(run.ID, "completed", "failure"); err != nil {
		t.Fatal(err)
	}
	w.call("tara", "POST", oneJob, "").want(403)
	w.call("wendy", "POST", oneJob, "").want(201)
	if third := w.call("", "GET", base, "").want(200); third.get("run_attempt") != 3.0 {
		t.Errorf("third attempt: %s", third.body)
	}
}

func TestDispatch(t *testing.T) {
	w := newRunWorld(t)
	const path = "/repos/acme/sdk/actions/workflows/retry.yml/dispatches"
	w.call("wendy", "POST", path, `{}`).want(422, `"ref" wasn't supplied.`)
	w.call("wendy", "POST", path, `{"ref":"none"}`).want(422, "No ref found for: none")
	w.call("wendy", "POST", path, `{"ref":"main"}`).want(422, "Required input 'issue' not provided")
	w.call("wendy", "POST", path, `{"ref":"main","inputs":{"issue":"1","odd":"x"}}`).want(422, "Unexpected inputs provided")
	w.call("wendy", "POST", "/repos/acme/sdk/actions/workflows/publish.yml/dispatches", `{"ref":"main"}`).want(422, "Workflow does not have 'workflow_dispatch' trigger")
	w.call("wendy", "POST", "/repos/acme/sdk/actions/workflows/none.yml/dispatches", `{"ref":"main"}`).want(404)
	const retry = "/repos/acme/sdk/actions/workflows/retry.yml"
	w.call("tara", "PUT", retry+"/disable", "").want(403)
	w.call("wendy", "PUT", "/repos/acme/sdk/actions/workflows/none.yml/disable", "").want(404)
	w.call("wendy", "PUT", retry+"/disable", "").want(204)
	if got := w.call("", "GET", retry, "").want(200).get("state"); got != "disabled_manually" {
		t.Errorf("the workflow is %v", got)
	}
	w.call("wendy", "POST", path, `{"ref":"main","inputs":{"issue":"1"}}`).want(422, "on a disabled workflow")
	w.call("wendy", "PUT", retry+"/enable", "").want(204)
	w.sdk.ChangeActions(func(s *hub.ActionsSettings) { s.Enabled = false })
	w.call("wendy", "POST", path, `{"ref":"main","inputs":{"issue":"1"}}`).want(422, "Actions is disabled")
	w.sdk.ChangeActions(func(s *hub.ActionsSettings) { s.Enabled = true })
	w.call("wendy", "POST", path, `{"ref":"main","inputs":{"issue":"1"}}`).want(204)
	a := w.call("wendy", "POST", path, `{"ref":"refs/heads/main","inputs":{"issue":"2"},"return_run_details":true}`).want(200)
	number, _ := a.get("workflow_run_id").(float64)
	run := w.call("", "GET", "/repos/acme/sdk/actions/runs/"+id(int64(number)), "").want(200)
	if run.get("event") != "workflow_dispatch" || run.get("run_number") != 2.0 || run.get("actor", "login") != "wendy" {
		t.Errorf("run: %s", run.body)
	}
}

func TestLogs_needATokenForTheirAddressAndNoneThere(t *testing.T) {
	w := newRunWorld(t)
	run := w.run()
	job, err := w.hub.AddJob(run.ID, "a", "a: b")
	if err != nil {
		t.Fatal(err)
	}
	if err := w.hub.ChangeJob(job.ID, hub.JobChange{Step: &hub.Step{Number: 2, Name: "say/do", Status: "in_progress"}}); err != nil {
		t.Fatal(err)
	}
	w.hub.LogJob(job.ID, 2, "hello")
	jobLog, runLog := "/repos/acme/sdk/actions/jobs/"+id(job.ID)+"/logs", "/repos/acme/sdk/actions/runs/"+id(run.ID)
	for _, path := range []string{jobLog, runLog + "/logs", runLog + "/attempts/1/logs"} {
		w.call("", "GET", path, "").want(403)
	}
	w.call("rita", "GET", "/repos/acme/sdk/actions/jobs/1/logs", "").want(404)
	w.call("rita", "GET", "/repos/acme/sdk/actions/runs/1/logs", "").want(404)
	w.call("rita", "GET", runLog+"/attempts/2/logs", "").want(404)

	address := w.call("rita", "GET", jobLog, "").want(302).header.Get("Location")
	if log := w.log(address); !strings.HasSuffix(log, "Z hello\n") {
		t.Errorf("log at %s: %q", address, log)
	}
	if log := w.log(address + "x"); log != "404 page not found\n" {
		t.Errorf("log at another address: %q", log)
	}
	for _, path := range []string{runLog + "/logs", runLog + "/attempts/1/logs"} {
		data := w.log(w.call("rita", "GET", path, "").want(302).header.Get("Location"))
		z, err := zip.NewReader(strings.NewReader(data), int64(len(data)))
		if err != nil || len(z.File) != 1 || z.File[0].Name != "a b/2_saydo.txt" {
			t.Errorf("%s: %v, %v", path, z, err)
		}
	}
}
