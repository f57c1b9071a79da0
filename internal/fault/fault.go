// Package fault gives errors a kind and a hint, so that one place can turn
// any error into an exit code and a next step. It stands on the ground floor:
// it imports nothing of ours, knows no exit code and prints nothing. It must
// never make several errors look better than the worst of them.
package fault

import "fmt"

// Kind says what an error means to whoever ran the command. The numbers are
// no exit codes: internal/cli maps kinds to those.
type Kind int

const (
	// Failed is everything without a kind of its own: misuse, a broken
	// policy, a missing right, an unreachable host.
	Failed Kind = iota
	// Cancelled means that the person stopped it.
	Cancelled
	// Refused means that a rule said no; trying again alone will not help.
	Refused
	// Unauthenticated means that there is no token, or not a valid one.
	Unauthenticated
	// Pending means that nothing is wrong, but it is not done yet.
	Pending
)

// Error is an error with a kind and, where there is one, a hint: the one
// thing to do next.
type Error struct {
	Kind Kind
	Hint string // of its own, see HintOf

	what  string
	cause error
}

// New returns an error of the kind.
func New(kind Kind, format string, args ...any) *Error {
	return &Error{Kind: kind, what: fmt.Sprintf(format, args...)}
}

// Wrap says what failed because of cause, which is not nil. KindOf and HintOf
// find those of the cause, unless others are given.
func Wrap(cause error, format string, args ...any) *Error {
	return &Error{Kind: KindOf(cause), what: fmt.Sprintf(format, args...), cause: cause}
}

// WithHint gives any error a hint in place of those that it has. Its words and
// its kind are kept.
func WithHint(err error, format string, args ...any) *Error {
	return &Error{Kind: KindOf(err), Hint: fmt.Sprintf(format, args...), cause: err}
}

// WithHint returns a copy of e with another hint.
func (e *Error) WithHint(format string, args ...any) *Error {
	hinted := *e
	hinted.Hint = fmt.Sprintf(format, args...)
	return &hinted
}

// WithKind returns a copy of e with another kind.
func (e *Error) WithKind(kind Kind) *Error {
	other := *e
	other.Kind = kind
	return &other
}

func (e *Error) Error() string {
	switch {
	case e.cause == nil:
		return e.what
	case e.what == "":
		return e.cause.Error()
	}
	return e.what + ": " + e.cause.Error()
}

func (e *Error) Unwrap() error { return e.cause }
