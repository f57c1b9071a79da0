package config

import "testing"

func TestMeet_findsTheNameThatTwoProjectsCouldHave(t *testing.T) {
	for name, c := range map[string]struct {
		p, pScheme, q, qScheme string
		want                   string // empty: none
	}{
		"paths apart":                            {"py/{version}", semverName, "js/{version}", semverName, ""},
		"the same":                               {"py/{version}", semverName, "py/{version}", semverName, "py/1.2.3"},
		"the same but for case":                  {"py/{version}", semverName, "Py/{version}", semverName, "py/1.2.3"},
		"one path within the other":              {"py/{version}", semverName, "py/x/{version}", patternName, ""},
		"no version begins with the rest":        {"py-{version}", semverName, "py-x-{version}", semverName, ""},
		"a version of any form does":             {"py-{version}", patternName, "py-x-{version}", semverName, "py-x-1.2.3"},
		"the other way round":                    {"py-x-{version}", semverName, "py-{version}", patternName, "py-x-1.2.3"},
		"the form of the longer one is no help":  {"py-{version}", semverName, "py-x-{version}", patternName, ""},
		"a version begins with a digit":          {"py-{version}", calverName, "py-3-{version}", semverName, "py-3-1.2.3"},
		"or in Python with v":                    {"py-{version}", pep440Name, "py-v{version}", semverName, "py-v1.2.3"},
		"a prerelease ends with the rest":        {"{version}-py", semverName, "{version}-x-py", semverName, "1.2.3-x-py"},
		"ends apart":                             {"{version}/py", semverName, "{version}/js", semverName, ""},
		"no version holds a slash":               {"{version}/py", semverName, "{version}/x/py", semverName, ""},
		"one begins and the other ends with it":  {"py{version}", semverName, "{version}py", semverName, ""},
		"one begins, the other ends, in any way": {"a{version}", semverName, "{version}b", patternName, "a1.2.3b"},
	} {
		t.Run(name, func(t *testing.T) {
			got, ok := meet(c.p, c.pScheme, c.q, c.qScheme)
			if ok != (c.want != "") || ok && got != c.want {
				t.Errorf("meet(%q, %q) = %q, %t; want %q", c.p, c.q, got, ok, c.want)
			}
		})
	}
}
