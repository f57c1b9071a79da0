package release

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/release-request/gh-release-request/internal/lazyregexp"
)

// Series is the versions that begin with the same numbers. The zero Series is
// all versions.
type Series struct{ numbers []uint64 } // none, the major one, or it and the minor one

// seriesForm is a maintenance branch: 1.x, 1.2.x, 1.x.x, 1.2, v1, each perhaps
// behind a word such as release/ or stable-. A bare number is none: it may be
// that of an issue.
var seriesForm = lazyregexp.New(`(?:^|[/_-])(?:v([0-9]{1,9})|v?([0-9]{1,9})(?:\.x){1,2}|v?([0-9]{1,9})\.([0-9]{1,9})(?:\.x)?)$`)

// SeriesOf returns the series that a branch is named for; all versions if it is
// named for none.
func SeriesOf(branch string) Series {
	found := seriesForm.FindStringSubmatch(branch)
	if found == nil {
		return Series{}
	}
	var s Series
	for _, digits := range found[1:] {
		if n, err := strconv.ParseUint(digits, 10, 64); err == nil {
			s.numbers = append(s.numbers, n)
		}
	}
	return s
}

// IsAll reports whether the series is that of all versions.
func (s Series) IsAll() bool { return len(s.numbers) == 0 }

// String returns the series as 1.x or 1.2.x; empty for all versions.
func (s Series) String() string {
	text := ""
	for _, n := range s.numbers {
		text += fmt.Sprintf("%d.", n)
	}
	if text != "" {
		text += "x"
	}
	return text
}

func (s Series) holds(numbers [3]uint64) bool {
	return slices.Equal(s.numbers, numbers[:len(s.numbers)])
}
