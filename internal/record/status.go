package record

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/release-request/gh-release-request/internal/policy"
)

const statusMarker = "<!-- release-request-status -->"

// RenderStatus returns the comment that says how a request stands while people
// watch. It is updated in place and proves nothing. text is Markdown of our
// own, with text of others in it quoted.
func RenderStatus(text string) string { return statusMarker + "\n" + text }

// IsStatus reports whether a comment is marked as such; whose it is, is for the
// caller to ask GitHub.
func IsStatus(body string) bool {
	first, _, _ := strings.Cut(normalise(body), "\n")
	return first == statusMarker
}

const formMarker = "release-request-form"

// FormStatus is the text of a status of a form. key names the answers of which it
// speaks, so that whoever comes next knows that they were dealt with.
func FormStatus(key, text string) string { return comment(formMarker, []byte(key)) + "\n" + text }

// FormKey returns the key of a form's status, empty for any other comment.
func FormKey(body string) string {
	first, rest, _ := strings.Cut(normalise(body), "\n")
	second, _, _ := strings.Cut(rest, "\n")
	key, ok := cutComment(second, formMarker)
	if first != statusMarker || !ok {
		return ""
	}
	return string(key)
}

// VerdictText says in Markdown what a verdict means for the request of the
// number: the decision, each finding against it with its code, what to do.
func VerdictText(v policy.Verdict, number int) string {
	return strings.Join(verdictText(v, Advice(v, number)), "\n\n")
}

// numberForm is what stands for the number of a request in a remedy.
var numberForm = regexp.MustCompile(`\bN\b`)

// Advice is what the manual of refusals advises for each finding against a
// request, in Markdown, for the request of the number.
func Advice(v policy.Verdict, number int) []string {
	remedies := map[string]string{}
	for _, reason := range policy.Reasons() {
		remedies[reason.Code] = reason.Remedy
	}
	var advice []string
	said := map[string]bool{}
	for _, f := range v.Against() {
		remedy := numberForm.ReplaceAllString(remedies[f.Reason], strconv.Itoa(number))
		if remedy != "" && !said[remedy] {
			advice = append(advice, remedy)
			said[remedy] = true
		}
	}
	return advice
}
