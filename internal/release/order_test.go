package release

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

func calver(t testing.TB, format string, offset int, zone *time.Location) CalVer {
	t.Helper()
	c, err := NewCalVer(format, offset, zone)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// drawn makes versions that are much alike, so that their order turns on every
// part of them.
var drawn = map[string]func(*rand.Rand) string{
	"semver": func(r *rand.Rand) string {
		v := pick(r, "0", "1", "10") + "." + pick(r, "0", "2") + "." + pick(r, "0", "1", "18446744073709551615")
		for sep := "-"; r.IntN(2) == 0; sep = "." {
			v += sep + pick(r, "0", "1", "2", "10", "rc", "RC", "rc1", "a-b", "-")
		}
		for sep := "+"; r.IntN(3) == 0; sep = "." {
			v += sep + pick(r, "0", "01", "build", "-")
		}
		return v
	},
	"pep440": func(r *rand.Rand) string {
		v := pick(r, "", "", "v", "0!", "1!") + pick(r, "0", "1", "01", "10")
		for r.IntN(2) == 0 {
			v += "." + pick(r, "0", "0", "1", "18446744073709551615")
		}
		v += pick(r, "", "", "a", "a1", "b0", "rc2", "-RC_2", ".preview10")
		v += pick(r, "", "", ".post", ".post1", "-1", "r10")
		v += pick(r, "", "", ".dev", ".dev2", "_DEV2")
		for sep := "+"; r.IntN(3) == 0; sep = pick(r, ".", "-", "_") {
			v += sep + pick(r, "0", "01", "1", "x", "ubuntu", "A", "9999999999999999999999")
		}
		return v
	},
	"calver": func(r *rand.Rand) string {
		return pick(r, "6", "26", "27", "126") + "." + pick(r, "1", "2", "10", "12", "13", "02") + "." + pick(r, "1", "9", "28", "29", "31") +
			"." + pick(r, "0", "1", "10", "9999999999")
	},
}

func pick(r *rand.Rand, words ...string) string { return words[r.IntN(len(words))] }

// TestSchemes_orderTotally holds every scheme with an order to what an order
// is: no two versions exceed each other, what exceeds what exceeds a third
// exceeds that too, and so do equals.
func TestSchemes_orderTotally(t *testing.T) {
	for _, s := range []Scheme{Semver{}, PEP440{}, calver(t, "YY.M.D.MICRO", 0, time.UTC)} {
		t.Run(s.Name(), func(t *testing.T) {
			r := rand.New(rand.NewPCG(1, 2))
			for range 60 {
				set := make([]Version, 12)
				for i := range set {
					set[i] = Version(drawn[s.Name()](r))
				}
				holdOrder(t, s, set)
			}
		})
	}
}

func holdOrder(t *testing.T, s Scheme, set []Version) {
	t.Helper()
	// A version that does not fit neither exceeds nor is exceeded; PEP 440's Check
	// is narrower than its order.
	set = slices.DeleteFunc(set, func(v Version) bool { return s.Newest(v, []Version{v}) == "" })
	over := make([][]bool, len(set))
	for i, a := range set {
		for _, b := range set {
			over[i] = append(over[i], s.Exceeds(a, b))
		}
		if newest := s.Newest(a, set); !slices.Contains(set, newest) {
			t.Fatalf("the newest before %s is %q", a, newest)
		}
	}
	level := func(i, j int) bool { return !over[i][j] && !over[j][i] }
	for i, a := range set {
		for j, b := range set {
			if over[i][j] && over[j][i] {
				t.Fatalf("%s and %s exceed each other", a, b)
			}
			for k, c := range set {
				switch {
				case over[i][j] && over[j][k] && !over[i][k]:
					t.Fatalf("%s exceeds %s, which exceeds %s, and does not exceed that", a, b, c)
				case level(i, j) && level(j, k) && !level(i, k):
					t.Fatalf("%s equals %s, which equals %s, and does not equal that", a, b, c)
				}
			}
		}
	}
}

// TestSchemes_takeNothingForAVersionThatIsNone has what no scheme with an
// order may take, and what must not make it panic.
func TestSchemes_takeNothingForAVersionThatIsNone(t *testing.T) {
	for _, s := range []Scheme{Semver{}, PEP440{}, CalVer{}, calver(t, "YYYY.0M.MICRO", 0, time.UTC)} {
		for _, v := range []Version{"", " ", "x", "1.", ".1", "1..2", "1.2.x", "latest", "-1.2.3", "1.2.-3", "+1.2.3", "１.2.3", "1.2.3\n", " 1.2.3", "1.2.3 ", "1!", "1e3", Version(strings.Repeat("9", 64))} {
			if s.Check(v) == nil {
				t.Errorf("%s takes %q", s.Name(), v)
			}
		}
	}
}

func FuzzSchemes(f *testing.F) {
	for _, s := range []string{"1.2.3", "26.3.0", "1!1.0.post1+x-01", "1.0.dev", "26.2.30"} {
		f.Add(s, "1.0")
	}
	zone := calver(f, CalVerDefault, 14, time.UTC)
	f.Fuzz(func(t *testing.T, a, b string) {
		for _, s := range []Scheme{Semver{}, PEP440{}, zone} {
			v, o := Version(a), Version(b)
			holdOrder(t, s, []Version{v, o, "1.0.0", "26.3.0"})
			counter, counts := s.(Counter)
			if !counts {
				continue
			}
			for _, step := range Steps() {
				next, last, err := counter.Next(step, Series{}, []Version{v, o})
				if err == nil && (s.Check(next) != nil || last != "" && !s.Exceeds(next, last)) {
					t.Fatalf("%s: %s after %q and %q is %q", s.Name(), step, a, b, next)
				}
			}
		}
	})
}
