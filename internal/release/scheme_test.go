package release

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestSemver_checksTheWholeFormat(t *testing.T) {
	for _, v := range []Version{
		"0.0.0", "1.2.3", "10.20.30", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-0.3.7", "1.0.0-x.7.z.92", "1.0.0-rc.1+build.5", "1.0.0+20130313144700",
		"1.0.0+21AF26D3--117B344092BD", "1.0.0--", "1.0.0-0a", "1.0.0+001", "18446744073709551615.0.0",
	} {
		if err := (Semver{}).Check(v); err != nil {
			t.Error(err)
		}
	}
	for _, v := range []Version{
		"", "1", "1.2", "1.2.3.4", "v1.2.3", "V1.2.3", "=1.2.3", " 1.2.3", "1.2.3 ", "1.2.3\n", "01.2.3", "1.02.3", "1.2.03", "1.2.3-01", "1.2.3-a..b",
		"1.2.3-", "1.2.3+", "1.2.3-+b", "1.2.3-rc_1", "1.2.3+a+b", "-1.2.3", "1.-2.3", "1.2.x", "1.2.*", "latest", "1!1.2.3", "18446744073709551616.0.0",
	} {
		err := (Semver{}).Check(v)
		if err == nil {
			t.Errorf("%q passes", v)
		} else if !strings.Contains(err.Error(), "such as 1.2.3") {
			t.Errorf("%v: no example", err)
		}
	}
}

// semverForm is section "Backus-Naur Form Grammar" of https://semver.org, for
// the fuzzer to hold the library against.
var semverForm = func() *regexp.Regexp {
	number, word := `(?:0|[1-9][0-9]*)`, `[0-9A-Za-z-]+`
	prerelease := `(?:` + number + `|[0-9]*[A-Za-z-][0-9A-Za-z-]*)`
	return regexp.MustCompile(`^` + number + `\.` + number + `\.` + number +
		`(?:-` + prerelease + `(?:\.` + prerelease + `)*)?(?:\+` + word + `(?:\.` + word + `)*)?$`)
}()

func FuzzSemver(f *testing.F) {
	for _, s := range []string{"1.2.3", "1.2.3-rc.1", "1.2.3+5", "1.2.3-", "1.2.3-0a.0+01", "01.2.3"} {
		f.Add(s, "1.2.4")
	}
	f.Fuzz(func(t *testing.T, s, other string) {
		v, o := Version(s), Version(other)
		fits := Semver{}.Check(v) == nil
		if fits && !semverForm.MatchString(s) {
			t.Fatalf("%q passes and follows no semver", s)
		}
		if newer := (Semver{}).Exceeds(v, o); newer && (!fits || (Semver{}).Exceeds(o, v)) {
			t.Fatalf("%q exceeds %q", s, other)
		}
		if got := (Semver{}).Newest(v, []Version{o}); got != "" && (got != o || !fits) {
			t.Fatalf("newest before %q is %q", s, got)
		}
	})
}

// TestSemver_ordersByPrecedence has the example of semver.org, section 11, and
// what goes wrong when numbers are compared as text.
func TestSemver_ordersByPrecedence(t *testing.T) {
	order := []Version{
		"0.9.10", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0",
		"1.0.9", "1.0.10", "1.9.0", "1.10.0", "9.0.0", "10.0.0",
	}
	for i, v := range order {
		for j, o := range order {
			if got := (Semver{}).Exceeds(v, o); got != (i > j) {
				t.Errorf("Exceeds(%s, %s) = %v", v, o, got)
			}
		}
	}
}

func TestSemver_exceedsNothingByBuildOrWithoutForm(t *testing.T) {
	for _, pair := range [][2]Version{
		{"1.0.0+2", "1.0.0+1"}, {"1.0.0+1", "1.0.0"}, {"1.0.0", "1.0.0+9"}, {"1.0.0", "1.0.0"}, {"2", "1.0.0"}, {"v2.0.0", "1.0.0"}, {"2.0.0", "v1.0.0"}, {"", ""},
	} {
		if (Semver{}).Exceeds(pair[0], pair[1]) {
			t.Errorf("%q exceeds %q", pair[0], pair[1])
		}
	}
}

