//go:build unix

package actions

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

const shared = `
on:
  workflow_call:
    inputs: {word: {type: string}}
    secrets: {key: {}}
permissions: {}
jobs:
  prepare:
    runs-on: x
    permissions: {contents: write}
    environment: push
    outputs: {word: "${{ steps.s.outputs.word }}"}
    steps:
      - id: s
        run: echo "word=$WORD" >> "$GITHUB_OUTPUT"; echo "${#KEY} ${#OWN} ${#REST}" > "$SHARED/lengths"; test ! -e "$SHARED/fail"
        env: {WORD: "${{ inputs.word }}", KEY: "${{ secrets.key }}", OWN: "${{ secrets.OWN }}", REST: "${{ secrets.REST }}"}
  record:
    needs: prepare
    runs-on: x
    steps: [{run: 'echo "::notice title=it::$W"', env: {W: "${{ needs.prepare.outputs.word }}"}}]
`

const calling = `
on: {workflow_dispatch: , schedule: [{cron: '0 17 15 * *'}]}
permissions: {}
jobs:
  release:
    permissions: {contents: write}
    uses: acme/shared/.github/workflows/request.yml@main
    with: {word: "${{ github.event_name }}"}
    secrets: {key: "${{ secrets.PUSH }}"}
`

// callingWorld has a second repository, acme/shared, whose workflow the first
// calls.
func callingWorld(t *testing.T) (*world, *hub.Settings) {
	t.Helper()
	w := newWorld(t, map[string]string{"release.yml": calling})
	other, err := w.hub.AddRepo(hub.RepoSpec{Owner: "acme", Name: "shared", Files: map[string]string{".github/workflows/request.yml": shared}})
	if err != nil {
		t.Fatal(err)
	}
	w.repo.AddSecret("PUSH", "12345678901")
	w.repo.AddSecret("REST", "1234567")
	w.repo.AddEnvironment(hub.EnvironmentSpec{Name: "push", Secrets: map[string]string{"OWN": "12345"}})
	return w, other
}

func TestCalls_runsTheWorkflowOfAnotherRepository(t *testing.T) {
	w, other := callingWorld(t)
	if err := w.dispatch("release.yml", "main", nil); err != nil {
		t.Fatal(err)
	}
	w.idle()
	run := w.only()
	if want := map[string]string{"release/prepare": "success", "release/record": "success"}; !maps.Equal(w.conclusions(run), want) {
		t.Fatalf("jobs %v", w.conclusions(run))
	}
	job := w.jobs(run, 0)["release/record"]
	if job.Name != "release / record" {
		t.Errorf("the job is called %q", job.Name)
	}
	sha, err := w.git.Repo(other.ID()).Resolve(t.Context(), "refs/heads/main")
	if err != nil {
		t.Fatal(err)
	}
	want := []hub.ReferencedWorkflow{{Path: "acme/shared/.github/workflows/request.yml@main", SHA: sha, Ref: "refs/heads/main"}}
	if !slices.Equal(run.Referenced, want) {
		t.Errorf("referenced workflows %+v", run.Referenced)
	}
	if lengths, err := os.ReadFile(w.dir + "/lengths"); err != nil || string(lengths) != "11 5 0\n" {
		t.Errorf("lengths of the secrets %q, %v", lengths, err)
	}
}

func TestCalls_onSchedule(t *testing.T) {
	w, _ := callingWorld(t)
	if err := w.engine.Schedule(w.repo.Repository(), "0 17 15 * *"); err != nil {
		t.Fatal(err)
	}
	w.idle()
	run := w.only()
	if run.Event != "schedule" || run.Conclusion != "success" || w.jobs(run, 0)["release/prepare"].Outputs["word"] != "schedule" {
		t.Errorf("run %+v", run)
	}
}

func TestCalls_accessOfPrivateRepositories(t *testing.T) {
	w, other := callingWorld(t)
	tests := []struct {
		name                string
		callee, shared, own bool
		want                string
	}{
		{"private", true, false, true, "failure"},
		{"shared with private ones", true, true, true, "success"},
		{"shared, and called by a public one", true, true, false, "failure"},
		{"public", false, false, true, "success"},
	}
	for i, tt := range tests {
		other.SetPrivate(tt.callee)
		other.SetSharedWorkflows(tt.shared)
		w.repo.SetPrivate(tt.own)
		if err := w.dispatch("release.yml", "main", nil); err != nil {
			t.Fatal(err)
		}
		w.idle()
		if run := w.runs()[i]; run.Conclusion != tt.want {
			t.Errorf("%s: %s", tt.name, run.Conclusion)
		}
	}
	other.Rename("renamed")
	if err := w.dispatch("release.yml", "main", nil); err != nil {
		t.Fatal(err)
	}
	w.idle()
	if run := w.runs()[len(tests)]; run.Conclusion != "failure" {
		t.Errorf("renamed: %s", run.Conclusion)
	}
}

