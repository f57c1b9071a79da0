package token

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/github"
)

const threeSecrets = `version: 1
binary: path
expected-access: {write: ["@acme/release-owners"]}
targets:
  npm: {environment: npm, secrets: [NPM_TOKEN]}
  mirror: {environment: mirror, secrets: [NPM_TOKEN]}
  crates: {environment: crates, secrets: [CRATES_TOKEN]}
  pypi: {environment: pypi, secrets: [PYPI_TOKEN]}
tokens: {NPM_TOKEN: {rotate-every: 80d}, PYPI_TOKEN: {rotate-every: 30d}}
projects: {}
`

var planned0 = time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)

func ownersPublish(permission string) *github.Central {
	c := &github.Central{At: planned0, Viewer: github.Actor{Login: "adam"}}
	c.Name, c.Permission, c.Head = "acme/publish", permission, "c0ffee"
	return c
}

func storedAt(environment, secret string, state State, age, every time.Duration) Stored {
	s := Stored{Secret: secret, Environment: environment, Target: environment, State: state, RotateEvery: every}
	if state == Set {
		s.Updated = planned0.Add(-age)
		s.Due, _ = Due(s.Updated, every)
	}
	return s
}

const aDay = 24 * time.Hour

func TestNewPlan_choosesWhatIsWanted(t *testing.T) {
	fresh := storedAt("npm", "NPM_TOKEN", Set, aDay, 80*aDay)
	late := storedAt("mirror", "NPM_TOKEN", Set, 81*aDay, 80*aDay)
	for name, test := range map[string]struct {
		wish   Wish
		mirror Stored
		pypi   State
		want   string
	}{
		"one":                            {Wish{Names: []string{"CRATES_TOKEN"}}, late, Set, "CRATES_TOKEN"},
		"all, in the policy's order":     {Wish{All: true}, late, Set, "NPM_TOKEN CRATES_TOKEN PYPI_TOKEN"},
		"due in one environment":         {Wish{Due: true}, late, Set, "NPM_TOKEN"},
		"not due":                        {Wish{Due: true}, storedAt("mirror", "NPM_TOKEN", Set, aDay, 80*aDay), Set, ""},
		"never set is due":               {Wish{Due: true}, fresh, Missing, "PYPI_TOKEN"},
		"named twice":                    {Wish{Names: []string{"NPM_TOKEN", "NPM_TOKEN"}}, late, Set, "NPM_TOKEN"},
		"what is never due is never due": {Wish{Due: true}, fresh, Set, ""},
	} {
		list := []Stored{fresh, test.mirror, storedAt("crates", "CRATES_TOKEN", Set, 900*aDay, 0), storedAt("pypi", "PYPI_TOKEN", test.pypi, aDay, 30*aDay)}
		plan, problems := NewPlan(ownersPublish("WRITE"), parse(t, threeSecrets), list, test.wish)
		var got []string
		for _, p := range plan.Tokens {
			got = append(got, p.Name)
		}
		if len(problems) > 0 || strings.Join(got, " ") != test.want || plan.Policy != "c0ffee" || !plan.At.Equal(planned0) {
			t.Errorf("%s: %v, %v; want %s", name, got, problems, test.want)
		}
		if i := slices.Index(got, "NPM_TOKEN"); i >= 0 && (len(plan.Tokens[i].Places) != 2 || !slices.Contains(plan.Targets(), "mirror")) {
			t.Errorf("%s: NPM_TOKEN is planned for %+v", name, plan.Tokens[i].Places)
		}
	}
}

// A slip, a right and an environment are told of at once, each with what to do.
func TestNewPlan_findsEverything(t *testing.T) {
	for name, test := range map[string]struct {
		permission string
		state      State
		wish       Wish
		want       []string // of each problem, and its hint
	}{
		"all is well":         {"ADMIN", Set, Wish{All: true}, nil},
		"two slips":           {"ADMIN", Set, Wish{Names: []string{"NPM_TOKN", "WORLD"}}, []string{`no secret "NPM_TOKN"`, "did you mean NPM_TOKEN?", `no secret "WORLD"`, "the secrets are CRATES_TOKEN, NPM_TOKEN, PYPI_TOKEN"}},
		"it is gone":          {"MAINTAIN", NoEnvironment, Wish{Names: []string{"PYPI_TOKEN"}}, []string{"acme/publish has no environment pypi", "Settings, Environments"}},
		"not named, not gone": {"WRITE", NoEnvironment, Wish{Names: []string{"NPM_TOKEN"}}, nil},
		"withheld":            {"WRITE", Withheld, Wish{All: true}, []string{"does not let this token see the secrets of environment pypi", "Environments, read and write"}},
		"withheld may be due": {"WRITE", Withheld, Wish{Due: true}, []string{"secrets of environment pypi", ""}},
		"no right, said once": {"TRIAGE", Withheld, Wish{Names: []string{"PYPI_TOKEN", "WORLD"}}, []string{"takes write access to acme/publish, and adam has triage", "@acme/release-owners", `no secret "WORLD"`, ""}},
		"no answer":           {"", Set, Wish{All: true}, []string{"takes write access", ""}},
	} {
		list := []Stored{storedAt("npm", "NPM_TOKEN", Set, aDay, 80*aDay), storedAt("mirror", "NPM_TOKEN", Set, aDay, 80*aDay), storedAt("pypi", "PYPI_TOKEN", test.state, aDay, 30*aDay)}
		_, problems := NewPlan(ownersPublish(test.permission), parse(t, threeSecrets), list, test.wish)
		if len(problems)*2 != len(test.want) {
			t.Errorf("%s: %v, want %v", name, problems, test.want)
			continue
		}
		for i, err := range problems {
			if !strings.Contains(err.Error(), test.want[2*i]) || !strings.Contains(fault.HintOf(err), test.want[2*i+1]) {
				t.Errorf("%s: %v, hint %q; want %v", name, err, fault.HintOf(err), test.want)
			}
		}
	}
}

func TestSame_oneTokenHasOneName(t *testing.T) {
	a, b, c := Fresh{Value: "x"}, Fresh{Value: "y"}, Fresh{Value: hush}
	a.Name, b.Name, c.Name = "A", "B", "C"
	if problems := Same([]Fresh{a, b, c}); problems != nil {
		t.Error(problems)
	}
	d := Fresh{Value: hush}
	d.Name = "D"
	err := errors.Join(Same([]Fresh{a, c, b, d})...)
	if err == nil || err.Error() != "C and D would have the same value" {
		t.Error(err)
	}
}
