package schema

import (
	"errors"
	"fmt"
	"slices"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

// FaultType is the `type` of an error by which the sandbox says in a GraphQL answer that it is itself at fault: a field it
// does not serve, or a value that does not fit the schema. GitHub has no such type.
const FaultType = "SANDBOX_FAULT"

// A Query is a GraphQL query that GitHub would run.
type Query struct {
	Operation *ast.OperationDefinition
	Variables map[string]any // defaults filled in
}

// ParseQuery reads and validates a query. Of a document with several operations, name chooses one; the variables are as
// encoding/json decodes them. The errors are all that makes the query invalid; then the Query has at most its operation.
//
// GitHub does not apply the rule OverlappingFieldsCanBeMerged of the GraphQL specification: the published `gh issue view`
// asks for fields that break it.
func ParseQuery(text, name string, variables map[string]any) (*Query, gqlerror.List) {
	r := rules.NewDefaultRules()
	r.RemoveRule("OverlappingFieldsCanBeMerged")
	s := GraphQL()
	doc, errs := gqlparser.LoadQueryWithRules(s, text, r)
	if len(errs) > 0 {
		return nil, errs
	}
	op := doc.Operations.ForName(name)
	switch {
	case op == nil && name == "":
		return nil, gqlerror.List{gqlerror.Errorf("An operation name is required")}
	case op == nil:
		return nil, gqlerror.List{gqlerror.Errorf("No operation named %q", name)}
	}
	q := &Query{Operation: op}
	for _, v := range op.VariableDefinitions {
		if given, ok := variables[v.Variable]; ok {
			if err := strict(s, v.Type, given); err != nil {
				errs = append(errs, gqlerror.Errorf("Variable $%s of type %s was provided invalid value: %v", v.Variable, v.Type, err))
			}
		}
	}
	if len(errs) > 0 {
		return q, errs
	}
	values, err := validator.VariableValues(s, op, variables)
	if err != nil {
		e, ok := errors.AsType[*gqlerror.Error](err)
		if !ok {
			e = gqlerror.Wrap(err)
		}
		return q, gqlerror.List{e}
	}
	q.Variables = values
	return q, nil
}

// strict refuses what gqlparser lets pass as a variable and GitHub does not: a number or boolean written as text, and a
// value of an enum in another case.
func strict(s *ast.Schema, t *ast.Type, v any) error {
	if v == nil {
		return nil
	}
	if t.Elem != nil {
		list, ok := v.([]any)
		if !ok {
			return strict(s, t.Elem, v)
		}
		for _, item := range list {
			if err := strict(s, t.Elem, item); err != nil {
				return err
			}
		}
		return nil
	}
	def := s.Types[t.NamedType]
	switch {
	case def.Kind == ast.Enum:
		text, ok := v.(string)
		if !ok || !slices.ContainsFunc(def.EnumValues, func(e *ast.EnumValueDefinition) bool { return e.Name == text }) {
			return fmt.Errorf("%v is no %s", v, def.Name)
		}
	case def.Kind == ast.InputObject:
		object, _ := v.(map[string]any)
		for _, f := range def.Fields {
			if err := strict(s, f.Type, object[f.Name]); err != nil {
				return fmt.Errorf("%s: %w", f.Name, err)
			}
		}
	case t.NamedType == "Int" || t.NamedType == "Float":
		if _, ok := v.(float64); !ok {
			return fmt.Errorf("%T is no %s", v, t.NamedType)
		}
	}
	return nil
}
