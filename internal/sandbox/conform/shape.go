package conform

import (
	"bytes"
	"encoding/json"
	"regexp"
	"slices"
	"sync"
)

// shape is one schema of the OpenAPI document. The keywords are those that occur in the extract; a test fails when it
// gains another.
type shape struct {
	Ref                  string `json:"$ref"`
	Type, Format         string
	Nullable             bool
	Enum                 []any
	Pattern              *pattern
	Properties           map[string]*shape
	Required             []string
	AdditionalProperties *additional
	Items                *shape
	AllOf, AnyOf, OneOf  []*shape
	Minimum, Maximum     *float64
	MinLength, MaxLength *int
	MinItems, MaxItems   *int
	MaxProperties        *int

	once sync.Once
	alts []alternative
}

// An alternative is a list of shapes that a value has to fit all at once: allOf joined, one branch of anyOf or oneOf chosen.
type alternative struct {
	shapes []*shape
	fields fields
}

// alternatives spells out allOf, anyOf and oneOf. Both of the latter mean "one at least": GitHub's oneOf branches
// often fit at the same time, as an issue's title that may be a string or a number.
func (d *description) alternatives(s *shape) []alternative {
	s = d.shape(s)
	s.once.Do(func() {
		s.alts = []alternative{join(s)}
		for _, part := range s.AllOf {
			s.alts = product(s.alts, d.alternatives(part))
		}
		for _, branches := range [][]*shape{s.AnyOf, s.OneOf} {
			if len(branches) == 0 {
				continue
			}
			var choices []alternative
			for _, b := range branches {
				choices = append(choices, d.alternatives(b)...)
			}
			s.alts = product(s.alts, choices)
		}
	})
	return s.alts
}

func join(shapes ...*shape) alternative { return alternative{shapes, fieldsOf(shapes)} }

func product(left, right []alternative) []alternative {
	var all []alternative
	for _, l := range left {
		for _, r := range right {
			all = append(all, join(slices.Concat(l.shapes, r.shapes)...))
		}
	}
	return all
}

// additional is the keyword additionalProperties: a boolean or a shape.
type additional struct {
	allowed bool
	shape   *shape
}

// UnmarshalJSON reads either form.
func (a *additional) UnmarshalJSON(b []byte) error {
	if bytes.HasPrefix(b, []byte("{")) {
		a.allowed = true
		return json.Unmarshal(b, &a.shape)
	}
	return json.Unmarshal(b, &a.allowed)
}

// pattern is a regular expression of the document.
type pattern struct{ *regexp.Regexp }

// UnmarshalText compiles the expression.
func (p *pattern) UnmarshalText(b []byte) (err error) {
	p.Regexp, err = regexp.Compile(string(b))
	return err
}
