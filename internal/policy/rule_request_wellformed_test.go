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
		{claim: "refuses a form, whose author may still mend it", do: func(s *scene) {
			s.facts.Record = Record{Form: true, Problems: []string{"not yet a request"}}
			s.facts.Edits = Known([]Edit{{By: alice, At: at(5)}})
		}, outcome: RefuseFor, reason: "form-not-filled", says: "not yet a request"},
	}
}

func TestRequestWellformed(t *testing.T) { prove(t, RuleRequestWellformed, requestWellformedCases()) }
