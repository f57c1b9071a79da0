package token

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/config"
	"github.com/release-request/gh-release-request/internal/fault"
)

func TestFromSource_takesOnlyWhatItPrints(t *testing.T) {
	environ := []string{"PATH=/usr/bin:/bin", "SESSION=1"}
	run := func(ctx context.Context, script string) (string, error) {
		return FromSource(ctx, config.Token{Name: "T", Source: []string{"sh", "-c", script}}, environ)
	}
	if got, err := run(t.Context(), `test -n "$SESSION" && echo `+hush+`; echo noise >&2; cat`); got != hush+"\n" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
	for script, want := range map[string]string{
		"echo " + hush + "; echo " + hush + " >&2; exit 3": "sh ended with exit status 3",
		"true":       "sh printed nothing",
		"kill -9 $$": "sh ended with signal: killed",
	} {
		got, err := run(t.Context(), script)
		if got != "" || err == nil || err.Error() != want || !strings.Contains(fault.HintOf(err), "sh -c") {
			t.Errorf("%s: %q, %v, hint %q", script, got, err, fault.HintOf(err))
		}
	}
	if _, err := FromSource(t.Context(), config.Token{Source: []string{"no-such-program"}}, environ); err == nil || !strings.Contains(err.Error(), "no-such-program could not be run") {
		t.Error(err)
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if _, err := run(stopped, "echo x"); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestNewValue_refusesMoreThanTheToken(t *testing.T) {
	for _, whole := range []string{hush, hush + "\n", "{\n \"key\": 1\n}\n", "-----BEGIN KEY-----\nabc\n-----END KEY-----\n"} {
		if got, err := NewValue(whole); err != nil || got != strings.TrimSuffix(whole, "\n") {
			t.Errorf("%q: %v", whole, err)
		}
	}
	for _, more := range []string{hush + "\nuser: acme", hush + "\r\nuser", ""} {
		if got, err := NewValue(more); err == nil || got != "" || strings.Contains(err.Error(), "hush") {
			t.Errorf("%q: %q, %v", more, got, err)
		}
	}
}
