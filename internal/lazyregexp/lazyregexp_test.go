package lazyregexp

import (
	"slices"
	"testing"
)

func TestNew_findsAMistakeInTestsAtOnce(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a mistake waits for whoever uses the expression first")
		}
	}()
	New(`(`)
}

func TestRegexp_isWhatItsSourceSays(t *testing.T) {
	r := New(`(a)(b+)`)
	if r.String() != `(a)(b+)` || !r.MatchString("xabb") || r.MatchString("b") {
		t.Errorf("%s matches otherwise", r)
	}
	if got := r.FindStringSubmatch("xabb"); !slices.Equal(got, []string{"abb", "a", "bb"}) {
		t.Errorf("found %q", got)
	}
	if got := r.FindAllString("ab abb", -1); !slices.Equal(got, []string{"ab", "abb"}) {
		t.Errorf("found %q", got)
	}
}
