// Package engine runs GraphQL queries over objects that say how to read their fields, as GitHub's own server runs them.
//
// It holds every answer to GitHub's schema: a value that does not fit its type, or a field that an object does not serve, is
// an error of type schema.FaultType that names it, never a silent null. It knows the schema's types and none of the
// sandbox's state, and it decides nothing about who may see what.
package engine

import (
	"context"
	"fmt"
)

// An Object is one value of an object type of the schema.
type Object interface {
	// TypeName is the name of its concrete type.
	TypeName() string
	// Field reads one field: a scalar (string, int, int64, bool, time.Time), an Object, a slice of these, or nil for null.
	// Within a slice, an error stands for an element that could not be read. NotServed says that there is no such code.
	Field(ctx context.Context, name string, args Args) (any, error)
}

// An Error is a refusal in GitHub's words. Its Type is GitHub's too: NOT_FOUND, FORBIDDEN, UNPROCESSABLE ...
type Error struct {
	Type    string
	Message string
}

func (e *Error) Error() string { return e.Message }

// NotServed is what an Object answers for a field that the sandbox does not serve.
func NotServed(o Object, field string) error {
	return fault("the sandbox does not serve %s.%s", o.TypeName(), field)
}

// Fields is an Object made of values at hand.
type Fields struct {
	Type   string
	Values map[string]any
}

// TypeName is Type.
func (f Fields) TypeName() string { return f.Type }

// Field reads from Values, which may hold functions for what is read only when asked for.
func (f Fields) Field(ctx context.Context, name string, args Args) (any, error) {
	v, ok := f.Values[name]
	if !ok {
		return nil, NotServed(f, name)
	}
	if read, ok := v.(func(context.Context, Args) (any, error)); ok {
		return read(ctx, args)
	}
	return v, nil
}

func fault(format string, a ...any) error {
	return &Error{Type: faultType, Message: fmt.Sprintf(format, a...)}
}
