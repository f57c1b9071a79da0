package request_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/release-request/gh-release-request/internal/record"
	"github.com/release-request/gh-release-request/internal/release"
	"github.com/release-request/gh-release-request/internal/request"
)

// run is a requester within the source repository's own workflow.
func (w world) run() *request.Requester {
	w.t.Helper()
	r := w.as("olivia")
	r.Run = &request.Run{
		ID: release.Run{ID: 4711, Attempt: 2}, Requester: "erin", Ref: "refs/heads/main", Workflow: ".github/workflows/release.yml",
		Event: "workflow_dispatch", At: r.Central.At,
	}
	r.Central = nil
	return r
}

func TestAttest_saysWhatWasPrepared(t *testing.T) {
	w := newWorld(t)
	r := w.run()
	wish := request.Wish{Project: w.project(`prepare: none`), Version: "2.0.0", Rehearsal: true}
	plan := w.plan(r, wish)
	done, err := r.Prepare(t.Context(), plan)
	if err != nil {
		t.Fatal(err)
	}
	message, changelog, err := r.Attest(t.Context(), wish, request.Handed{
		Version: string(plan.Version), Base: plan.Base, Commit: done.Commit, Changelog: done.Changelog, Targets: []string{"docs"},
	})
	if err != nil {
		t.Fatal(err)
	}
	got, problems := record.ParseAttestation(message)
	want := release.Request{
		Base: "main", Branch: "release/2.0.0", Changelog: record.HashChangelog(changelog), Commit: w.branch("release/2.0.0"),
		Project: w.Name(), Rehearsal: true, Requester: "erin", Run: "4711/2", Schema: release.Schema, Targets: []string{"npm", "docs"}, Version: "2.0.0",
	}
	if diff := cmp.Diff(want, got); diff != "" || len(problems) > 0 {
		t.Errorf("%v %s", problems, diff)
	}
	if changelog != done.Changelog || len(w.open()) != 0 {
		t.Errorf("the changelog is %q, want %q; %d issues", changelog, done.Changelog, len(w.open()))
	}
}

func TestAttest_believesNothingOfTheJobThatPrepared(t *testing.T) {
	w := newWorld(t)
	w.push("release/2.0.0")
	two := w.push("release/2.0.1")
	w.push("release/2.0.1")
	w.push("other")
	for name, test := range map[string]struct {
		change func(*request.Requester, *request.Wish, *request.Handed)
		want   string
	}{
		"nothing is wrong":  {func(*request.Requester, *request.Wish, *request.Handed) {}, ""},
		"another commit":    {func(_ *request.Requester, _ *request.Wish, h *request.Handed) { h.Commit = w.branch("main") }, "the branch release/2.0.0 is not at"},
		"no commit":         {func(_ *request.Requester, _ *request.Wish, h *request.Handed) { h.Commit = "main" }, "the commit that was prepared"},
		"another version":   {func(_ *request.Requester, _ *request.Wish, h *request.Handed) { h.Version = "2.0.2" }, "the branch release/2.0.2 is not at"},
		"a word for one":    {func(_ *request.Requester, _ *request.Wish, h *request.Handed) { h.Version = "major" }, `"major"`},
		"a base of its own": {func(_ *request.Requester, _ *request.Wish, h *request.Handed) { h.Base = "other" }, "other is no branch that releases of sdk may be merged into"},
		"too many commits": {func(_ *request.Requester, _ *request.Wish, h *request.Handed) {
			h.Version, h.Commit = "2.0.1", w.branch("release/2.0.1")
		}, "has 2 commits that main has not"},
		"a commit of the past": {func(_ *request.Requester, _ *request.Wish, h *request.Handed) { h.Version, h.Commit = "2.0.1", two }, "is not at"},
		"a run of a branch":    {func(r *request.Requester, _ *request.Wish, _ *request.Handed) { r.Run.Ref = "refs/heads/other" }, "a run of refs/heads/other"},
		"a run of a tag":       {func(r *request.Requester, _ *request.Wish, _ *request.Handed) { r.Run.Ref = "refs/tags/main" }, "a run of refs/tags/main"},
		"another workflow": {func(r *request.Requester, _ *request.Wish, _ *request.Handed) {
			r.Run.Workflow = ".github/workflows/ci.yml"
		}, "this one is .github/workflows/ci.yml"},
		"a push":         {func(r *request.Requester, _ *request.Wish, _ *request.Handed) { r.Run.Event = "push" }, "a run started by push"},
		"a pull request": {func(r *request.Requester, _ *request.Wish, _ *request.Handed) { r.Run.Event = "pull_request_target" }, "a run started by pull_request_target"},
	} {
		r := w.run()
		wish := request.Wish{Project: w.project(`prepare: {run: ["true"]}`)}
		handed := request.Handed{Version: "2.0.0", Base: "main", Commit: w.branch("release/2.0.0")}
		test.change(r, &wish, &handed)
		message, _, err := r.Attest(t.Context(), wish, handed)
		if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
			t.Errorf("%s: %v, want %q", name, err, test.want)
		}
		if err != nil && message != "" {
			t.Errorf("%s: it attests %s", name, message)
		}
	}
}

func TestAttest_takesOfTheTargetsOnlyWhatThePolicyLeavesOpen(t *testing.T) {
	w := newWorld(t)
	commit := w.push("release/2.0.0")
	for name, test := range map[string]struct {
		listed []string
		want   string
	}{
		"some":    {[]string{"docs"}, ""},
		"unknown": {[]string{"docs", "pypi"}, `"pypi" is no target of the policy`},
		"none":    {nil, "targets: there are none"},
	} {
		r := w.run()
		project := w.project(`prepare: craft`)
		project.Targets = nil
		message, _, err := r.Attest(t.Context(), request.Wish{Project: project}, request.Handed{Version: "2.0.0", Base: "main", Commit: commit, Targets: test.listed})
		if test.want != "" {
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if got, problems := record.ParseAttestation(message); err != nil || len(problems) > 0 || !slices.Equal(got.Targets, test.listed) {
			t.Errorf("%s: %v %v %v", name, err, problems, got.Targets)
		}
	}
}

func TestLook_inARunKnowsNothingOfRequests(t *testing.T) {
	w := newWorld(t)
	project := w.project(`prepare: none`)
	if _, err := ask(t, w.as("erin"), request.Wish{Project: project, Version: "2.0.0"}); err != nil {
		t.Fatal(err)
	}
	plan := w.plan(w.run(), request.Wish{Project: project, Version: "2.0.0"})
	if !plan.Take || plan.Open != nil || plan.Requester != "erin" {
		t.Errorf("plan %+v", plan)
	}
}
