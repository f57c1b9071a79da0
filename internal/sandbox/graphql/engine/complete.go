package engine

import (
	"context"
	"reflect"
	"time"

	"github.com/vektah/gqlparser/v2/ast"
)

// complete turns a resolver's value into what the answer holds, and makes sure that it fits its type. It reports false when
// the value is null and must not be. Of a value that failed, the problem is told already.
func (r *run) complete(ctx context.Context, t *ast.Type, v any, f *ast.Field, at *path, failed bool) (any, bool) {
	if v == nil {
		if t.NonNull && !failed {
			r.misfit(at, f, "is null, want %s", t)
		}
		return nil, !t.NonNull
	}
	if err, ok := v.(error); ok {
		r.problems = append(r.problems, problem(err, at, f))
		return nil, !t.NonNull
	}
	if t.Elem != nil {
		return r.list(ctx, t, v, f, at)
	}
	def := r.schema.Types[t.NamedType]
	switch def.Kind {
	case ast.Object, ast.Interface, ast.Union:
		o, ok := v.(Object)
		if !ok || !r.is(o.TypeName(), t.NamedType) {
			r.misfit(at, f, "is %T, want %s", v, t)
			return nil, !t.NonNull
		}
		value, ok := r.object(ctx, o, f.SelectionSet, at)
		if !ok {
			return nil, !t.NonNull
		}
		return value, true
	case ast.Enum:
		if s, ok := v.(string); ok && def.EnumValues.ForName(s) != nil {
			return s, true
		}
	case ast.Scalar:
		if value, ok := scalar(t.NamedType, v); ok {
			return value, true
		}
	}
	r.misfit(at, f, "is %v, want %s", v, t)
	return nil, !t.NonNull
}

func (r *run) list(ctx context.Context, t *ast.Type, v any, f *ast.Field, at *path) (any, bool) {
	items := reflect.ValueOf(v)
	if items.Kind() != reflect.Slice {
		r.misfit(at, f, "is %T, want %s", v, t)
		return nil, !t.NonNull
	}
	out := make([]any, items.Len())
	for i := range out {
		value, ok := r.complete(ctx, t.Elem, items.Index(i).Interface(), f, &path{at, i}, false)
		if !ok {
			return nil, !t.NonNull
		}
		out[i] = value
	}
	return out, true
}

func (r *run) misfit(at *path, f *ast.Field, format string, a ...any) {
	name := f.Name
	if f.ObjectDefinition != nil {
		name = f.ObjectDefinition.Name + "." + name
	}
	r.problems = append(r.problems, problem(fault(name+" of the sandbox "+format, a...), at, f))
}

// scalar writes a value of a scalar type. GitHub's Int carries more than the 32 bits of the specification: database ids
// outgrew them (octokit/octokit.graphql.net#312).
func scalar(name string, v any) (any, bool) {
	switch v := v.(type) {
	case string:
		return v, name != "Int" && name != "Float" && name != "Boolean" && name != "DateTime" && name != "GitTimestamp"
	case bool:
		return v, name == "Boolean"
	case int:
		return v, name == "Int"
	case int64:
		return v, name == "Int"
	case time.Time:
		if name == "GitTimestamp" {
			return v.Format(time.RFC3339), true
		}
		return v.UTC().Format(time.RFC3339), name == "DateTime" && !v.IsZero()
	}
	return nil, false
}