func TestSemver_newestLooksInTheSeriesFirst(t *testing.T) {
	existing := []Version{
		"1.2.2", "1.2.10", "1.2.9", "1.3.0", "1.3.1-rc.1", "2.0.0", "2.1.0-beta.2", "2.1.0-beta.11", "3.0.0+2", "3.0.0+1",
		// Older and foreign tags.
		"v9.9.9", "2026.2", "latest", "1.2", "01.2.99", "",
	}
	for _, c := range []struct {
		claim     string
		v, newest Version
		exceeds   bool
	}{
		{"a maintenance release of an old series is new", "1.2.11", "1.2.10", true},
		{"and is not when the series is ahead", "1.2.3", "1.2.10", false},
		{"a version that is there", "1.2.10", "1.2.10", false},
		{"a prerelease after its series' prerelease", "1.3.1-rc.2", "1.3.1-rc.1", true},
		{"a release after its prerelease", "1.3.1", "1.3.1-rc.1", true},
		{"a prerelease of what is out", "1.3.0-rc.1", "1.3.1-rc.1", false},
		{"prereleases count as numbers", "2.1.0-beta.12", "2.1.0-beta.11", true},
		{"a new minor looks at its major", "1.4.0", "1.3.1-rc.1", true},
		{"an old minor that never was", "1.1.0", "1.3.1-rc.1", false},
		{"a new major looks at all", "4.0.0", "3.0.0+2", true},
		{"an old major that never was", "0.9.0", "3.0.0+2", false},
		{"a prerelease of a new major", "4.0.0-rc.1", "3.0.0+2", true},
		{"another build of what is out", "3.0.0+3", "3.0.0+2", false},
		{"what is no semver has none", "v1.2.11", "", false},
	} {
		newest := Semver{}.Newest(c.v, existing)
		if newest != c.newest {
			t.Errorf("%s: newest before %s is %q, not %q", c.claim, c.v, newest, c.newest)
		}
		if newest != "" && (Semver{}).Exceeds(c.v, newest) != c.exceeds {
			t.Errorf("%s: %s exceeds %s: %v", c.claim, c.v, newest, !c.exceeds)
		}
		backwards := slices.Clone(existing)
		slices.Reverse(backwards)
		if again := (Semver{}).Newest(c.v, backwards); (Semver{}).Exceeds(again, newest) || (Semver{}).Exceeds(newest, again) {
			t.Errorf("%s: the order of tags makes %q of %q", c.claim, again, newest)
		}
	}
	for _, none := range [][]Version{nil, {"v1.0.0", "latest"}} {
		if got := (Semver{}).Newest("1.0.0", none); got != "" {
			t.Errorf("newest among %q is %q", none, got)
		}
	}
}

// TestPattern_matchesTheWholeVersion has expressions that would escape anchors
// written around them.
func TestPattern_matchesTheWholeVersion(t *testing.T) {
	for _, c := range []struct {
		expression string
		yes, no    []Version
	}{
		{`[0-9]+`, []Version{"1", "42"}, []Version{"", "1a", "a1", "a1a", "1\n", "\n1"}},
		{`a|ab`, []Version{"a", "ab"}, []Version{"abc", "xa"}},
		{`ab|a`, []Version{"a", "ab"}, []Version{"abc"}},
		{`a*?b*?`, []Version{"aab", ""}, []Version{"aabc"}},
		{`\Qa.b`, []Version{"a.b"}, []Version{"axb", "a.b)"}},
		{`(?i)rc`, []Version{"RC", "rc"}, []Version{"RC1"}},
		{`(?m)^a$`, []Version{"a"}, []Version{"a\nb", "b\na"}},
		{`(?m)^a$|x\ny`, []Version{"a", "x\ny"}, []Version{"a\n"}},
		{`^r[0-9]$`, []Version{"r1"}, []Version{"r12", "xr1"}},
		{`\b1\b`, []Version{"1"}, []Version{"1.1"}},
	} {
		p, err := NewPattern(c.expression)
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range c.yes {
			if err := p.Check(v); err != nil {
				t.Errorf("%s: %v", c.expression, err)
			}
		}
		for _, v := range c.no {
			if err := p.Check(v); err == nil {
				t.Errorf("%s: %q passes", c.expression, v)
			} else if !strings.Contains(err.Error(), c.expression) {
				t.Errorf("%v: does not name the pattern", err)
			}
		}
		if p.Source() != c.expression || p.Name() != "pattern" {
			t.Errorf("%q is called %s %q", c.expression, p.Name(), p.Source())
		}
	}
}

func TestNewPattern_refusesWhatIsNoExpression(t *testing.T) {
	for _, expression := range []string{`(`, `a)|(b`, `*`, `a\`, `[`, `(?P<n>a`, `a{1001}`, `(?=x)`, "\xff", strings.Repeat("(", 1001) + strings.Repeat(")", 1001)} {
		p, err := NewPattern(expression)
		if err == nil {
			t.Errorf("%.20q passes", expression)
		}
		if p.Check("a") == nil || p.Check("") == nil {
			t.Errorf("%.20q: the pattern beside the error has versions", expression)
		}
	}
	// So deep that nothing can be wrapped around it.
	deep := strings.Repeat("(", 999) + "a" + strings.Repeat(")", 999)
	if p, err := NewPattern(deep); err != nil || p.Check("a") != nil {
		t.Errorf("an expression as deep as it may be: %v", err)
	}
}

func TestPattern_hasNoOrder(t *testing.T) {
	p, err := NewPattern(`.*`)
	if err != nil {
		t.Fatal(err)
	}
	if p.Newest("1", []Version{"2"}) != "" || !p.Exceeds("1", "2") || !p.Exceeds("1", "1") {
		t.Error("a pattern orders versions")
	}
}
