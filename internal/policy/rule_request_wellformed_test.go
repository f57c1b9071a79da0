package policy

import (
	"testing"

	"github.com/release-request/gh-release-request/internal/release"
)

func requestWellformedCases() []breakage {
	return []breakage{
		{claim: "refuses a record with problems and names them all", do: func(s *scene) {
			s.facts.Record.Problems = []string{"the title does not match", "the text was cut"}
		}, outcome: RefuseFor, reason: "malformed", says: "the title does not match; the text was cut"},
		{claim: "refuses a record without a digest", do: func(s *scene) { s.facts.Record.Digest = release.Digest{} },
			outcome: RefuseFor, reason: "malformed"},
	}
}

func TestRequestWellformed(t *testing.T) { prove(t, RuleRequestWellformed, requestWellformedCases()) }
