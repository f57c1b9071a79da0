// Package record turns a request into the title and body of an issue and back,
// and the workflow's receipts into comments and back. It stands on the pure
// floor: no I/O, no clock. It is the only parser of those texts, for every
// command and workflow, and it is total: any string gives a record or a list
// of named problems. What it accepts is, byte for byte, what it would write
// itself, so that nobody can be shown anything but what is published. It never
// decides anything: that is the business of internal/policy.
//
// The wording of a schema that was released never changes, since old issues
// and comments must still be read; testdata holds one golden file for each.
package record

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/release-request/gh-release-request/internal/release"
)

// GitHub's limits, in characters. Its documentation names neither; its answers
// do: "body is too long (maximum is 65536 characters)", "title is too long
// (maximum is 256 characters)".
const (
	maxBody  = 65536
	maxTitle = 256
)

const marker = "release-request"

// Parsed is what a well-formed issue holds.
type Parsed struct {
	Request   release.Request
	Changelog string         // as shown, with LF
	Digest    release.Digest // of the record's bytes as they stand in line 1
}

// Render returns the issue of a request. changelog is the result of
// CutChangelog, and the request holds its HashChangelog. The error lists
// everything that stands against it.
func Render(request release.Request, changelog string, web Host) (title, body string, err error) {
	if problems := check(request, changelog, web); len(problems) > 0 {
		var list []error
		for _, p := range problems {
			list = append(list, errors.New(p.Sentence))
		}
		return "", "", errors.Join(list...)
	}
	return Title(request), compose(request, changelog, web), nil
}

// Parse reads an issue. Either there are problems, or the issue is what Render
// makes of the result, but for line ends and blank lines at the end. No more is
// said of the problems than fits into a comment.
func Parse(title, body string, web Host) (Parsed, []Problem) {
	parsed, problems := parse(title, body, web)
	return parsed, told(problems)
}

func parse(title, body string, web Host) (Parsed, []Problem) {
	text := normalise(body)
	first, _, _ := strings.Cut(text, "\n")
	raw, ok := cutComment(first, marker)
	switch {
	case !ok && IsForm(text):
		_, problems := parseForm(text)
		return Parsed{}, append([]Problem{notYet()}, problems...)
	case !ok:
		return Parsed{}, []Problem{{ProblemNoRecord, "the first line of the text is no record: this issue was not written by gh release-request, or it was edited"}}
	}
	request, problems := decode(raw)
	if len(problems) > 0 {
		return Parsed{}, problems
	}
	parsed := Parsed{Request: request, Changelog: changelogIn(text), Digest: release.DigestOf(raw)}
	problems = check(request, parsed.Changelog, web)
	if want := Title(request); title != want {
		problems = append(problems, Problem{ProblemTitle, fmt.Sprintf("the title is %q, and the record's is %q", title, want)})
	}
	if want := compose(request, parsed.Changelog, web); text != want {
		problems = append(problems, Problem{ProblemText, fmt.Sprintf("line %d of the text is not what the record makes it", firstDifference(text, want))})
	}
	if len(problems) > 0 {
		return Parsed{}, problems
	}
	return parsed, nil
}

// check returns everything that keeps a request from being an issue.
func check(request release.Request, changelog string, web Host) []Problem {
	var problems []Problem
	add := func(code string, err error) {
		if err != nil {
			problems = append(problems, Problem{code, err.Error()})
		}
	}
	for _, err := range request.Problems() {
		add(ProblemValue, err)
	}
	add(ProblemHost, web.check())
	add(ProblemChangelog, checkChangelog(request, changelog))
	add(ProblemSize, checkLength("title", Title(request), maxTitle))
	add(ProblemSize, checkLength("text", compose(request, changelog, web), maxBody))
	return problems
}

func checkLength(what, text string, limit int) error {
	if n := utf8.RuneCountInString(text); n > limit {
		return fmt.Errorf("the %s has %d characters, and GitHub takes %d", what, n, limit)
	}
	return nil
}

// compose returns the body: the record's line, then the part for people.
func compose(request release.Request, changelog string, web Host) string {
	return comment(marker, encode(request)) + "\n" + wording1(request, web) + block(changelog)
}

// encode returns the JSON of a record: one line, keys in the order of the
// struct, and < > & escaped, so that it can end no HTML comment.
func encode(request release.Request) []byte {
	b, err := json.Marshal(request)
	if err != nil {
		panic(err) // strings, numbers and a bool: there is nothing to fail
	}
	return b
}

func comment(marker string, content []byte) string {
	return "<!-- " + marker + " " + string(content) + " -->"
}

func cutComment(line, marker string) (content []byte, ok bool) {
	rest, ok := strings.CutPrefix(line, "<!-- "+marker+" ")
	if !ok {
		return nil, false
	}
	rest, ok = strings.CutSuffix(rest, " -->")
	return []byte(rest), ok && !strings.Contains(rest, "-->")
}

// normalise undoes what GitHub's own form does to a text: CRLF, and blank
// lines at the end.
func normalise(text string) string {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	for {
		head, last, found := cutLast(text, "\n")
		if !found || strings.Trim(last, " \t") != "" {
			return text
		}
		text = head
	}
}

func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

// firstDifference returns the number of the first line that is not the same.
func firstDifference(a, b string) int {
	n := 1
	for a != "" || b != "" {
		lineA, restA, _ := strings.Cut(a, "\n")
		lineB, restB, _ := strings.Cut(b, "\n")
		if lineA != lineB {
			break
		}
		a, b = restA, restB
		n++
	}
	return n
}
