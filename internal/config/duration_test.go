package config

import (
	"testing"
	"time"
)

func TestParseDuration(t *testing.T) {
	const day = 24 * time.Hour
	for s, want := range map[string]time.Duration{
		"15m": 15 * time.Minute, "72h": 72 * time.Hour, "14d": 14 * day, "1d12h": 36 * time.Hour, "0s": 0, "90s": 90 * time.Second,
	} {
		if got, err := parseDuration(s); err != nil || got != want {
			t.Errorf("parseDuration(%q) = %s, %v; want %s", s, got, err, want)
		}
	}
	for _, s := range []string{"", "d", "14", "-1d", "1d-1h", "-1h", "1.5d", "1h1d", "14 d", "999999d", "99999d2562047h", "never", "1D"} {
		if got, err := parseDuration(s); err == nil {
			t.Errorf("parseDuration(%q) = %s; want an error", s, got)
		}
	}
}

func TestShowDuration(t *testing.T) {
	for _, s := range []string{"14d", "25h", "15m", "0s", "10s"} {
		v, err := parseDuration(s)
		if err != nil {
			t.Fatal(err)
		}
		if got := showDuration(v); got != s {
			t.Errorf("showDuration(%s) = %s", v, got)
		}
	}
}
