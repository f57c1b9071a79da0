package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/fault"
)

func TestExitCode_ofEveryKind(t *testing.T) {
	for name, test := range map[string]struct {
		err  error
		want int
	}{
		"nothing":                {nil, 0},
		"any error":              {errors.New("x"), 1},
		"failed":                 {fault.New(fault.Failed, "x"), 1},
		"cancelled":              {fault.New(fault.Cancelled, "x"), 2},
		"interrupted":            {fmt.Errorf("x: %w", context.Canceled), 2},
		"refused":                {fault.New(fault.Refused, "x"), 3},
		"refused, wrapped":       {fmt.Errorf("x: %w", fault.New(fault.Refused, "x")), 3},
		"unauthenticated":        {fault.New(fault.Unauthenticated, "x"), 4},
		"pending":                {fault.New(fault.Pending, "x"), 8},
		"a kind without a code":  {fault.New(fault.Kind(99), "x"), 1},
		"late":                   {fmt.Errorf("x: %w", context.DeadlineExceeded), 1},
		"refused and misused":    {fault.All("x", []error{fault.New(fault.Refused, "x"), errors.New("y")}), 1},
		"refused by several":     {fault.All("x", []error{fault.New(fault.Refused, "x"), fault.New(fault.Refused, "y")}), 3},
		"without token, refused": {fault.All("x", []error{fault.New(fault.Refused, "x"), fault.New(fault.Unauthenticated, "y")}), 4},
	} {
		if got := exitCode(test.err); got != test.want {
			t.Errorf("%s: %d, want %d", name, got, test.want)
		}
	}
	for _, row := range exitCodes {
		if !strings.Contains(exitCodesTopic.text(), fmt.Sprintf("  %d  %s\n", row.code, row.means)) {
			t.Errorf("help does not show %d", row.code)
		}
	}
}

func TestMain_tellsErrorsAndHintsOnStandardError(t *testing.T) {
	env, out, stderr := world{}.env(t)
	if code := Main(t.Context(), env, []string{"config", "check", "no such\x1b[2J file.yml"}); code != 1 || out.Len() > 0 {
		t.Errorf("code %d, stdout %q", code, out)
	}
	if got := stderr.String(); !strings.HasPrefix(got, "gh release-request: cannot read the policy: open no such<U+001B>[2J file.yml") {
		t.Errorf("stderr %q", got)
	}
}

func TestMain_interruptedIsCancelled(t *testing.T) {
	env, _, stderr := world{}.env(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if code := Main(ctx, env, []string{"config", "check", "missing.yml"}); code != 2 || stderr.String() != "gh release-request: cancelled\n" {
		t.Errorf("code %d, stderr %q", code, stderr)
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }

func TestMain_aLostResultIsAFailure(t *testing.T) {
	env, _, stderr := world{}.env(t)
	env.Streams.Out = full{}
	policy := t.TempDir() + "/policy.yml"
	if err := os.WriteFile(policy, []byte(goodPolicy), 0o600); err != nil {
		t.Fatal(err)
	}
	if code := Main(t.Context(), env, []string{"config", "check", policy, "--json", "line"}); code != 1 || !strings.Contains(stderr.String(), "no space left") {
		t.Errorf("code %d, stderr %q", code, stderr)
	}
}

const goodPolicy = `version: 1
binary: path
requests: {expire-after: never}
blockers: []
targets: {npm: {environment: npm, secrets: [NPM_TOKEN]}}
projects: {sdk: {targets: [npm], prepare: none, publish: {run: [./publish]}}}
`

func TestTell_showsNoToken(t *testing.T) {
	env, _, stderr := world{}.env(t)
	for _, token := range []string{"ghp_" + strings.Repeat("a", 36), "github_pat_" + strings.Repeat("B", 40), "ghs_1_x", "ghs_4711_eyJhbG-c_i.eyJl-eHA_i.c2l-n_Q"} {
		tell(env.Streams, fault.New(fault.Failed, "git said: https://x:%s@github.com", token).WithHint("curl -H 'Authorization: %s'", token))
		if strings.Contains(stderr.String(), token) {
			t.Errorf("%q holds %s", stderr, token)
		}
	}
}
