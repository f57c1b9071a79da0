package token

import (
	"strings"

	"github.com/release-request/gh-release-request/internal/fault"
)

// maxValue is how many bytes a secret may have.
// https://docs.github.com/en/actions/reference/limits#secrets
const maxValue = 48 << 10

// Value takes a token as it came from a person or a program, without the one
// line end that programs print behind it. It refuses what most likely is not the
// whole token, or more than it. The errors do not repeat it.
func Value(given string) (string, error) {
	value := strings.TrimSuffix(strings.TrimSuffix(given, "\n"), "\r")
	switch {
	case value == "":
		return "", fault.New(fault.Failed, "the value is empty")
	case strings.TrimSpace(value) != value:
		return "", fault.New(fault.Failed, "the value begins or ends with white space; copy the token alone")
	case strings.ContainsRune(value, 0):
		return "", fault.New(fault.Failed, "the value holds a NUL character; a token is text")
	case len(value) > maxValue:
		return "", fault.New(fault.Failed, "the value is larger than the 48 KB that a secret may have")
	}
	return value, nil
}
