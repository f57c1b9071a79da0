package engine

import (
	"bytes"
	"encoding/json"
	"errors"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/release-request/gh-release-request/internal/sandbox/schema"
)

const faultType = schema.FaultType

// An Answer is the body of a GraphQL answer.
type Answer struct {
	data   any // absent for a query that was not run
	ran    bool
	Errors []Problem
}

// A Problem is one entry of an answer's errors, its properties in GitHub's order.
type Problem struct {
	Type       string         `json:"type,omitempty"`
	Path       []any          `json:"path,omitempty"`
	Extensions map[string]any `json:"extensions,omitempty"`
	Locations  []Location     `json:"locations,omitempty"`
	Message    string         `json:"message"`
}

// A Location is a place in the query's text, both counted from 1.
type Location struct {
	Line   int `json:"line"`
	Column int `json:"column"`
}

// MarshalJSON writes data, null if a non-null value failed at the top, and errors if there are any.
func (a Answer) MarshalJSON() ([]byte, error) {
	var o object
	if a.ran {
		o = append(o, member{"data", a.data})
	}
	if len(a.Errors) > 0 {
		o = append(o, member{"errors", a.Errors})
	}
	return o.MarshalJSON()
}

// problem places a resolver's error. What is no Error is the sandbox's own fault.
func problem(err error, at *path, f *ast.Field) Problem {
	e, ok := errors.AsType[*Error](err)
	if !ok {
		e = &Error{Type: faultType, Message: err.Error()}
	}
	p := Problem{Type: e.Type, Path: at.list(), Message: e.Message}
	if f.Position != nil {
		p.Locations = []Location{{f.Position.Line, f.Position.Column}}
	}
	return p
}

// path is where in an answer a value stands, from its end.
type path struct {
	before *path
	key    any // a response key or an index
}

func (p *path) list() []any {
	if p == nil {
		return nil
	}
	return append(p.before.list(), p.key)
}

// object is a JSON object that keeps the order of the query.
type object []member

type member struct {
	key   string
	value any
}

// MarshalJSON writes the members in their order, without escaping what is only special in HTML.
func (o object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	b.WriteByte('{')
	for i, m := range o {
		if i > 0 {
			b.WriteByte(',')
		}
		if err := e.Encode(m.key); err != nil {
			return nil, err
		}
		b.WriteByte(':')
		if err := e.Encode(m.value); err != nil {
			return nil, err
		}
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}
