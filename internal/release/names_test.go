package release

import (
	"strings"
	"testing"
)

// mustBeHarmless holds an accepted name, or a part of one, to what makes it
// safe as an argument, a path and a text that people compare by eye.
func mustBeHarmless(t *testing.T, s string) {
	t.Helper()
	if s == "" || s == "." || s == ".." || strings.HasPrefix(s, "-") {
		t.Fatalf("%q was accepted", s)
	}
	for i := range len(s) {
		if s[i] <= ' ' || s[i] >= 0x7f || strings.IndexByte("\"'`\\$&|;<>(){}*?~^:%#,=", s[i]) >= 0 {
			t.Fatalf("%q was accepted, which holds %q", s, s[i])
		}
	}
}

// checks are all functions that say whether a name is one.
var checks = map[string]func(string) error{
	"project":   func(s string) error { _, err := ParseProject(s); return err },
	"owner":     func(s string) error { return Project{Owner: s, Repo: "r"}.Check() },
	"repo":      func(s string) error { return Project{Owner: "o", Repo: s}.Check() },
	"path":      checkPath,
	"version":   func(s string) error { _, err := ParseVersion(s); return err },
	"branch":    CheckBranch,
	"login":     CheckLogin,
	"target":    CheckTarget,
	"commit":    CheckCommit,
	"run":       func(s string) error { _, err := ParseRun(s); return err },
	"digest":    func(s string) error { _, err := ParseDigest(s); return err },
	"changelog": func(s string) error { return problemOf(Request{Changelog: s}, "changelog") },
}

// good is a valid name of each kind, to break in every way.
var good = map[string]string{
	"project": "acme/sdk", "owner": "acme", "repo": "sdk", "path": "packages/core", "version": "1.2.3",
	"branch": "release/1.2.3", "login": "erin", "target": "npm", "commit": strings.Repeat("a1", 20), "run": "12/1",
	"digest": strings.Repeat("b2", 32), "changelog": strings.Repeat("c3", 32),
}

// TestNames_refuseWhatAnotherProgramObeys breaks each kind of name with each
// character that a shell, an option parser, a path, a marker or Markdown reads
// as more than text, at either end and within.
func TestNames_refuseWhatAnotherProgramObeys(t *testing.T) {
	for kind, check := range checks {
		if err := check(good[kind]); err != nil {
			t.Fatalf("%s %q: %v", kind, good[kind], err)
		}
		for _, evil := range []string{
			" ", "\t", "\n", "\r", "\r\n", "\x00", "\x1b[2K", "\x7f", "\\", "'", "\"", "`", "$", "$(x)", "${{ x }}", ";", "&", "|", "<", ">",
			"<!--", "-->", "*", "?", "~", "^", ":", "%2e", "#", ",", "=", "@{", "(", ")", "{", "}", "/../", "//",
		} {
			mid := len(good[kind]) / 2
			for _, s := range []string{evil + good[kind], good[kind] + evil, good[kind][:mid] + evil + good[kind][mid:]} {
				if check(s) == nil {
					t.Errorf("%s %q is accepted", kind, s)
				}
			}
		}
		for _, s := range []string{"-", "-x", "--upload-pack=x", "-" + good[kind], "", ".", "..", "../x", "/x"} {
			if check(s) == nil {
				t.Errorf("%s %q is accepted", kind, s)
			}
		}
	}
}

// TestNames_refuseLookAlikes holds that no name has a character outside ASCII:
// others look like ASCII's, show as nothing, or reorder what is shown.
func TestNames_refuseLookAlikes(t *testing.T) {
	for kind, check := range checks {
		for what, evil := range map[string]string{
			"Cyrillic a": "\u0430", "Greek omicron": "\u03bf", "fullwidth a": "\uff41", "fullwidth one": "\uff11", "Arabic digit": "\u0661",
			"Kelvin sign": "\u212a", "long s": "\u017f", "dotless i": "\u0131", "combining acute": "e\u0301", "e acute": "\u00e9",
			"no-break space": "\u00a0", "zero-width space": "\u200b", "joiner": "\u200d", "override": "\u202e", "isolate": "\u2066",
			"byte order mark": "\ufeff", "soft hyphen": "\u00ad", "non-breaking hyphen": "\u2011", "fraction slash": "\u2044",
			"fullwidth stop": "\uff0e", "tag": "\U000e0061", "no UTF-8": "\xff", "overlong slash": "\xc0\xaf",
		} {
			for _, s := range []string{evil, evil + good[kind], good[kind] + evil, good[kind][:1] + evil + good[kind][2:]} {
				if check(s) == nil {
					t.Errorf("%s with %s is accepted: %+q", kind, what, s)
				}
			}
		}
	}
}

