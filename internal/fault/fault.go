// Package fault gives errors a kind and a hint, so that one place can turn
// any error into an exit code and a next step. It stands on the ground floor:
// it imports nothing of ours, knows no exit code and prints nothing.
package fault

import (
	"errors"
	"fmt"
	"strings"
)

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
	Hint string

	what  string
	cause error
}

// New returns an error of the kind.
func New(kind Kind, format string, args ...any) *Error {
	return &Error{Kind: kind, what: fmt.Sprintf(format, args...)}
}

// Wrap says what failed because of cause. Kind and hint of the cause are kept.
func Wrap(cause error, format string, args ...any) *Error {
	return &Error{Kind: KindOf(cause), Hint: HintOf(cause), what: fmt.Sprintf(format, args...), cause: cause}
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
	if e.cause == nil {
		return e.what
	}
	return e.what + ": " + e.cause.Error()
}

func (e *Error) Unwrap() error { return e.cause }

// KindOf returns the kind of the outermost error that has one; Failed if none
// has.
func KindOf(err error) Kind {
	if e, ok := errors.AsType[kinded](err); ok {
		return e.kind()
	}
	return Failed
}

// HintOf returns the hint of the outermost error that has one; empty if none
// has.
func HintOf(err error) string {
	for err != nil {
		if e, ok := err.(hinted); ok && e.hint() != "" {
			return e.hint()
		}
		err = errors.Unwrap(err)
	}
	return ""
}

type kinded interface {
	error
	kind() Kind
}

type hinted interface{ hint() string }

func (e *Error) kind() Kind   { return e.Kind }
func (e *Error) hint() string { return e.Hint }

// Problems is several errors found in one look, to be told all at once.
type Problems struct {
	what string
	list []error
}

// All returns nil for no errors, the error itself for one, and Problems for
// more. what says what cannot be done because of them.
func All(what string, problems []error) error {
	switch len(problems) {
	case 0:
		return nil
	case 1:
		return Wrap(problems[0], "%s", what)
	}
	return &Problems{what: what, list: problems}
}

// List returns the errors, in the order in which they were found.
func (p *Problems) List() []error { return p.list }

func (p *Problems) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %d problems", p.what, len(p.list))
	for _, err := range p.list {
		b.WriteString("\n  - " + strings.ReplaceAll(err.Error(), "\n", "\n    "))
	}
	return b.String()
}

func (p *Problems) Unwrap() []error { return p.list }

// kind is Refused only when a rule refused everything: a misuse among the
// problems has to be mended first.
func (p *Problems) kind() Kind {
	worst := KindOf(p.list[0])
	for _, err := range p.list[1:] {
		switch k := KindOf(err); {
		case k == Unauthenticated:
			return k
		case k == Failed:
			worst = k
		}
	}
	return worst
}

func (p *Problems) hint() string {
	for _, err := range p.list {
		if h := HintOf(err); h != "" {
			return h
		}
	}
	return ""
}
