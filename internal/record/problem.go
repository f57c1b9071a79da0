package record

import (
	"fmt"
	"unicode/utf8"

	"github.com/release-request/gh-release-request/internal/plain"
)

// Problem is one thing that makes an issue no well-formed request.
type Problem struct {
	Code     string // for ever the same, see the Problem constants
	Sentence string // for people; may hold text of others
}

// Codes of problems; ProblemTexts says what each means.
const (
	ProblemNoRecord  = "no-record"
	ProblemNotYet    = "form"
	ProblemAnswer    = "form-answer"
	ProblemJSON      = "record-json"
	ProblemSchema    = "record-schema"
	ProblemKeys      = "record-keys"
	ProblemForm      = "record-form"
	ProblemValue     = "record-value"
	ProblemTitle     = "title"
	ProblemText      = "text"
	ProblemChangelog = "record-changelog"
	ProblemSize      = "size"
	ProblemHost      = "host"
)

// Explanation is a code of a problem as the manual of refusals shows it.
type Explanation struct {
	Code   string
	Means  string // what is so
	Remedy string // how to get past it
}

// How much is told of an issue's problems: quoted, even in characters that all
// have to be written out, it fits into one comment twice, as a receipt holds it.
const (
	mostProblems = 15
	longestTold  = 250 // characters of a sentence
)

// told is the problems as people are told them. Anybody can file an issue with
// thousands, or with one that repeats a whole text, and a comment that is too
// long to be written would fail whoever looks after that issue each time.
func told(problems []Problem) []Problem {
	if more := len(problems) - mostProblems; more > 0 {
		rest := problems[mostProblems]
		rest.Sentence = fmt.Sprintf("there are %d more problems of this kind and others", more)
		problems = append(problems[:mostProblems:mostProblems], rest)
	}
	for i, p := range problems {
		if shown := plain.Line(p.Sentence); utf8.RuneCountInString(shown) > longestTold {
			problems[i].Sentence = string([]rune(shown)[:longestTold]) + " [...]"
		}
	}
	return problems
}

// ProblemTexts returns every code of a problem, in the order in which a text is
// read.
func ProblemTexts() []Explanation {
	const again = "Ask again with `gh release-request PROJECT VERSION`, and leave the issue as it was written."
	return []Explanation{
		{ProblemNoRecord, "The first line of the issue is no record: the issue was written by hand, or its text was replaced.", again},
		{ProblemNotYet, "The issue is a form, and not yet a request: the project's release workflow has to prepare the release first. Then the workflow puts the request into the same issue.", "Wait for it; what stands in its way is said in a comment. The label `accepted` counts from then on only."},
		{ProblemAnswer, "An answer in the form is missing or malformed: the sentence names it.", "Whoever filled it in edits the issue; the form is read again."},
		{ProblemJSON, "What stands in the first line is not one JSON object, or a value in it is of a wrong type.", again},
		{ProblemSchema, "The record is written in a schema that the reading program does not know: the program that filed it is newer.", "The owners set a newer `binary` in the policy of the central repository. If only your own machine says it, update the extension there."},
		{ProblemKeys, "The record has a key too many, too few, twice or out of order.", again},
		{ProblemForm, "The record is the same data in another spelling: other spaces, other escapes, `null`, or bytes that are no UTF-8.", again},
		{ProblemValue, "A value of the record is malformed: the sentence names it and what would be right.", again},
		{ProblemTitle, "The title is not the one that the record makes.", again},
		{ProblemText, "The part for people is not the one that the record makes, so that an approver would read something else than what is published.", again},
		{ProblemChangelog, "The changelog is not the one whose SHA-256 the record names, or it holds characters that do not show as themselves.", again},
		{ProblemSize, "The title or the text is longer than GitHub takes.", "Use shorter names of branches or targets, or a shorter path; a changelog is cut by itself."},
		{ProblemHost, "The name of GitHub's web site is malformed, so that no links can be made.", "Set `GH_HOST` to a lower-case host name, such as `github.com`."},
	}
}
