package engine

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
)

// introspected is a root object that also tells of the schema: clients find out with it what a server knows.
type introspected struct {
	Object
	schema *ast.Schema
}

// Field serves __schema and __type, and all else from the root.
func (o introspected) Field(ctx context.Context, name string, args Args) (any, error) {
	switch name {
	case "__schema":
		return o.describe(), nil
	case "__type":
		if d := o.schema.Types[args.String("name")]; d != nil {
			return o.definition(d), nil
		}
		return nil, nil
	}
	return o.Object.Field(ctx, name, args)
}

func (o introspected) describe() Object {
	var types, directives []Object
	for _, name := range slices.Sorted(maps.Keys(o.schema.Types)) {
		types = append(types, o.definition(o.schema.Types[name]))
	}
	for _, name := range slices.Sorted(maps.Keys(o.schema.Directives)) {
		d := o.schema.Directives[name]
		var locations []string
		for _, l := range d.Locations {
			locations = append(locations, string(l))
		}
		directives = append(directives, Fields{"__Directive", map[string]any{
			"name": d.Name, "description": nil, "isRepeatable": d.IsRepeatable, "locations": locations, "args": o.arguments(d.Arguments),
		}})
	}
	return Fields{"__Schema", map[string]any{
		"description": nil, "types": types, "directives": directives,
		"queryType": o.definition(o.schema.Query), "mutationType": o.definition(o.schema.Mutation), "subscriptionType": nil,
	}}
}

func (o introspected) definition(d *ast.Definition) Object {
	values := map[string]any{
		"kind": string(d.Kind), "name": d.Name, "description": nil, "specifiedByURL": nil, "ofType": nil, "isOneOf": nil,
		"fields": nil, "interfaces": nil, "possibleTypes": nil, "enumValues": nil, "inputFields": nil,
	}
	switch d.Kind {
	case ast.Object, ast.Interface:
		values["fields"] = func(_ context.Context, a Args) (any, error) { return o.fields(d, a), nil }
		values["interfaces"] = func(context.Context, Args) (any, error) { return o.named(d.Interfaces), nil }
	case ast.InputObject:
		values["inputFields"] = func(context.Context, Args) (any, error) { return o.inputFields(d), nil }
	case ast.Enum:
		values["enumValues"] = func(_ context.Context, a Args) (any, error) { return o.enumValues(d, a), nil }
	}
	if d.Kind == ast.Interface || d.Kind == ast.Union {
		values["possibleTypes"] = func(context.Context, Args) (any, error) {
			var names []string
			for _, p := range o.schema.PossibleTypes[d.Name] {
				names = append(names, p.Name)
			}
			return o.named(names), nil
		}
	}
	return Fields{"__Type", values}
}

// reference is the type of a field, which wraps a named type in lists and non-nulls.
func (o introspected) reference(t *ast.Type) Object {
	wrap := func(kind string, inner *ast.Type) Object {
		f := Fields{"__Type", map[string]any{"kind": kind, "ofType": o.reference(inner)}}
		for _, name := range []string{"name", "description", "specifiedByURL", "isOneOf", "fields", "interfaces", "possibleTypes", "enumValues", "inputFields"} {
			f.Values[name] = nil
		}
		return f
	}
	switch {
	case t.NonNull:
		inner := *t
		inner.NonNull = false
		return wrap("NON_NULL", &inner)
	case t.Elem != nil:
		return wrap("LIST", t.Elem)
	}
	return o.definition(o.schema.Types[t.NamedType])
}

func (o introspected) named(names []string) []Object {
	list := make([]Object, 0, len(names))
	for _, name := range slices.SortedFunc(slices.Values(names), cmp.Compare) {
		list = append(list, o.definition(o.schema.Types[name]))
	}
	return list
}

func (o introspected) fields(d *ast.Definition, a Args) []Object {
	list := []Object{}
	for _, f := range d.Fields {
		if len(f.Name) > 1 && f.Name[:2] == "__" || isDeprecated(f.Directives) && !a.Bool("includeDeprecated") {
			continue
		}
		list = append(list, Fields{"__Field", withDeprecation(f.Directives, map[string]any{
			"name": f.Name, "type": o.reference(f.Type), "args": o.arguments(f.Arguments),
		})})
	}
	return list
}

func (o introspected) arguments(args ast.ArgumentDefinitionList) []Object {
	list := []Object{}
	for _, a := range args {
		list = append(list, o.input(a.Name, a.Type, a.DefaultValue, a.Directives))
	}
	return list
}

func (o introspected) inputFields(d *ast.Definition) []Object {
	list := []Object{}
	for _, f := range d.Fields {
		list = append(list, o.input(f.Name, f.Type, f.DefaultValue, f.Directives))
	}
	return list
}

func (o introspected) input(name string, t *ast.Type, standard *ast.Value, directives ast.DirectiveList) Object {
	values := withDeprecation(directives, map[string]any{"name": name, "type": o.reference(t), "defaultValue": nil})
	if standard != nil {
		values["defaultValue"] = standard.String()
	}
	return Fields{"__InputValue", values}
}

func (o introspected) enumValues(d *ast.Definition, a Args) []Object {
	list := []Object{}
	for _, v := range d.EnumValues {
		if !isDeprecated(v.Directives) || a.Bool("includeDeprecated") {
			list = append(list, Fields{"__EnumValue", withDeprecation(v.Directives, map[string]any{"name": v.Name})})
		}
	}
	return list
}

func isDeprecated(d ast.DirectiveList) bool { return d.ForName("deprecated") != nil }

// withDeprecation adds what all that can be deprecated tells. Descriptions and reasons are prose, which the extract leaves out.
func withDeprecation(d ast.DirectiveList, values map[string]any) map[string]any {
	values["description"], values["isDeprecated"], values["deprecationReason"] = nil, isDeprecated(d), nil
	return values
}
