package cli

import (
	"context"
	"errors"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/output"
)

// exitCodes is the only place that knows numbers. gh hands an extension's exit
// code on, so they mean what gh's mean, and 3 is ours. The help topic exit-codes
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

// success is what code 0 means.
const success = "done, or nothing to do"

var exitCodesTopic = topic{
	name:  "exit-codes",
	short: "Exit codes, and what each means",
	intro: `How a command ended. gh hands the code of an extension on, and where gh has the
same case the number is gh's.`,
	parts: func() []topicPart {
		general := topicPart{rows: []topicRow{{"0", success}}}
		for _, row := range exitCodes {
			general.rows = append(general.rows, topicRow{strconv.Itoa(row.code), row.means})
		}
		parts := []topicPart{general}
		for _, command := range slices.Sorted(maps.Keys(exitNotes)) {
			part := topicPart{title: "Of " + command}
			for _, note := range exitNotes[command] {
				part.rows = append(part.rows, topicRow{strconv.Itoa(note.code), note.says})
			}
			parts = append(parts, part)
		}
		return parts
	},
}

// exitNote is what a code means of one command.
type exitNote struct {
	code int
	says string
}

// exitNotes are the codes that say more of a command than of all, by its path
// below the program's name.
var exitNotes = map[string][]exitNote{
	"request": {
		{0, "filed, or filed before: the address is printed"},
		{3, "something stands against the release: nothing was changed"},
		{8, "with --via workflow: asked for, and not filed yet"},
	},
	"approve": {
		{0, "approved; with --watch: published"},
		{3, "a rule refuses: nothing was set, unless --anyway was given"},
		{8, "approved, and the gate will wait"},
	},
	"watch": {
		{0, "published; a rehearsal: played to its end"},
		{1, "a target failed, or nobody can tell"},
		{3, "refused, rejected, taken back, replaced, changed or expired"},
		{8, "not over when the time was"},
	},
	"reject":  {{3, "the request is not yours to reject"}},
	"retract": {{3, "the request is not yours to take back"}},
	"retry": {
		{0, "the gate is asked again"},
		{3, "it is closed, or a rule refuses: nothing was started"},
		{8, "the gate is asked again, and will wait"},
	},
	"doctor":        {{0, "no error was found"}, {3, "an error was found"}},
	"token rotate":  {{8, "publish jobs that run still use the old value"}},
	"token verify":  {{0, "the token works"}, {1, "it cannot be told"}, {3, "the token does not work"}},
	"config check":  {{0, "nothing is wrong"}, {1, "something is wrong, or cannot be read"}},
	"workflow gate": {{0, "a verdict was reached, whichever it is"}, {1, "none could be"}},
}

// notesOf returns what codes mean of the command itself.
func notesOf(cmd *cobra.Command) []exitNote {
	return exitNotes[strings.TrimPrefix(cmd.CommandPath(), cmd.Root().CommandPath()+" ")]
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
