package record

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/release-request/gh-release-request/internal/plain"
	"github.com/release-request/gh-release-request/internal/release"
)

// The questions of the issue form, by their labels. GitHub writes each answer
// below its label, as a heading; scaffold renders the form from these.
// https://docs.github.com/en/communities/using-templates-to-encourage-useful-issues-and-pull-requests/syntax-for-issue-forms
const (
	FormProject = "Project"
	FormVersion = "Version"
	FormBranch  = "Branch"
	FormNotes   = "Notes"
)

// noResponse is what GitHub writes where a question was not answered.
const noResponse = "_No response_"

// longestNotes is how much of the notes is told to others, in characters.
const longestNotes = 1000

// Answers is what somebody wrote into the form. Nothing of it is known to be
// so, but the version and the branch are of the form that such things have.
type Answers struct {
	Project string // in one line; whether the policy has it is for others to say
	Version release.Version
	Branch  string // to release from; empty: the usual one
	Notes   string // Markdown of theirs, cut; only for people to read
}

// IsForm reports whether an issue's text is the issue form, filled in well or
// not. A record never is one, and a form of the owners' own may well ask for a
// project and a version, but hardly for a branch besides.
func IsForm(body string) bool {
	text := normalise(body)
	if strings.HasPrefix(text, "<!-- ") {
		return false
	}
	for _, label := range []string{FormProject, FormVersion, FormBranch} {
		if !strings.Contains("\n"+text+"\n", "\n"+heading(label)+"\n") {
			return false
		}
	}
	return true
}

// ParseForm reads the text of an issue for which IsForm holds: the answers, or
// every problem of them. It is as GitHub writes it or it is refused: a heading
// within an answer is no heading of the form, but in the notes, which come last.
func ParseForm(body string) (Answers, []Problem) {
	answers, problems := parseForm(body)
	return answers, told(problems)
}

func parseForm(body string) (a Answers, problems []Problem) {
	fail := func(format string, args ...any) {
		problems = append(problems, Problem{ProblemAnswer, fmt.Sprintf(format, args...)})
	}
	rest, ok := strings.CutPrefix(normalise(body), heading(FormProject)+"\n")
	answer := func(next string) (text string) {
		if !ok {
			return ""
		}
		text, rest, ok = strings.Cut(rest+"\n", "\n"+heading(next)+"\n")
		return answered(text)
	}
	project, version, branch := answer(FormVersion), answer(FormBranch), answer(FormNotes)
	if !ok {
		fail("its headings are not %s, %s, %s and %s, each once and in this order", FormProject, FormVersion, FormBranch, FormNotes)
		return Answers{}, problems
	}
	a = Answers{Project: project, Version: release.Version(version), Branch: branch, Notes: cutNotes(answered(rest))}
	for _, one := range [][2]string{{FormProject, project}, {FormVersion, version}, {FormBranch, branch}} {
		if strings.Contains(one[1], "\n") {
			fail("%s: there is more than one line", one[0])
		}
	}
	switch n := utf8.RuneCountInString(project); {
	case n == 0:
		fail("%s: it is not answered", FormProject)
	case n > longestTold: // whoever says that there is none such repeats it
		fail("%s: it has %d characters, and no project is called so", FormProject, n)
	}
	if version == "" {
		fail("%s: it is not answered", FormVersion)
	} else if _, err := release.ParseVersion(version); err != nil && !strings.Contains(version, "\n") {
		fail("%s: %v", FormVersion, err)
	}
	if err := release.CheckBranch(branch); branch != "" && err != nil && !strings.Contains(branch, "\n") {
		fail("%s: %v", FormBranch, err)
	}
	if len(problems) > 0 {
		return Answers{}, problems
	}
	return a, nil
}

// notYet says what a form is in the place of a request.
func notYet() Problem {
	return Problem{ProblemNotYet, "this form is not yet a request: the project's release workflow has to prepare the release first"}
}

func heading(label string) string { return "### " + label }

// answered is an answer without the blank lines around it.
func answered(text string) string {
	text = strings.TrimSpace(text)
	if text == noResponse {
		return ""
	}
	return text
}

func cutNotes(text string) string {
	if shown := plain.Line(text); utf8.RuneCountInString(shown) > longestNotes {
		return string([]rune(shown)[:longestNotes]) + " [...]"
	}
	return text
}
