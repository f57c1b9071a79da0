package doctor

import (
	"testing"

	"github.com/release-request/gh-release-request/internal/github"
)

// A right that GitHub leaves out is not taken for one that nobody has.
func TestLevelOf_takesWhatIsLeftOutForTheWorst(t *testing.T) {
	for _, test := range []struct {
		rights github.Rights
		word   string
		want   level
	}{
		{github.Rights{Pull: true}, "read", reads},
		{github.Rights{Pull: true, Triage: true}, "triage", triages},
		{github.Rights{Pull: true, Triage: true, Push: true}, "security lead", writes},
		{github.Rights{Admin: true}, "admin", writes},
		{github.Rights{}, "none", none},
		{github.Rights{}, "pull", reads},
		{github.Rights{}, "triage", triages},
		{github.Rights{}, "maintain", writes},
		{github.Rights{}, "security lead", writes},
		{github.Rights{}, "", writes},
	} {
		if got := levelOf(test.rights, test.word); got != test.want {
			t.Errorf("%+v %q is %s, want %s", test.rights, test.word, got, test.want)
		}
	}
}
