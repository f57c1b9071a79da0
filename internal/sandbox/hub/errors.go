package hub

import "fmt"

// Kind says how GitHub refuses; each door has its own words and numbers for it.
type Kind int

// Kinds of refusals.
const (
	Unauthorized Kind = iota + 1 // the token is unknown, expired or revoked
	Forbidden                    // seen, but not allowed
	NotFound                     // does not exist, or may not be seen
	Invalid                      // the values given are wrong
	Conflict                     // the state does not allow it now
	Gone                         // was here and is switched off or deleted
)

// Error is a refusal by the hub. Message is GitHub's, for people.
type Error struct {
	Kind    Kind
	Message string
	Fields  []FieldError // with Invalid
}

func (e *Error) Error() string { return e.Message }

// FieldError is one wrong value. Code is one of GitHub's: missing,
// missing_field, invalid, already_exists, unprocessable, custom.
// Source: docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api.
type FieldError struct {
	Resource string
	Field    string
	Code     string
	Message  string // for custom, and where GitHub adds one
	Value    string // where GitHub repeats it
}

// notFound is the answer for what does not exist or may not be seen: GitHub
// makes no difference between them.
func notFound() error { return &Error{Kind: NotFound, Message: "Not Found"} }

func forbidden(message string) error { return &Error{Kind: Forbidden, Message: message} }

func invalid(fields ...FieldError) error {
	return &Error{Kind: Invalid, Message: "Validation Failed", Fields: fields}
}

func conflict(format string, a ...any) error {
	return &Error{Kind: Conflict, Message: fmt.Sprintf(format, a...)}
}
