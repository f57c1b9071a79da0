package request_test

import (
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/request"
)

// refused looks as a person, which must fail with all these words in this kind.
func (w world) refused(r *request.Requester, wish request.Wish, kind fault.Kind, words ...string) error {
	w.t.Helper()
	plan, err := r.Look(w.t.Context(), wish)
	if err == nil {
		w.t.Fatalf("it is planned: %+v", plan)
	}
	for _, word := range words {
		if !strings.Contains(err.Error(), word) {
			w.t.Errorf("%q does not say %q", err, word)
		}
	}
	if got := fault.KindOf(err); got != kind {
		w.t.Errorf("%q is of kind %d, want %d", err, got, kind)
	}
	return err
}

func TestLook_tellsAllProblemsAtOnce(t *testing.T) {
	w := newWorld(t)
	w.Git("erin", w.Clone, "push", "-q", "origin", "origin/main:refs/tags/2.1.0")
	project := w.project("prepare: none, bases: [stable], requests: {requesters: [erin]}")
	err := w.refused(w.as("rita"), request.Wish{Project: project, Version: "2.1.0"}, fault.Failed,
		"sdk 2.1.0 cannot be requested: 4 problems",
		"you (rita) may not push to "+w.Name(),
		"you (rita) are not among the requesters of sdk: erin",
		w.Name()+" has no branch stable",
		"the tag 2.1.0 exists already, at ")
	if hint := fault.HintOf(err); hint == "" {
		t.Error("there is no hint")
	}
}

func TestLook_refusesWhatIsNotNewer(t *testing.T) {
	w := newWorld(t)
	for _, tag := range []string{"2.1.0", "2.2.5", "v9.0.0", "nightly"} {
		w.Git("erin", w.Clone, "push", "-q", "origin", "origin/main:refs/tags/"+tag)
	}
	r, project := w.as("erin"), w.project("prepare: none")
	w.refused(r, request.Wish{Project: project, Version: "2.2.4"}, fault.Refused, "2.2.4 is not newer than 2.2.5, the newest of its series")
	w.refused(r, request.Wish{Project: project, Version: "2.2.5"}, fault.Refused, "the tag 2.2.5 exists already")
	w.refused(r, request.Wish{Project: project, Version: "2.2"}, fault.Failed, "does not follow semver")
	for _, version := range []string{"2.1.1", "2.2.6", "2.3.0", "3.0.0"} { // each newer in its series
		w.plan(r, request.Wish{Project: project, Version: version})
	}
}

func TestLook_believesATagAndNoIssue(t *testing.T) {
	w := newWorld(t)
	wish := request.Wish{Project: w.project("prepare: none"), Version: "2.0.0"}
	rita := w.Client("rita") // who may only read
	issue, err := rita.CreateIssue(t.Context(), w.Repository(), "publish: "+w.Name()+"@2.0.0", "out")
	if err == nil {
		err = rita.CloseIssue(t.Context(), w.Repository(), issue.Number, "completed")
	}
	if err != nil {
		t.Fatal(err)
	}
	w.plan(w.as("erin"), wish)
	w.Git("erin", w.Clone, "push", "-q", "origin", "origin/main:refs/tags/2.0.0")
	w.refused(w.as("erin"), wish, fault.Refused, "sdk 2.0.0 is released already: ")
}

func TestLook_takesTheBaseFromThePolicy(t *testing.T) {
	w := newWorld(t)
	stable := w.push("1.x")
	main := w.branch("main")
	r := w.as("erin")
	for name, test := range map[string]struct{ bases, base, want, commit string }{
		"the default branch":    {"[DEFAULT]", "", "main", main},
		"it, by name":           {"[DEFAULT]", "main", "main", main},
		"the first of several":  {"[1.x, DEFAULT]", "", "1.x", stable},
		"another of several":    {"[1.x, DEFAULT]", "main", "main", main},
		"one that fits":         {"[DEFAULT, '1.*']", "1.x", "1.x", stable},
		"the default, by wish":  {"['1.*', DEFAULT]", "", "main", main},
		"the default, by match": {"['m*']", "", "main", main},
	} {
		t.Run(name, func(t *testing.T) {
			plan := world{w.World, t}.plan(r, request.Wish{Project: w.project("prepare: none, bases: " + test.bases), Version: "2.0.0", Base: test.base})
			if plan.Base != test.want || plan.BaseCommit != test.commit {
				t.Errorf("it is planned on %s at %s", plan.Base, plan.BaseCommit)
			}
		})
	}
	only := w.project("prepare: none, bases: ['1.*']")
	err := w.refused(r, request.Wish{Project: only, Version: "2.0.0"}, fault.Refused, "main is no branch that releases of sdk may be merged into: 1.*")
	if !strings.Contains(fault.HintOf(err), "--base") {
		t.Errorf("the hint is %q", fault.HintOf(err))
	}
	w.refused(r, request.Wish{Project: only, Version: "2.0.0", Base: "develop"}, fault.Refused, "develop is no branch")
	w.refused(r, request.Wish{Project: only, Version: "2.0.0", Base: "1.9"}, fault.Failed, "has no branch 1.9")
}

