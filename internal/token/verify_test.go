package token

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/config"
	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/github"
	"github.com/release-request/gh-release-request/internal/registry"
)

const hush = "hush-4c1f"

func TestVerify_byGitHub(t *testing.T) {
	for name, test := range map[string]struct {
		value string
		err   error
		want  Outcome
	}{
		"works":          {hush, nil, Works},
		"not accepted":   {hush, fault.New(fault.Unauthenticated, "no"), Fails},
		"of an App":      {hush, &github.Error{Status: 403}, Unknown},
		"a rate limit":   {hush, &github.Error{Status: 403, Limited: true}, Unknown},
		"no answer":      {hush, errors.New("the network is down"), Unknown},
		"of two lines":   {"a\nb", nil, Fails},
		"it is repeated": {hush, fmt.Errorf("bad token %s", hush), Unknown},
	} {
		t.Run(name, func(t *testing.T) {
			v := &Verifier{Login: func(context.Context, string) (string, error) { return "acme-bot", test.err }}
			got, err := v.Verify(t.Context(), config.Token{Name: "T", Verify: config.Verify{Registry: "github"}}, test.value)
			if err != nil || got.Outcome != test.want || (got.Why == "") != (test.want == Works) || strings.Contains(got.Why, hush) {
				t.Errorf("%+v, %v", got, err)
			}
		})
	}
}

// A registry that repeats the token, or says what nobody knows, harms nobody.
func TestVerify_showsNoTokenAndTakesNothingForGood(t *testing.T) {
	for name, test := range map[string]struct {
		answer registry.Answer
		want   Verdict
	}{
		"repeated": {registry.Answer{Standing: registry.Accepted, Account: "me " + hush}, Verdict{Outcome: Works, Account: "me [token]"}},
		"nothing":  {registry.Answer{}, Verdict{Outcome: Unknown}},
		"untold":   {registry.Answer{Standing: registry.Untold, Why: hush}, Verdict{Outcome: Unknown, Why: "[token]"}},
		"rejected": {registry.Answer{Standing: registry.Rejected, Why: "no"}, Verdict{Outcome: Fails, Why: "no"}},
	} {
		v := &Verifier{Ask: func(_ context.Context, q registry.Question) registry.Answer {
			if q != (registry.Question{Kind: "oci", Host: "h", User: "u", Token: hush}) {
				t.Errorf("asked %+v", q)
			}
			return test.answer
		}}
		got, err := v.Verify(t.Context(), config.Token{Verify: config.Verify{Registry: "oci", Host: "h", User: "u"}}, hush)
		if err != nil || got.Outcome != test.want.Outcome || got.Account != test.want.Account || got.Why != test.want.Why {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

// A command sees the token under the secret's name, and no other key.
func TestVerify_byCommand(t *testing.T) {
	v := &Verifier{Environ: []string{"PATH=/usr/bin:/bin", "GH_TOKEN=mine", "GITHUB_TOKEN=mine", "COPY=" + hush, "KEPT=1"}}
	for script, want := range map[string]Outcome{
		`test "$T:$GH_TOKEN$GITHUB_TOKEN$COPY:$KEPT" = ` + hush + `::1`: Works,
		"echo $T; exit 1": Fails,
		"exit 2":          Unknown,
		"kill -9 $$":      Unknown,
	} {
		got, err := v.Verify(t.Context(), config.Token{Name: "T", Verify: config.Verify{Run: []string{"sh", "-c", script}}}, hush)
		if err != nil || got.Outcome != want || strings.Contains(got.Why, hush) {
			t.Errorf("%s: %+v, %v", script, got, err)
		}
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if got, err := v.Verify(stopped, config.Token{Name: "T", Verify: config.Verify{Run: []string{"sh", "-c", "exit 0"}}}, hush); !errors.Is(err, context.Canceled) || got.Outcome == Works {
		t.Errorf("cancelled: %+v, %v", got, err)
	}
}

// What a policy may name can be asked.
func TestRegistries_areAllKnown(t *testing.T) {
	known := append(registry.Kinds(), gitHub)
	for _, name := range config.Registries() {
		if !slices.Contains(known, name) {
			t.Errorf("the policy may name %s, and nobody knows how to ask it", name)
		}
	}
	if len(known) != len(config.Registries()) {
		t.Errorf("the policy may name %v, known are %v", config.Registries(), known)
	}
}
