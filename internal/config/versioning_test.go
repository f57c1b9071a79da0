package config

import (
	"testing"
	"time"

	"github.com/release-request/gh-release-request/internal/release"
)

// TestVersioning_datesByTimezoneAndOffset asks for the version of a moment at
// which it is the 15th in Vienna already, and still the 14th in UTC.
func TestVersioning_datesByTimezoneAndOffset(t *testing.T) {
	now := time.Date(2026, time.March, 14, 23, 30, 0, 0, time.UTC)
	for _, c := range []struct {
		zone, versioning string
		want             release.Version
	}{
		{"UTC", "calver", "26.3.0"},
		{"UTC", "{scheme: calver, format: YYYY.0M.0D}", "2026.03.14"},
		{"Europe/Vienna", "{scheme: calver, format: YYYY.0M.0D}", "2026.03.15"},
		{"UTC", "{scheme: calver, offset: 14d}", "26.2.0"},
		{"Europe/Vienna", "{scheme: calver, offset: 14d}", "26.3.0"},
	} {
		p, err := Parse("policy", []byte(`version: 1
binary: path
projects: {sdk: {targets: [npm], versioning: `+c.versioning+`}}
targets: {npm: {environment: npm}}
timezone: `+c.zone+"\n"), "acme")
		if err != nil {
			t.Fatal(err)
		}
		scheme := p.Projects[0].Rules().Scheme
		dated, ok := scheme.(release.CalVer)
		if !ok {
			t.Fatalf("%s is %T", c.versioning, scheme)
		}
		if got, err := dated.On(now, nil); got != c.want || err != nil {
			t.Errorf("%s in %s gives %s, not %s: %v", c.versioning, c.zone, got, c.want, err)
		}
	}
}

func TestVersioning_isOfTheSchemeNamed(t *testing.T) {
	for name, want := range map[string]release.Scheme{"sdk": release.Semver{}, "relay/py": release.PEP440{}} {
		project, ok := documented(t).Lookup(name)
		if !ok || project.Rules().Scheme != want {
			t.Errorf("%s has another scheme than %T", name, want)
		}
	}
}
