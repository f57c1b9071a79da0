package record

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/release-request/gh-release-request/internal/plain"
	"github.com/release-request/gh-release-request/internal/policy"
	"github.com/release-request/gh-release-request/internal/release"
)

// MaxReason is how long the reason of a rejection may be, in characters.
const MaxReason = 500

// ParseCommand reads a comment that is a command and nothing else: #retract,
// #retry, #reject REASON, #published TARGET or #missing TARGET, with one space
// before the argument. White space at the end is dropped, since editors leave
// it there. Anything else is ordinary talk. Whose comment it is, and whether it
// was edited, is for the caller to ask GitHub.
func ParseCommand(body string) (policy.Command, bool) {
	text, marked := strings.CutPrefix(strings.TrimRight(body, " \t\r\n"), "#")
	verb, argument, _ := strings.Cut(text, " ")
	c := policy.Command{Verb: verb, Argument: argument}
	if !marked || checkCommand(c) != nil || commandText(c) != "#"+text {
		return policy.Command{}, false
	}
	return c, true
}

// RenderCommand returns the comment, or says what makes it none.
func RenderCommand(c policy.Command) (string, error) {
	if err := checkCommand(c); err != nil {
		return "", err
	}
	return commandText(c), nil
}

func commandText(c policy.Command) string {
	if c.Argument == "" {
		return "#" + c.Verb
	}
	return "#" + c.Verb + " " + c.Argument
}

func checkCommand(c policy.Command) error {
	switch c.Verb {
	case policy.CommandRetract, policy.CommandRetry:
		if c.Argument != "" {
			return fmt.Errorf("#%s stands alone, without %q", c.Verb, c.Argument)
		}
		return nil
	case policy.CommandReject:
		return checkReason(c.Argument)
	case policy.CommandPublished, policy.CommandMissing:
		return release.CheckTarget(c.Argument)
	}
	return fmt.Errorf("%q is no command of a comment", c.Verb)
}

// checkReason takes only what reads back the same from a comment, and shows as
// what it is wherever it is repeated.
func checkReason(reason string) error {
	switch n := utf8.RuneCountInString(reason); {
	case strings.TrimSpace(reason) == "":
		return errors.New("the reason is empty")
	case n > MaxReason:
		return fmt.Errorf("the reason has %d characters, and at most %d fit", n, MaxReason)
	case strings.TrimSpace(reason) != reason:
		return errors.New("the reason begins or ends with white space")
	case plain.Line(reason) != reason:
		return errors.New("the reason is not one line of characters that show as themselves")
	}
	return nil
}