func TestLook_knowsAnOpenRequestForTheSameVersion(t *testing.T) {
	w := newWorld(t)
	project := w.project("prepare: none")
	wish := request.Wish{Project: project, Version: "2.0.0"}
	first, err := ask(t, w.as("erin"), wish)
	if err != nil {
		t.Fatal(err)
	}
	if plan := w.plan(w.as("erin"), wish); plan.Open == nil || *plan.Open != *first {
		t.Errorf("one's own is planned as %+v", plan)
	}
	err = w.refused(w.as("olivia"), wish, fault.Refused, "erin asked for sdk 2.0.0 already: "+first.URL)
	if fault.HintOf(err) != "gh release-request view 1" {
		t.Errorf("the hint is %q", fault.HintOf(err))
	}

	// A run that died after tagging leaves the request open, and asking again still changes nothing.
	w.Git("erin", w.Clone, "push", "-q", "origin", "origin/main:refs/tags/2.0.0")
	if plan := w.plan(w.as("erin"), wish); plan.Open == nil {
		t.Errorf("after the tag it is planned as %+v", plan)
	}
	w.Git("erin", w.Clone, "push", "-q", "origin", ":refs/tags/2.0.0")

	// For another commit it is another request.
	moved := w.push("release/2.0.0")
	plan := w.plan(w.as("erin"), wish)
	if plan.Open != nil || plan.Replaces == nil || plan.Replaces.Number != first.Number || !plan.Take || plan.BranchWas != moved {
		t.Errorf("with another commit it is planned as %+v", plan)
	}
	if plan := w.plan(w.as("erin"), request.Wish{Project: project, Version: "2.0.0", Fresh: true}); plan.Replaces == nil || plan.Take {
		t.Errorf("afresh it is planned as %+v", plan)
	}
}

func TestLook_waitsForNobodyWhoMayNotAsk(t *testing.T) {
	w := newWorld(t)
	file := func(who string) {
		forged := w.Request("1.2.3", w.Commit)
		forged.Requester = who
		w.FileAs(who, forged)
	}
	wish := request.Wish{Project: w.project("prepare: none"), Version: "1.2.3"}
	file("rita") // who may only read
	if plan := w.plan(w.as("erin"), wish); plan.Open != nil || plan.Replaces != nil {
		t.Errorf("it is planned as %+v", plan)
	}
	listed := request.Wish{Project: w.project("prepare: none, requests: {requesters: [erin, rita]}"), Version: "1.2.3"}
	w.refused(w.as("erin"), listed, fault.Refused, "rita asked for sdk 1.2.3 already")
	file("olivia")
	w.refused(w.as("erin"), wish, fault.Refused, "olivia asked for sdk 1.2.3 already")
}

func TestLook_takesABranchOnlyAsTheGateWill(t *testing.T) {
	w := newWorld(t)
	prepared, asItIs := w.project(`prepare: {run: ["true"]}`), w.project("prepare: none")
	take := func(project *configProject, version string) bool {
		return w.plan(w.as("erin"), request.Wish{Project: project, Version: version}).Take
	}
	one := w.push("release/2.1.0")
	if plan := w.plan(w.as("erin"), request.Wish{Project: prepared, Version: "2.1.0"}); !plan.Take || plan.BranchWas != one {
		t.Errorf("one commit on the base is planned as %+v", plan)
	}
	w.push("release/2.1.0")
	for hint, r := range map[string]*request.Requester{"add --fresh": w.as("erin"), "delete the branch": w.run()} {
		err := w.refused(r, request.Wish{Project: prepared, Version: "2.1.0"}, fault.Failed, "is not 1 to 1 commits on today's main")
		if got := fault.HintOf(err); !strings.Contains(got, hint) {
			t.Errorf("the hint is %q, want %q", got, hint)
		}
	}
	w.Git("erin", w.Clone, "push", "-q", "origin", "origin/main:refs/heads/release/2.2.0")
	w.refused(w.as("erin"), request.Wish{Project: prepared, Version: "2.2.0"}, fault.Failed, "is not 1 to 1 commits")
	if !take(asItIs, "2.2.0") {
		t.Error("the base itself is not taken where nothing is prepared")
	}
	w.push("release/2.3.0")
	w.push("main")
	w.refused(w.as("erin"), request.Wish{Project: prepared, Version: "2.3.0"}, fault.Failed, "on today's main")
}
