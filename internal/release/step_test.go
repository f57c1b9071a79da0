package release

import (
	"strings"
	"testing"
)

func TestNext_countsFromTheNewestRelease(t *testing.T) {
	many := []Version{"1.2.3", "1.2.10", "1.3.0-rc.1", "1.2.9", "2.0.0", "2.1.5", "3.0.0-beta.2", "nightly", "v9.9.9"}
	for _, c := range []struct {
		claim    string
		scheme   Counter
		series   string // a branch
		existing []Version
		last     Version
		next     [3]Version // patch, minor, major
	}{
		{"nothing at all", Semver{}, "main", nil, "", [3]Version{"0.0.1", "0.1.0", "1.0.0"}},
		{"foreign tags alone", Semver{}, "main", []Version{"v1.0.0", "x"}, "", [3]Version{"0.0.1", "0.1.0", "1.0.0"}},
		{"the newest of all, prereleases aside", Semver{}, "main", many, "2.1.5", [3]Version{"2.1.6", "2.2.0", "3.0.0"}},
		{"a prerelease where nothing else is", Semver{}, "main", []Version{"1.0.0-rc.2", "1.0.0-rc.1"}, "1.0.0-rc.2", [3]Version{"1.0.0", "1.0.0", "1.0.0"}},
		{"a prerelease of a patch", Semver{}, "main", []Version{"1.2.3-rc.2"}, "1.2.3-rc.2", [3]Version{"1.2.3", "1.3.0", "2.0.0"}},
		{"a build", Semver{}, "main", []Version{"1.2.3+7"}, "1.2.3+7", [3]Version{"1.2.4", "1.3.0", "2.0.0"}},
		{"a series of a major", Semver{}, "1.x", many, "1.2.10", [3]Version{"1.2.11", "1.3.0", ""}},
		{"a series of a minor", Semver{}, "release/1.2.x", many, "1.2.10", [3]Version{"1.2.11", "", ""}},
		{"a series with a prerelease alone", Semver{}, "v3", many, "3.0.0-beta.2", [3]Version{"3.0.0", "3.0.0", ""}},
		{"a series that has not begun", Semver{}, "4.x", many, "", [3]Version{}},
		{"numbers at their end", Semver{}, "main", []Version{"18446744073709551615.0.0"}, "18446744073709551615.0.0", [3]Version{"18446744073709551615.0.1", "18446744073709551615.1.0", ""}},

		{"python: nothing at all", PEP440{}, "main", nil, "", [3]Version{"0.0.1", "0.1.0", "1.0.0"}},
		{"python: two numbers stay two", PEP440{}, "main", []Version{"1.4", "1.5rc1"}, "1.4", [3]Version{"1.4.1", "1.5", "2.0"}},
		{"python: one number", PEP440{}, "main", []Version{"7"}, "7", [3]Version{"7.0.1", "7.1", "8"}},
		{"python: five numbers become three", PEP440{}, "main", []Version{"1.2.3.4.5"}, "1.2.3.4.5", [3]Version{"1.2.4", "1.3.0", "2.0.0"}},
		{"python: a post release is out", PEP440{}, "main", []Version{"1.4.2.post1"}, "1.4.2.post1", [3]Version{"1.4.3", "1.5.0", "2.0.0"}},
		{"python: what is in development is not", PEP440{}, "main", []Version{"1.4.0.dev3"}, "1.4.0.dev3", [3]Version{"1.4.0", "1.4.0", "2.0.0"}},
		{"python: the epoch stays", PEP440{}, "main", []Version{"1!1.2.3", "9.0"}, "1!1.2.3", [3]Version{"1!1.2.4", "1!1.3.0", "1!2.0.0"}},
		{"python: a local version goes", PEP440{}, "main", []Version{"1.2.3+acme.1"}, "1.2.3+acme.1", [3]Version{"1.2.4", "1.3.0", "2.0.0"}},
		{"python: tags out of normal form count", PEP440{}, "main", []Version{"v1.2.3", "1.2.4-rc.1"}, "v1.2.3", [3]Version{"1.2.4", "1.3.0", "2.0.0"}},
		{"python: a series", PEP440{}, "stable-1.2", []Version{"1.2", "1.3.0", "2.0"}, "1.2", [3]Version{"1.2.1", "", ""}},
	} {
		for i, step := range Steps() {
			next, last, err := c.scheme.Next(step, SeriesOf(c.series), c.existing)
			switch {
			case c.next[i] == "":
				if err == nil {
					t.Errorf("%s: the next %s is %s", c.claim, step, next)
				}
			case err != nil || next != c.next[i] || last != c.last:
				t.Errorf("%s: the next %s is %q after %q, not %q after %q: %v", c.claim, step, next, last, c.next[i], c.last, err)
			case c.scheme.Check(next) != nil:
				t.Errorf("%s: %v", c.claim, c.scheme.Check(next))
			}
		}
	}
}

func TestNext_saysWhyThereIsNone(t *testing.T) {
	for says, try := range map[string]struct {
		step   Step
		branch string
	}{
		"the next major version is none of the series 1.x":           {Major, "1.x"},
		"the next minor version is none of the series 1.2.x":         {Minor, "1.2"},
		"there is no version of the series 4.x yet to count from":    {Patch, "4.x"},
		"no major version comes after 18446744073709551615.0.0":      {Major, "main"},
		"there is no version of the series 1.7.x yet to count from":  {Patch, "release-1.7"},
		"the next major version is none of the series 1.7.x":         {Major, "release-1.7"},
		"there is no version of the series 30.x yet to count from":   {Minor, "maintenance/v30.x"},
		"there is no version of the series 2026.3.x yet to count fr": {Patch, "2026.3"},
	} {
		_, _, err := Semver{}.Next(try.step, SeriesOf(try.branch), []Version{"1.2.3", "18446744073709551615.0.0"})
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%v does not say %q", err, says)
		}
	}
}

func TestSeriesOf_readsMaintenanceBranches(t *testing.T) {
	for branch, want := range map[string]string{
		"1.x": "1.x", "v1.x": "1.x", "1.x.x": "1.x", "v1": "1.x", "release/1.x": "1.x", "10.x": "10.x", "0.x": "0.x",
		"1.2.x": "1.2.x", "1.2": "1.2.x", "v1.2": "1.2.x", "maintenance/1.2.x": "1.2.x", "stable-1.2": "1.2.x", "sdk_v3.14.x": "3.14.x",
		"main": "", "stable": "", "1": "", "sprint-42": "", "release/1.2.3": "", "1.2.3": "", "1.2.3.x": "", "x1.x": "", "1.xx": "", "v1.x/next": "",
		"1.x.x.x": "", "v": "", "dev2": "", "rev1": "", "1234567890.x": "", "": "",
	} {
		if got := SeriesOf(branch); got.String() != want || got.IsAll() != (want == "") {
			t.Errorf("%s is for %q, not %q", branch, got, want)
		}
	}
}

func TestParseStep_readsItsOwnWords(t *testing.T) {
	for _, step := range Steps() {
		if got, ok := ParseStep(step.String()); !ok || got != step {
			t.Errorf("%s reads as %s", step, got)
		}
	}
	for _, word := range []string{"", "Major", "mayor", "1", "auto"} {
		if step, ok := ParseStep(word); ok {
			t.Errorf("%q reads as %s", word, step)
		}
	}
}
