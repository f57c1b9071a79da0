package token

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/release-request/gh-release-request/internal/config"
	"github.com/release-request/gh-release-request/internal/github"
)

// hub answers for one environment.
type hub struct {
	secrets      []github.Secret
	secretsErr   error
	environments error
}

func (h hub) EnvironmentSecrets(context.Context, string, string) ([]github.Secret, error) {
	return h.secrets, h.secretsErr
}

func (h hub) Environment(context.Context, string, string) (github.Environment, error) {
	return github.Environment{}, h.environments
}

const oneSecret = `version: 1
binary: path
targets: {npm: {environment: npm, secrets: [NPM_TOKEN]}, docs: {environment: docs}}
tokens: {NPM_TOKEN: {rotate-every: 80d}}
projects: {sdk: {}, relay: {targets: [npm]}, site: {targets: [docs]}}
`

func parse(t *testing.T, text string) *config.Policy {
	t.Helper()
	p, err := config.Parse("policy", []byte(text), "acme")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// What GitHub does not tell is never taken for something that is not there.
func TestList_tellsMissingFromWithheld(t *testing.T) {
	forbidden, gone := &github.Error{Status: 403}, &github.Error{Status: 404}
	limited, down := &github.Error{Status: 403, Limited: true}, errors.New("the network is down")
	for name, test := range map[string]struct {
		hub  hub
		want State
		fail bool
	}{
		"set":                       {hub{secrets: []github.Secret{{Name: "NPM_TOKEN", UpdatedAt: time.Unix(1, 0)}}}, Set, false},
		"another":                   {hub{secrets: []github.Secret{{Name: "NPM_TOKEN_2"}}}, Missing, false},
		"forbidden":                 {hub{secretsErr: forbidden}, Withheld, false},
		"gone":                      {hub{secretsErr: gone, environments: gone}, NoEnvironment, false},
		"hidden":                    {hub{secretsErr: gone}, Withheld, false},
		"hidden, and forbidden":     {hub{secretsErr: gone, environments: forbidden}, Withheld, false},
		"a rate limit":              {hub{secretsErr: limited}, "", true},
		"no answer":                 {hub{secretsErr: down}, "", true},
		"no answer the second time": {hub{secretsErr: gone, environments: down}, "", true},
	} {
		t.Run(name, func(t *testing.T) {
			list, err := (&Lister{Hub: test.hub, Repository: "acme/publish"}).List(t.Context(), parse(t, oneSecret))
			if (err != nil) != test.fail {
				t.Fatal(err)
			}
			if !test.fail && (len(list) != 1 || list[0].State != test.want) {
				t.Errorf("%+v, want %s", list, test.want)
			}
		})
	}
}

func TestList_namesProjectsThatMayUseIt(t *testing.T) {
	set := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	list, err := (&Lister{Hub: hub{secrets: []github.Secret{{Name: "npm_token", UpdatedAt: set}}}}).List(t.Context(), parse(t, oneSecret))
	want := []Stored{{
		Secret: "NPM_TOKEN", Environment: "npm", Target: "npm", State: Set, Updated: set,
		RotateEvery: 80 * 24 * time.Hour, Due: set.AddDate(0, 0, 80), Projects: []string{"sdk", "relay"},
	}}
	if diff := cmp.Diff(want, list); diff != "" || err != nil {
		t.Errorf("%v %s", err, diff)
	}
}

func TestValue(t *testing.T) {
	for given, want := range map[string]string{"a": "a", "a\n": "a", "a\r\n": "a", "a\nb\n": "a\nb"} {
		if got, err := Value(given); got != want || err != nil {
			t.Errorf("Value(%q) = %q, %v", given, got, err)
		}
	}
	for given, want := range map[string]string{
		"": "empty", "\n": "empty", " hush": "white space", "hush ": "white space", "hush\n\n": "white space", "hu\x00sh": "NUL",
		strings.Repeat("hush", 12<<10) + "x": "48 KB",
	} {
		if got, err := Value(given); got != "" || err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "hush") {
			t.Errorf("Value of %d bytes: %q, %v; want %q", len(given), got, err, want)
		}
	}
}
