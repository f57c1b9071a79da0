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

// NewValue is Value for what is going to be stored. It refuses several lines
// too, which are more than the token, but for keys that are written in several:
// those begin as JSON or as PEM does.
func NewValue(given string) (string, error) {
	value, err := Value(given)
	if err == nil && strings.ContainsAny(value, "\r\n") && !strings.HasPrefix(value, "{") && !strings.HasPrefix(value, "-----BEGIN ") {
		return "", fault.New(fault.Failed, "the value has several lines; a token is one, unless it is a key in JSON or PEM")
	}
	return value, err
}
