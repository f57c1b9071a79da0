package release

import (
	"strings"
	"testing"
)

func TestParseProject_readsRepositoriesAndFolders(t *testing.T) {
	long := strings.Repeat("x", 39) + "/" + strings.Repeat("y", 100) + "/" + strings.Repeat("z", 200)
	for s, want := range map[string]Project{
		"acme/sdk":                  {"acme", "sdk", ""},
		"acme/.github":              {"acme", ".github", ""},
		"octo_corp/a..b":            {"octo_corp", "a..b", ""},
		"acme/relay/py":             {"acme", "relay", "py"},
		"acme/sdk/packages/@a/core": {"acme", "sdk", "packages/@a/core"},
		"acme/sdk/.well.known/c++":  {"acme", "sdk", ".well.known/c++"},
		"acme/sdk/..dots":           {"acme", "sdk", "..dots"},
		long:                        {long[:39], long[40:140], long[141:]},
	} {
		p, err := ParseProject(s)
		if err != nil || p != want {
			t.Errorf("ParseProject(%q) = %+v, %v", s, p, err)
		}
		if p.String() != s {
			t.Errorf("%q reads back as %q", s, p)
		}
	}
}

// TestParseProject_refusesOtherWordsForAProject holds one spelling against one
// project, and says which part is wrong.
func TestParseProject_refusesOtherWordsForAProject(t *testing.T) {
	for s, says := range map[string]string{
		"":                                     "OWNER/REPO",
		"sdk":                                  "OWNER/REPO",
		"/":                                    "user or organisation",
		"/sdk":                                 "user or organisation",
		"acme/":                                "GitHub repository",
		"-acme/sdk":                            "user or organisation",
		"_acme/sdk":                            "user or organisation",
		"a.b/sdk":                              "user or organisation",
		strings.Repeat("x", 40) + "/sdk":       "user or organisation",
		"acme/-sdk":                            "GitHub repository",
		"acme/.":                               "GitHub repository",
		"acme/..":                              "GitHub repository",
		"acme/" + strings.Repeat("x", 101):     "GitHub repository",
		"acme/sdk.git":                         "leave that out",
		"acme/sdk.GIT":                         "leave that out",
		"acme/sdk.wiki":                        "leave that out",
		"acme/.git":                            "leave that out",
		"acme/sdk/":                            "ends in a slash",
		"acme/sdk//":                           "plain folder",
		"acme/sdk//x":                          "plain folder",
		"acme/sdk/x/":                          "plain folder",
		"acme/sdk/.":                           "plain folder",
		"acme/sdk/..":                          "plain folder",
		"acme/sdk/a/../b":                      "plain folder",
		"acme/sdk/a/./b":                       "plain folder",
		"acme/sdk/-x":                          "plain folder",
		"acme/sdk/a/--upload-pack":             "plain folder",
		"acme/sdk/.git/hooks":                  "plain folder",
		"acme/sdk/a/.Git":                      "plain folder",
		"acme/sdk/" + strings.Repeat("x", 201): "plain folder",
		"https://github.com/acme/sdk":          "user or organisation",
		"git@github.com:acme/sdk":              "user or organisation",
		"acme/sdk@1.2.3":                       "GitHub repository",
		"acme/sdk#42":                          "GitHub repository",
	} {
		p, err := ParseProject(s)
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("ParseProject(%q): error %v does not say %q", s, err, says)
		}
		if p != (Project{}) {
			t.Errorf("ParseProject(%q) gives %+v beside its error", s, p)
		}
	}
}

func TestCheck_refusesPartsThatDoNotBelongTogether(t *testing.T) {
	for _, p := range []Project{
		{}, {Owner: "acme"}, {Repo: "sdk"}, {Owner: "acme/x", Repo: "sdk"}, {Owner: "acme", Repo: "sdk/py"},
		{Owner: "acme", Repo: "sdk", Path: "/py"},
	} {
		if p.Check() == nil {
			t.Errorf("%+v passes", p)
		}
	}
}

func FuzzParseProject(f *testing.F) {
	for _, s := range []string{"acme/sdk", "acme/sdk/py", "a/b/../c", "a/-b", "a/b/-c", "a/b/.git", "a/b.git", "а/b", "a/b/c d", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p, err := ParseProject(s)
		if err != nil {
			if p != (Project{}) {
				t.Fatalf("%+v beside %v", p, err)
			}
			return
		}
		if p.String() != s {
			t.Fatalf("%q reads back as %q", s, p)
		}
		if err := p.Check(); err != nil {
			t.Fatal(err)
		}
		mustBeHarmless(t, s)
		for part := range strings.SplitSeq(s, "/") {
			mustBeHarmless(t, part)
		}
	})
}
