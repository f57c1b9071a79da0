package gitstore

import "testing"

func TestValidRef(t *testing.T) {
	for name, want := range map[string]bool{
		"refs/heads/main":          true,
		"refs/heads/release/1.2.3": true,
		"refs/tags/v1.0.0+build":   true,
		"refs/pull/1/head":         true,
		"refs/heads/":              false,
		"refs/heads":               false,
		"heads/main":               false,
		"refs/heads/-x":            false,
		"refs/heads/a..b":          false,
		"refs/heads/a b":           false,
		"refs/heads/a\nb":          false,
		"refs/heads/a.lock":        false,
		"refs/heads/a.lock/b":      false,
		"refs/heads/.a":            false,
		"refs/heads/a.":            false,
		"refs/heads/a//b":          false,
		"refs/heads/a@{1}":         false,
		"refs/heads/a~1":           false,
		"refs/heads/a^":            false,
		"refs/heads/a:b":           false,
		"refs/heads/a*":            false,
		"refs/heads/a\\b":          false,
		"refs/../../etc/passwd":    false,
	} {
		if got := ValidRef(name); got != want {
			t.Errorf("ValidRef(%q) = %v", name, got)
		}
	}
}

func TestValidSHA(t *testing.T) {
	for s, want := range map[string]bool{Zero: true, EmptyTree: true, EmptyTree[1:]: false, "": false, "G" + Zero[1:]: false, "A" + Zero[1:]: false} {
		if ValidSHA(s) != want {
			t.Errorf("ValidSHA(%q) = %v", s, !want)
		}
	}
}

func TestObjects_answerNothingForHostileExpressions(t *testing.T) {
	r := newRepo(t)
	commit(t, r, "main", Change{Files: map[string]string{"a": "1", "dir/b": "2"}, Message: "one"})
	for _, e := range []string{
		"", "-x", "--batch", ":a", ":/one", "main\nmain", "main:../a", "main:./a", "main:dir/../a", "main:.git/config", "main:/a",
		"@{-1}", "main@{upstream}", "main@{now}", ":0:a", "nope", "main:nope", "main^{foo}", "main~9", Zero,
	} {
		o, err := r.Objects(t.Context(), e, "main:a")
		if err != nil {
			t.Errorf("Objects(%q): %v", e, err)
			continue
		}
		if o[0] != nil {
			t.Errorf("Objects(%q) = %s %s", e, o[0].Type, o[0].SHA)
		}
		if o[1] == nil || string(o[1].Data) != "1" {
			t.Errorf("Objects(%q) lost the answer that follows", e)
		}
	}
}
