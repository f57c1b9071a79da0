package config

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/release"
)

func TestExcerpt_hasTheSameProjects(t *testing.T) {
	p := documented(t)
	got, err := Parse("excerpt", p.Excerpt(), "somebody")
	if err != nil {
		t.Fatalf("%v in\n%s", err, p.Excerpt())
	}
	if len(got.Projects) != len(p.Projects) {
		t.Fatalf("%d projects, want %d", len(got.Projects), len(p.Projects))
	}
	for i, want := range p.Projects {
		have := got.Projects[i]
		options := []cmp.Option{
			cmpopts.IgnoreUnexported(Project{}, Versioning{}), cmpopts.IgnoreFields(Project{}, "Schedule"),
			cmpopts.IgnoreFields(policy.Rules{}, "Approval", "Requests", "CI", "Blockers", "Freezes", "AutoApprove", "ReleaseFiles"),
			cmp.Comparer(func(a, b release.CalVer) bool { return sameDates(t, a, b) }),
			cmp.Comparer(func(a, b release.Pattern) bool { return a.Source() == b.Source() }),
		}
		if diff := cmp.Diff(want, have, options...); diff != "" {
			t.Errorf("%s: %s", want.Name, diff)
		}
		if diff := cmp.Diff(want.Rules(), have.Rules(), options...); diff != "" {
			t.Errorf("rules of %s: %s", want.Name, diff)
		}
	}
}

// sameDates compares what two schemes make of a moment near midnight.
func sameDates(t *testing.T, a, b release.CalVer) bool {
	t.Helper()
	if a.Format() == "" || b.Format() == "" {
		return a.Format() == b.Format()
	}
	moment := time.Date(2026, time.March, 14, 23, 30, 0, 0, time.UTC)
	one, err := a.On(moment, nil)
	other, err2 := b.On(moment, nil)
	return err == nil && err2 == nil && one == other
}

func TestExcerpt_keepsTheZoneOfDates(t *testing.T) {
	p := parseText(t, "version: 1\nbinary: path\ntimezone: Asia/Tokyo\ntargets: {npm: {environment: npm}}\nprojects: {a: {targets: [npm], versioning: {scheme: calver, format: YYYY.M.D}, prepare: none}}\n")
	got, err := Parse("excerpt", p.Excerpt(), "acme")
	if err != nil {
		t.Fatal(err)
	}
	v, err := got.Projects[0].Versioning.CalVer.On(time.Date(2026, time.March, 14, 20, 0, 0, 0, time.UTC), nil)
	if err != nil || v != "2026.3.15" {
		t.Errorf("%q, %v", v, err)
	}
}

func TestExcerpt_holdsNoPeopleSecretsOrExpressions(t *testing.T) {
	p := documented(t)
	text := string(p.Excerpt())
	for _, word := range []string{"alice", "bob", "leads", "NPM_TOKEN", "op://", "MDEyMz", "4711", "release-blocker"} {
		if strings.Contains(text, word) {
			t.Errorf("the excerpt holds %q", word)
		}
	}
	if lines := regexp.MustCompile(`(?m)^"[a-z/-]+":\{"repository":"acme/[a-z-]+",`).FindAllString(text, -1); len(lines) != len(p.Projects) {
		t.Errorf("%d lines of projects in\n%s", len(lines), text)
	}
	p = parseText(t, "version: 1\nbinary: path\ntargets: {npm: {environment: npm}}\nprojects: {a: {targets: [npm], versioning: {pattern: 'a$${{1}}'}, prepare: none}}\n")
	text = string(p.Excerpt())
	got, err := Parse("excerpt", []byte(text), "acme")
	if err != nil || strings.Contains(text, "${{") || got.Projects[0].Versioning.Pattern.Source() != "a$${{1}}" {
		t.Errorf("%v in %s", err, text)
	}
}

func parseText(t *testing.T, text string) *Policy {
	t.Helper()
	p, err := Parse("policy", []byte(text), "acme")
	if err != nil {
		t.Fatal(err)
	}
	return p
}
