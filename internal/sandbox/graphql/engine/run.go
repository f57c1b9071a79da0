package engine

import (
	"context"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/release-request/gh-release-request/internal/sandbox/schema"
)

// A Request is the body of a GraphQL request.
type Request struct {
	Query         string
	OperationName string
	Variables     map[string]any // as encoding/json decodes them
}

// Roots are the objects in which operations begin.
type Roots struct{ Query, Mutation Object }

// Run validates a request and runs it. It begins in the roots that begin returns, which is told what the query comes to and
// is not called for one that is refused. Fields are read one after the other, so mutations are made in their order.
func Run(ctx context.Context, r Request, begin func(Usage) Roots) Answer {
	q, errs := schema.ParseQuery(r.Query, r.OperationName, r.Variables)
	if len(errs) > 0 {
		return refused(errs)
	}
	run := &run{schema: schema.GraphQL(), variables: q.Variables}
	usage := run.usage(q.Operation)
	if usage.Nodes > maxNodes {
		return Answer{Errors: []Problem{usage.excess()}}
	}
	roots := begin(usage)
	root := roots.Query
	if q.Operation.Operation == ast.Mutation {
		root = roots.Mutation
	}
	data, ok := run.object(ctx, introspected{root, run.schema}, q.Operation.SelectionSet, nil)
	if !ok {
		data = nil
	}
	return Answer{data: data, ran: true, Errors: run.problems}
}

// run is one query on its way.
type run struct {
	schema    *ast.Schema
	variables map[string]any
	problems  []Problem
}

// object reads the selected fields of an object. It reports false when a value that must not be null is, so that the null
// climbs to the next place that may be null.
func (r *run) object(ctx context.Context, o Object, selection ast.SelectionSet, at *path) (any, bool) {
	def := r.schema.Types[o.TypeName()]
	fields := r.collect(o.TypeName(), selection)
	out := make(object, 0, len(fields))
	for _, f := range fields {
		if f.Name == "__typename" {
			out = append(out, member{f.Alias, o.TypeName()})
			continue
		}
		here := &path{at, f.Alias}
		v, err := r.read(ctx, o, f)
		if err != nil {
			r.problems = append(r.problems, problem(err, here, f))
		}
		value, ok := r.complete(ctx, def.Fields.ForName(f.Name).Type, v, f, here, err != nil)
		if !ok {
			return nil, false
		}
		out = append(out, member{f.Alias, value})
	}
	return out, true
}

func (r *run) read(ctx context.Context, o Object, f *ast.Field) (any, error) {
	args := Args(f.ArgumentMap(r.variables))
	if err := r.bounds(f, args); err != nil {
		return nil, err
	}
	v, err := o.Field(ctx, f.Name, args)
	if err != nil {
		return nil, err
	}
	return v, nil
}

// collect lists the fields that a selection asks of a concrete type, fragments spread out and repeated ones joined.
func (r *run) collect(typ string, selection ast.SelectionSet) []*ast.Field {
	var fields []*ast.Field
	index := map[string]int{}
	var walk func(ast.SelectionSet)
	walk = func(set ast.SelectionSet) {
		for _, s := range set {
			switch s := s.(type) {
			case *ast.Field:
				if !r.included(s.Directives) {
					continue
				}
				i, seen := index[s.Alias]
				if !seen {
					index[s.Alias] = len(fields)
					fields = append(fields, s)
					continue
				}
				joined := *fields[i]
				joined.SelectionSet = append(append(ast.SelectionSet{}, joined.SelectionSet...), s.SelectionSet...)
				fields[i] = &joined
			case *ast.InlineFragment:
				if r.included(s.Directives) && r.is(typ, s.TypeCondition) {
					walk(s.SelectionSet)
				}
			case *ast.FragmentSpread:
				if r.included(s.Directives) && r.is(typ, s.Definition.TypeCondition) {
					walk(s.Definition.SelectionSet)
				}
			}
		}
	}
	walk(selection)
	return fields
}

// included obeys @skip and @include.
func (r *run) included(directives ast.DirectiveList) bool {
	skip, include := directives.ForName("skip"), directives.ForName("include")
	return (skip == nil || skip.ArgumentMap(r.variables)["if"] != true) &&
		(include == nil || include.ArgumentMap(r.variables)["if"] != false)
}

// is reports whether an object type is, implements or is a member of another type.
func (r *run) is(typ, of string) bool {
	if typ == of || of == "" {
		return true
	}
	for _, d := range r.schema.PossibleTypes[of] {
		if d.Name == typ {
			return true
		}
	}
	return false
}
