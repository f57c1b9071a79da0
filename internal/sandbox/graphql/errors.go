package graphql

import (
	"errors"
	"fmt"
	"strings"

	"github.com/release-request/gh-release-request/internal/sandbox/graphql/engine"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
	"github.com/release-request/gh-release-request/internal/sandbox/schema"
)

// The types of errors that GitHub gives, as its answers have them (seen in public issue threads; the documentation lists
// none).
const (
	notFound      = "NOT_FOUND"
	forbidden     = "FORBIDDEN"
	unprocessable = "UNPROCESSABLE"
)

// isNotServed reports whether an error says that the sandbox does not serve what was asked for.
func isNotServed(err error) bool {
	e, ok := errors.AsType[*engine.Error](err)
	return ok && e.Type == schema.FaultType
}

// isNotFound reports whether an error says that something is not there, or may not be seen.
func isNotFound(err error) bool {
	e, ok := errors.AsType[*engine.Error](err)
	return ok && e.Type == notFound
}

// unresolved is GitHub's answer for what does not exist or may not be seen.
func unresolved(format string, a ...any) error {
	return &engine.Error{Type: notFound, Message: "Could not resolve to " + fmt.Sprintf(format, a...)}
}

// orUnresolved turns the hub's NotFound into one that says what was looked for, and other refusals of a read into FORBIDDEN.
func orUnresolved(err error, format string, a ...any) error {
	e, ok := errors.AsType[*hub.Error](err)
	switch {
	case !ok:
		return err
	case e.Kind == hub.NotFound || e.Kind == hub.Gone:
		return unresolved(format, a...)
	}
	return &engine.Error{Type: forbidden, Message: e.Message}
}

// orRefused turns the hub's refusal of a mutation into GraphQL's. The hub speaks REST's words: that a person's role is too
// low is put differently here.
func (s *session) orRefused(err error, mutation string) error {
	e, ok := errors.AsType[*hub.Error](err)
	if !ok {
		return err
	}
	switch e.Kind {
	case hub.NotFound, hub.Gone:
		return &engine.Error{Type: notFound, Message: e.Message}
	case hub.Forbidden:
		if strings.HasPrefix(e.Message, "Must have ") {
			return &engine.Error{Type: forbidden, Message: fmt.Sprintf("%s does not have the correct permissions to execute `%s`", s.caller.User.Login, mutation)}
		}
		return &engine.Error{Type: forbidden, Message: e.Message}
	}
	message := e.Message
	for _, f := range e.Fields {
		switch {
		case f.Message != "":
			message = f.Message
		case f.Code == "missing_field":
			message = strings.ToUpper(f.Field[:1]) + f.Field[1:] + " can't be blank"
		}
	}
	return &engine.Error{Type: unprocessable, Message: message}
}