func TestCalls_rerunOfAllReadsTheWorkflowAnew(t *testing.T) {
	w, other := callingWorld(t)
	other.SetRole("bob", hub.Write)
	fail := w.dir + "/fail"
	if err := os.WriteFile(fail, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := w.dispatch("release.yml", "main", nil); err != nil {
		t.Fatal(err)
	}
	w.idle()
	w.pushTo(other.ID(), "main", map[string]string{".github/workflows/request.yml": strings.Replace(shared, "title=it", "title=new", 1)})
	if err := os.Remove(fail); err != nil {
		t.Fatal(err)
	}
	titles := func() []string {
		var all []string
		checks, err := w.hub.CheckRuns(w.hub.As("olga"), w.repo.ID(), w.only().SHA)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range checks {
			for _, a := range c.Annotations {
				if a.Level == "notice" {
					all = append(all, a.Title)
				}
			}
		}
		slices.Sort(all)
		return all
	}
	if err := w.hub.RerunRun(w.hub.As("bob"), w.repo.ID(), w.only().ID, true); err != nil {
		t.Fatal(err)
	}
	w.idle()
	if got := titles(); !slices.Equal(got, []string{"it"}) {
		t.Errorf("after a re-run of what failed: %q", got)
	}
	if err := w.hub.RerunRun(w.hub.As("bob"), w.repo.ID(), w.only().ID, false); err != nil {
		t.Fatal(err)
	}
	w.idle()
	if got := titles(); !slices.Contains(got, "new") {
		t.Errorf("after a re-run of all: %q", got)
	}
}

func TestCalls_waitForTheirConcurrencyGroup(t *testing.T) {
	w, other := callingWorld(t)
	other.SetRole("bob", hub.Write)
	w.pushTo(other.ID(), "main", map[string]string{".github/workflows/request.yml": strings.Replace(shared, "permissions: {}\njobs", "concurrency: one\npermissions: {}\njobs", 1) + `
  last:
    needs: record
    runs-on: x
    steps: [{run: 'echo here > "$SHARED/here"; read line < "$SHARED/go"'}]
`})
	here, goOn := w.pipe("here"), w.pipe("go")
	for range 2 {
		if err := w.dispatch("release.yml", "main", nil); err != nil {
			t.Fatal(err)
		}
	}
	w.hear(here)
	first, second := w.runs()[0], w.runs()[1]
	w.until(func() bool { return w.runs()[1].Status == "in_progress" || w.runs()[0].Status == "completed" })
	if len(w.jobs(first, 0))+len(w.jobs(second, 0)) != 3 {
		t.Errorf("both calls go: %v, %v", w.jobs(first, 0), w.jobs(second, 0))
	}
	w.tell(goOn)
	w.hear(here)
	w.tell(goOn)
	w.idle()
	for _, run := range w.runs() {
		if run.Conclusion != "success" {
			t.Errorf("run %d is a %s", run.ID, run.Conclusion)
		}
	}
}

func TestCalls_refuseAGroupThatTheirOwnRunHolds(t *testing.T) {
	w, other := callingWorld(t)
	other.SetRole("bob", hub.Write)
	w.pushTo(other.ID(), "main", map[string]string{".github/workflows/request.yml": strings.Replace(shared, "permissions: {}\njobs", "concurrency: one\npermissions: {}\njobs", 1)})
	w.push("main", map[string]string{".github/workflows/release.yml": "concurrency: one\n" + calling})
	if err := w.dispatch("release.yml", "main", nil); err != nil {
		t.Fatal(err)
	}
	w.idle()
	if run := w.only(); run.Conclusion != "failure" || w.conclusions(run)["release"] != "failure" {
		t.Errorf("run %+v with jobs %v", run, w.conclusions(run))
	}
}

func TestCalls_nest(t *testing.T) {
	w, other := callingWorld(t)
	other.SetRole("bob", hub.Write)
	w.pushTo(other.ID(), "main", map[string]string{
		".github/workflows/request.yml": `
on: {workflow_call: {inputs: {word: {type: string}}, secrets: {key: {}}}}
jobs:
  middle:
    uses: ./.github/workflows/inner.yml
    with: {word: "${{ inputs.word }}"}
    secrets: inherit
`,
		".github/workflows/inner.yml": strings.Replace(shared, "test ! -e", "true ||", 1),
	})
	if err := w.dispatch("release.yml", "main", nil); err != nil {
		t.Fatal(err)
	}
	w.idle()
	run := w.only()
	if want := map[string]string{"release/middle/prepare": "success", "release/middle/record": "success"}; !maps.Equal(w.conclusions(run), want) {
		t.Fatalf("jobs %v", w.conclusions(run))
	}
	if name := w.jobs(run, 0)["release/middle/record"].Name; name != "release / middle / record" || len(run.Referenced) != 2 {
		t.Errorf("the job is called %q; referenced are %+v", name, run.Referenced)
	}
	if lengths, err := os.ReadFile(w.dir + "/lengths"); err != nil || string(lengths) != "11 5 0\n" {
		t.Errorf("lengths of the secrets %q, %v", lengths, err)
	}
}

func TestCalls_thatCannotBeMadeFailTheRun(t *testing.T) {
	w, other := callingWorld(t)
	other.SetRole("bob", hub.Write)
	for i, text := range []string{
		"on: {workflow_call: {inputs: {word: {}}}}\njobs: {again: {uses: ./.github/workflows/request.yml}}\n",    // for ever
		"on: {workflow_call: {inputs: {word: {type: string}}}}\njobs: {a: {runs-on: x, steps: [{run: echo}]}}\n", // takes no secret
		"on: push\njobs: {a: {runs-on: x, steps: [{run: echo}]}}\n",
		"jobs: [",
	} {
		w.pushTo(other.ID(), "main", map[string]string{".github/workflows/request.yml": text})
		if err := w.dispatch("release.yml", "main", nil); err != nil {
			t.Fatal(err)
		}
		w.idle()
		if run := w.runs()[i]; run.Conclusion != "failure" || len(w.jobs(run, 0)) != 0 {
			t.Errorf("%q: the run is a %s with jobs %v", text, run.Conclusion, w.jobs(run, 0))
		}
	}
}
