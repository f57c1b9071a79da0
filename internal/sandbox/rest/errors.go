package rest

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// docs is where the documentation_url of errors leads. GitHub's leads to the
// page of the operation.
const docs = "https://docs.github.com/rest"

// Error is a refusal that a handler gives by itself. Those of the hub are
// handed on as they are.
type Error struct {
	Status  int
	Message string
	Fields  []hub.FieldError
}

func (e *Error) Error() string { return e.Message }

// Moved is the refusal that names another address of what was asked for, with
// the status 301, or 307 where the method must stay.
type Moved struct {
	To     string
	Status int
}

func (e *Moved) Error() string { return "moved to " + e.To }

// NotFound is 404: it does not exist, or may not be seen.
func NotFound() error { return &Error{Status: http.StatusNotFound, Message: "Not Found"} }

// Forbidden is 403.
func Forbidden(message string) error {
	return &Error{Status: http.StatusForbidden, Message: message}
}

// Conflict is 409.
func Conflict(message string) error { return &Error{Status: http.StatusConflict, Message: message} }

// Invalid is 422 about one field. The codes are GitHub's: missing,
// missing_field, invalid, already_exists, unprocessable, custom.
func Invalid(resource, field, code string) error {
	return &Error{Status: http.StatusUnprocessableEntity, Message: "Validation Failed", Fields: []hub.FieldError{{Resource: resource, Field: field, Code: code}}}
}

// Unprocessable is 422 with a message and nothing else.
func Unprocessable(message string) error {
	return &Error{Status: http.StatusUnprocessableEntity, Message: message}
}

var statuses = map[hub.Kind]int{
	hub.Unauthorized: http.StatusUnauthorized,
	hub.Forbidden:    http.StatusForbidden,
	hub.NotFound:     http.StatusNotFound,
	hub.Invalid:      http.StatusUnprocessableEntity,
	hub.Conflict:     http.StatusConflict,
	hub.Gone:         http.StatusGone,
}

// render writes an error as GitHub does. What is neither the hub's nor ours is
// a fault of the sandbox: 500, with what it was.
func render(err error) (int, Object) {
	e, ours := errors.AsType[*Error](err)
	if h, ok := errors.AsType[*hub.Error](err); ok && !ours {
		e = &Error{Status: statuses[h.Kind], Message: h.Message, Fields: h.Fields}
	} else if !ours {
		e = &Error{Status: http.StatusInternalServerError, Message: err.Error()}
	}
	body := Object{"message": e.Message, "documentation_url": docs, "status": strconv.Itoa(e.Status)}
	if len(e.Fields) > 0 {
		body["errors"] = fieldErrors(e.Fields)
	}
	return e.Status, body
}

func fieldErrors(fields []hub.FieldError) []Object {
	var list []Object
	for _, f := range fields {
		o := Object{"resource": f.Resource, "field": f.Field, "code": f.Code}
		if f.Message != "" {
			o["message"] = f.Message
		}
		if f.Value != "" {
			o["value"] = f.Value
		}
		list = append(list, o)
	}
	return list
}
