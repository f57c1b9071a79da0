package release

import (
	"strings"
	"testing"
)

func TestParseVersion_takesWhatIsSafeEverywhere(t *testing.T) {
	for _, s := range []string{"1", "1.2.3", "v1.2.3", "2026.2.0", "1.0.0-rc.1+build.5", "1!2.0.post1", "24.1.0a1", "A", "1.lock.2", "a_b", strings.Repeat("x", 64), strings.Repeat("1", 39)} {
		v, err := ParseVersion(s)
		if err != nil || string(v) != s {
			t.Errorf("ParseVersion(%q) = %q, %v", s, v, err)
		}
		if err := CheckBranch("release/" + s); err != nil {
			t.Errorf("version %q makes no branch: %v", s, err)
		}
		if err := CheckBranch(s); err != nil {
			t.Errorf("version %q makes no tag: %v", s, err)
		}
	}
	for _, s := range []string{"", ".1", "_1", "+1", "!1", "-1", "1.", "1..2", "1.lock", "1/2", "1@2", "1 2", "HEAD", strings.Repeat("1", 40), strings.Repeat("a", 64), strings.Repeat("x", 65)} {
		v, err := ParseVersion(s)
		if err == nil || v != "" {
			t.Errorf("ParseVersion(%q) = %q, %v", s, v, err)
		} else if !strings.Contains(err.Error(), VersionRule) {
			t.Errorf("%v: the rule is not told", err)
		}
	}
}

func FuzzParseVersion(f *testing.F) {
	for _, s := range []string{"1.2.3", "1..2", "1.lock", "v1", "1.0.0-rc.1+5", "１.0", "-1", "1\n", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		v, err := ParseVersion(s)
		switch {
		case err != nil && v != "":
			t.Fatalf("%q beside %v", v, err)
		case err != nil:
			return
		case string(v) != s:
			t.Fatalf("%q reads as %q", s, v)
		case len(s) > 64 || strings.Contains(s, ".."):
			t.Fatalf("%q was accepted", s)
		}
		mustBeHarmless(t, s)
		if err := CheckBranch("release/" + s); err != nil {
			t.Fatal(err)
		}
	})
}
