package doctor

import (
	"errors"
	"fmt"

	"github.com/release-request/gh-release-request/internal/github"
)

// What any check may find.
var (
	notTold = kind{"not-told", Note,
		"GitHub tells this only to people with a right that you lack, so it was not looked at.",
		"Look again with the right, or the token, that is named."}
	notRead = kind{"not-read", Error,
		"The call failed, so it was not looked at.",
		"Run it again."}
)

// missed is one thing of several that could not be looked at.
type missed struct {
	where string
	right string // that it takes
	cause error
}

func (m *missed) Error() string { return m.cause.Error() }
func (m *missed) Unwrap() error { return m.cause }

// miss says what could not be looked at, and which right it takes; nil for no
// error.
func miss(where, right string, err error) error {
	if err == nil {
		return nil
	}
	return &missed{where, right, err}
}

// errUntold is an answer that leaves something out for this reader.
var errUntold = errors.New("the answer leaves it out")

func untold(where, right, what string) error {
	return miss(where, right, fmt.Errorf("%s: %w", what, errUntold))
}

// unlooked are the findings for what could not be looked at. An error may be
// several, joined.
func unlooked(where, right string, err error) []Finding {
	if err == nil {
		return nil
	}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		var all []Finding
		for _, one := range joined.Unwrap() {
			all = append(all, unlooked(where, right, one)...)
		}
		return all
	}
	if missed, ok := errors.AsType[*missed](err); ok {
		where, right = missed.where, missed.right
	}
	if errors.Is(err, errUntold) || github.IsForbidden(err) || github.IsNotFound(err) {
		return []Finding{notTold.at(where, "GitHub does not tell: "+err.Error(), "look again with "+right)}
	}
	return []Finding{notRead.at(where, err.Error(), "")}
}

// ownership is the right to see how an organisation is set up. Owners, too, may
// lack it: gh does not ask for the scope by itself.
func ownership(org string) string {
	return "the token of an owner of " + org + " that has the scope admin:org: gh auth refresh --scopes admin:org"
}