func TestSame_foldsTheCaseOfASCIIAlone(t *testing.T) {
	for name, same := range map[string]func(a, b string) bool{"SameLogin": SameLogin, "SameRepository": SameRepository} {
		if !same("Erin-K", "erin-k") || !same("", "") {
			t.Errorf("%s tells upper from lower case", name)
		}
		for _, pair := range [][2]string{{"kim", "\u212aim"}, {"sam", "\u017fam"}, {"erin", "\u0435rin"}, {"a", "b"}, {"a", ""}} {
			if same(pair[0], pair[1]) || same(pair[1], pair[0]) {
				t.Errorf("%s takes %+q for %+q", name, pair[1], pair[0])
			}
		}
	}
}

func TestCheckBranch_isAsNarrowAsItSays(t *testing.T) {
	for _, name := range []string{
		"main", "release/1.2.3", "1.2.3", "_x", "a/b/c", "v1!2.0+3", "pkg@1.0", "feature/@acme-core/1.0", "a-b", "x/+1", "head", "tags/x", "a.lock.b",
		strings.Repeat("x", 200), strings.Repeat("a", 39), strings.Repeat("a", 41),
	} {
		if err := CheckBranch(name); err != nil {
			t.Errorf("%q: %v", name, err)
		}
	}
	for _, name := range []string{
		"@", "@x", "+x", "!x", ".x", "a/.x", "a/-x", "a/", "/a", "a//b", "a..b", "a.", "a.lock", "a.lock/b", "refs/heads/x", "refs/x",
		"HEAD", strings.Repeat("a", 40), strings.Repeat("0", 40), strings.Repeat("F", 40), strings.Repeat("a", 64), strings.Repeat("x", 201),
	} {
		if CheckBranch(name) == nil {
			t.Errorf("%q is accepted", name)
		}
	}
}

func TestCheckLogin_allowsPeopleAppsAndManagedUsers(t *testing.T) {
	for _, login := range []string{"a", "erin", "Erin-2", "mona_octo", "dependabot[bot]", "old--name-", strings.Repeat("x", 39)} {
		if err := CheckLogin(login); err != nil {
			t.Error(err)
		}
	}
	for _, login := range []string{"_x", "a.b", "@erin", "a/b", "erin[bot", "[bot]", "erin[bot][bot]", "erin[bot]x", "erin[app]", strings.Repeat("x", 40)} {
		if CheckLogin(login) == nil {
			t.Errorf("%q is accepted", login)
		}
	}
}

func TestCheckCommit_wantsAFullIDOfACommit(t *testing.T) {
	for _, id := range []string{strings.Repeat("a", 40), strings.Repeat("0", 39) + "1", strings.Repeat("0f", 32)} {
		if err := CheckCommit(id); err != nil {
			t.Error(err)
		}
	}
	for _, id := range []string{
		"", "main", "HEAD", strings.Repeat("a", 7), strings.Repeat("a", 39), strings.Repeat("a", 41), strings.Repeat("a", 63), strings.Repeat("a", 65),
		strings.Repeat("A", 40), strings.Repeat("g", 40), strings.Repeat("0", 40), strings.Repeat("0", 64), strings.Repeat("a", 40) + "\n",
	} {
		if CheckCommit(id) == nil {
			t.Errorf("%q is accepted", id)
		}
	}
}

func TestCheckTarget_keepsThePolicysForm(t *testing.T) {
	for _, name := range []string{"n", "npm", "pypi-2", "a-", strings.Repeat("x", 40)} {
		if err := CheckTarget(name); err != nil {
			t.Error(err)
		}
	}
	for _, name := range []string{"", "NPM", "2x", "-x", "a_b", "a.b", "a/b", strings.Repeat("x", 41)} {
		if CheckTarget(name) == nil {
			t.Errorf("%q is accepted", name)
		}
	}
}
