package cli

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/output"
)

// exitCodes is the only place that knows numbers. gh hands an extension's exit
// code on, so they mean what gh's mean, and 3 is ours. The help of the program
// shows this table.
var exitCodes = []struct {
	kind  fault.Kind
	code  int
	means string
}{
	{fault.Failed, 1, "failed, or misused"},
	{fault.Cancelled, 2, "cancelled by the person"},
	{fault.Refused, 3, "refused by a rule; trying again alone will not help"},
	{fault.Unauthenticated, 4, "no token, or not a valid one"},
	{fault.Pending, 8, "nothing is wrong, but it is not done yet"},
}

// exitCode returns the code of an error; 0 for none.
func exitCode(err error) int {
	if err == nil {
		return 0
	}
	kind := fault.KindOf(err)
	if errors.Is(err, context.Canceled) {
		kind = fault.Cancelled
	}
	for _, row := range exitCodes {
		if row.kind == kind {
			return row.code
		}
	}
	return 1
}

// exitHelp is the table as help shows it.
func exitHelp() string {
	var b strings.Builder
	b.WriteString("  0  done, or nothing to do\n")
	for _, row := range exitCodes {
		fmt.Fprintf(&b, "  %d  %s\n", row.code, row.means)
	}
	return b.String()
}

// tell writes an error and its hint.
func tell(s *output.Streams, err error) {
	s.Notef("gh release-request: %s\n", redact(err.Error()))
	if hint := fault.HintOf(err); hint != "" {
		s.Notef("hint: %s\n", redact(hint))
	}
}

// tokenForm is every token that GitHub issues; those of Apps hold a JSON web
// token since 2026.
// https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github#githubs-token-formats
var tokenForm = regexp.MustCompile(`\b(?:gh[pousr]_|github_pat_)[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*`)

// redact is the last guard before an error is shown: no error should hold a
// token, but programs that were run may have said one.
func redact(text string) string { return tokenForm.ReplaceAllString(text, "[token]") }
