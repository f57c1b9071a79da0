package conform

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
)

// problemsOf lists why a JSON value does not fit a shape, each with where it stands. Of several alternatives it tells the
// problems with the nearest one.
func (d *description) problemsOf(v any, s *shape, at string) []string {
	if v == nil && d.shape(s).Nullable {
		return nil
	}
	alternatives := d.alternatives(s)
	if object, ok := v.(map[string]any); ok && len(alternatives) > 1 {
		alternatives = d.nearest(object, alternatives)
	}
	var least []string
	for i, a := range alternatives {
		problems := d.conflicts(v, a, at)
		if len(problems) == 0 {
			return nil
		}
		if i == 0 || len(problems) < len(least) {
			least = problems
		}
	}
	return least
}

// nearest sorts out by names alone, without looking deeper, which alternatives come nearest to an object.
func (d *description) nearest(object map[string]any, all []alternative) []alternative {
	best, least := []alternative(nil), math.MaxInt
	for _, a := range all {
		misses := 0
		for _, name := range a.fields.required {
			if _, ok := object[name]; !ok {
				misses++
			}
		}
		for name := range object {
			if a.fields.shapes[name] == nil && !a.fields.open {
				misses++
			}
		}
		if misses < least {
			best, least = nil, misses
		}
		if misses == least {
			best = append(best, a)
		}
	}
	return best
}

// conflicts lists why a value does not fit all shapes of one alternative.
func (d *description) conflicts(v any, a alternative, at string) []string {
	if v == nil && slices.ContainsFunc(a.shapes, func(s *shape) bool { return s.Nullable }) {
		return nil
	}
	var problems []string
	say := func(format string, args ...any) { problems = append(problems, at+" "+fmt.Sprintf(format, args...)) }
	for _, s := range a.shapes {
		if s.Type != "" && !isType(v, s.Type) {
			say("is %s, want %s", typeOf(v), s.Type)
			return problems
		}
		if s.Enum != nil && !slices.Contains(s.Enum, plain(v)) {
			say("is %s, want one of %v", show(v), s.Enum)
		}
		switch v := v.(type) {
		case string:
			d.checkString(v, s, say)
		case json.Number:
			n, err := v.Float64()
			if err != nil || s.Minimum != nil && n < *s.Minimum || s.Maximum != nil && n > *s.Maximum {
				say("is %s, which is out of range", v)
			}
		case []any:
			if s.MinItems != nil && len(v) < *s.MinItems || s.MaxItems != nil && len(v) > *s.MaxItems {
				say("has %d items, which are too few or too many", len(v))
			}
			if s.Items != nil {
				for i, item := range v {
					problems = append(problems, d.problemsOf(item, s.Items, fmt.Sprintf("%s[%d]", at, i))...)
				}
			}
		case map[string]any:
			if s.MaxProperties != nil && len(v) > *s.MaxProperties {
				say("has %d properties, at most %d are allowed", len(v), *s.MaxProperties)
			}
		}
	}
	if object, ok := v.(map[string]any); ok {
		problems = append(problems, d.checkObject(object, a.fields, at)...)
	}
	return problems
}

func (d *description) checkObject(object map[string]any, f fields, at string) []string {
	var problems []string
	for _, name := range f.required {
		if _, ok := object[name]; !ok {
			problems = append(problems, fmt.Sprintf("%s lacks the property %q", at, name))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(object)) {
		shapes, ok := f.shapes[name]
		switch {
		case !ok && !f.open:
			problems = append(problems, fmt.Sprintf("%s has the property %q, which the description does not name", at, name))
		case !ok:
			shapes = f.others
		}
		for _, s := range shapes {
			problems = append(problems, d.problemsOf(object[name], s, at+"."+name)...)
		}
	}
	return problems
}
