package request_test

import (
	"slices"
	"testing"

	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/request"
)

func (w world) tag(names ...string) {
	w.t.Helper()
	for _, name := range names {
		w.Git("erin", w.Clone, "push", "-q", "origin", "origin/main:refs/tags/"+name)
	}
}

func TestLook_countsWithinTheSeriesOfTheBase(t *testing.T) {
	w := newWorld(t)
	w.push("1.x")
	w.tag("1.4.2", "2.1.0")
	for name, test := range map[string]struct{ bases, base, want string }{
		"the default branch":             {"[DEFAULT, 1.x]", "", "2.1.1"},
		"a base that is named":           {"[DEFAULT, 1.x]", "1.x", "1.4.3"},
		"the policy's first base":        {"[1.x, DEFAULT]", "", "1.4.3"},
		"the default branch by its name": {"[1.x, DEFAULT]", "main", "2.1.1"},
	} {
		t.Run(name, func(t *testing.T) {
			plan := world{w.World, t}.plan(w.as("erin"), request.Wish{Project: w.project("prepare: none, bases: " + test.bases), Version: "patch", Base: test.base})
			if string(plan.Version) != test.want || plan.Choice == nil || plan.Choice.Version != plan.Version || plan.Tag != test.want || plan.Branch != "release/"+test.want {
				t.Errorf("it is planned as %+v", plan)
			}
		})
	}
}

// TestLook_holdsACountedVersionToTheRules: a word is no way around what is told
// of a version that is written.
func TestLook_holdsACountedVersionToTheRules(t *testing.T) {
	w := newWorld(t)
	w.tag("1.2.2", "1.3.1-rc.1")
	project := w.project("prepare: none")
	w.refused(w.as("erin"), request.Wish{Project: project, Version: "minor"}, fault.Refused, "1.3.0 is not newer than 1.3.1-rc.1")
	wish := request.Wish{Project: project, Version: "patch"}
	filed, err := ask(t, w.as("erin"), wish)
	if err != nil {
		t.Fatal(err)
	}
	w.refused(w.as("olivia"), wish, fault.Refused, "erin asked for sdk 1.2.3 already: "+filed.URL)
	if plan := w.plan(w.as("erin"), wish); plan.Open == nil || *plan.Open != *filed {
		t.Errorf("one's own is planned as %+v", plan)
	}
}

func TestChoices_offerWhatTheWordsStandFor(t *testing.T) {
	w := newWorld(t)
	w.tag("1.2.2", "1.3.0-rc.1")
	r := w.as("erin")
	for name, test := range map[string]struct {
		keys, base string
		want       []string
	}{
		"semver":            {"prepare: none", "", []string{"patch 1.2.3 after 1.2.2", "minor 1.3.0 after 1.2.2", "major 2.0.0 after 1.2.2"}},
		"pep440":            {"prepare: none, versioning: pep440", "", []string{"patch 1.2.3 after 1.2.2", "minor 1.3.0 after 1.2.2", "major 2.0.0 after 1.2.2"}},
		"a series":          {"prepare: none, bases: [1.*]", "1.x", []string{"patch 1.2.3 after 1.2.2", "minor 1.3.0 after 1.2.2"}},
		"a series unbegun":  {"prepare: none, bases: [7.*]", "7.x", nil},
		"dates":             {"prepare: none, versioning: calver", "", []string{"calver 26.3.0 after "}},
		"what has no order": {"prepare: none, versioning: {pattern: '[0-9.]+'}", "", nil},
	} {
		t.Run(name, func(t *testing.T) {
			choices, err := r.Choices(t.Context(), request.Wish{Project: w.project(test.keys), Base: test.base})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, c := range choices {
				got = append(got, c.Word+" "+string(c.Version)+" after "+string(c.After))
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("offered are %q, not %q", got, test.want)
			}
		})
	}
}

func TestLook_knowsWhichWordsStandForAVersion(t *testing.T) {
	w := newWorld(t)
	r := w.as("erin")
	pattern := w.project("prepare: none, versioning: {pattern: '[a-z]+'}")
	for word, says := range map[string]string{
		"patch": "there is no patch in its versioning, which is pattern", "calver": "there is no calver in its versioning", "auto": "auto leaves the version to craft",
	} {
		err := w.refused(r, request.Wish{Project: pattern, Version: word}, fault.Failed, says)
		if hint := fault.HintOf(err); hint != "write the version: gh release-request sdk VERSION" {
			t.Errorf("the hint is %q", hint)
		}
	}
	if plan := w.plan(r, request.Wish{Project: pattern, Version: "newest"}); plan.Version != "newest" || plan.Choice != nil {
		t.Errorf("a word of no meaning is planned as %+v", plan)
	}
}
