package cli

import (
	"fmt"
	"strings"

	"github.com/release-request/gh-release-request/internal/output"
	"github.com/release-request/gh-release-request/internal/policy"
)

// findingIndent is where the words of a finding begin, after its outcome.
const findingIndent = 11

// renderFinding writes what one rule says, through one of the Streams' ways.
func renderFinding(s *output.Streams, printf func(string, ...any), outcome policy.Outcome, words string) {
	pad := strings.Repeat(" ", max(0, findingIndent-2-len(outcome)))
	printf("  %s%s%s\n", s.Style(outcomeStyle(outcome), string(outcome)), pad, s.Wrapped(findingIndent, words))
}

// findingText is a finding as the gate writes it on a request: the rule, the
// reason where the rule has several, and the sentence.
func findingText(f policy.Finding) string {
	if f.Reason == f.Rule || f.Outcome == policy.Unknown {
		return f.Rule + ": " + linked(f)
	}
	return fmt.Sprintf("%s (%s): %s", f.Rule, f.Reason, linked(f))
}

// linked is a finding's sentence with the links to what it names.
func linked(f policy.Finding) string {
	return strings.Join(append([]string{f.Sentence}, f.Links...), " ")
}

// findingTexts are those of one outcome.
func findingTexts(v policy.Verdict, outcome policy.Outcome) string {
	var list []string
	for _, f := range v.Against() {
		if f.Outcome == outcome {
			list = append(list, findingText(f))
		}
	}
	return strings.Join(list, "; ")
}

// rulesOf are the rules that have an outcome.
func rulesOf(v policy.Verdict, outcome policy.Outcome) []string {
	var list []string
	for _, f := range v.Against() {
		if f.Outcome == outcome {
			list = append(list, f.Rule)
		}
	}
	return list
}

func outcomeStyle(o policy.Outcome) output.Style {
	switch o {
	case policy.RefuseFor:
		return output.Bad
	case policy.WaitFor:
		return output.Pause
	case policy.Pass:
		return output.Good
	}
	return output.Muted
}
