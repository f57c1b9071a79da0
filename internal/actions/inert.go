package actions

import (
	"strings"
	"unicode"
)

// Inert returns text for the log of a job, in which nothing is a workflow
// command: neither ::name:: at the start of a line nor the older ##[name],
// which the runner obeys anywhere in one. Otherwise a title could set outputs
// and leave annotations in the gate's name.
// https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
func Inert(text string) string {
	text = strings.ReplaceAll(text, "##[", "## [")
	if !strings.Contains(text, "::") {
		return text
	}
	var b strings.Builder
	for line := range strings.Lines(text) {
		blank := len(line) - len(strings.TrimLeftFunc(line, unicode.IsSpace))
		if rest, ok := strings.CutPrefix(line[blank:], "::"); ok {
			line = line[:blank] + ": :" + rest
		}
		b.WriteString(line)
	}
	return b.String()
}
