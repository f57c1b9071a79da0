package engine

import (
	"encoding/json"
	"fmt"
)

// Args are the arguments of a field, validated and with the schema's defaults. The methods read an argument that is absent
// or null as the zero value.
type Args map[string]any

// Has reports whether an argument is given and not null.
func (a Args) Has(name string) bool { return a[name] != nil }

// String reads a text, an id or an enum's value.
func (a Args) String(name string) string {
	if v, ok := a[name]; ok && v != nil {
		return fmt.Sprint(v)
	}
	return ""
}

// Text is String, but nil where the argument is absent or null.
func (a Args) Text(name string) *string {
	if !a.Has(name) {
		return nil
	}
	s := a.String(name)
	return &s
}

// Bool reads a boolean.
func (a Args) Bool(name string) bool {
	b, _ := a[name].(bool)
	return b
}

// Int reads a number.
func (a Args) Int(name string) int {
	switch n := a[name].(type) {
	case int64:
		return int(n)
	case float64:
		return int(n)
	case json.Number:
		i, _ := n.Int64()
		return int(i)
	}
	return 0
}

// Strings reads a list of texts, ids or enum values. A single value is a list of one.
func (a Args) Strings(name string) []string {
	switch v := a[name].(type) {
	case nil:
		return nil
	case []any:
		list := make([]string, len(v))
		for i, item := range v {
			list[i] = fmt.Sprint(item)
		}
		return list
	default:
		return []string{fmt.Sprint(v)}
	}
}

// Object reads an input object.
func (a Args) Object(name string) Args {
	m, _ := a[name].(map[string]any)
	return m
}

// Objects reads a list of input objects.
func (a Args) Objects(name string) []Args {
	list, ok := a[name].([]any)
	if !ok && a.Has(name) {
		list = []any{a[name]}
	}
	objects := make([]Args, len(list))
	for i, v := range list {
		objects[i], _ = v.(map[string]any)
	}
	return objects
}
