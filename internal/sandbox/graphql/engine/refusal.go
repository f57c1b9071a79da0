package engine

import (
	"fmt"
	"regexp"

	"github.com/vektah/gqlparser/v2/gqlerror"
)

var unknownField = regexp.MustCompile(`^Cannot query field "(\w+)" on type "(\w+)"`)

// refused is the answer to a query that is not run. Unknown fields, which a client of another version of the schema asks
// for, are told in GitHub's words; other faults of a query in those of the parser.
func refused(errs gqlerror.List) Answer {
	var a Answer
	for _, e := range errs {
		p := Problem{Message: e.Message}
		if m := unknownField.FindStringSubmatch(e.Message); m != nil {
			p.Message = fmt.Sprintf("Field '%s' doesn't exist on type '%s'", m[1], m[2])
			p.Extensions = map[string]any{"code": "undefinedField", "typeName": m[2], "fieldName": m[1]}
		}
		for _, l := range e.Locations {
			p.Locations = append(p.Locations, Location{l.Line, l.Column})
		}
		a.Errors = append(a.Errors, p)
	}
	return a
}
