package config

import (
	"slices"

	"github.com/release-request/gh-release-request/internal/lazyregexp"
)

// form is what a reader accepts, in the terms of JSON Schema. Each reader
// carries its own, so that the schema cannot name a key that is not read, and
// none can be read that it does not name. A form may accept more than its
// reader, and never less.
type form struct {
	kind    string // type of JSON; empty: any of either
	called  string // for people, where the kind says too little
	allowed []any  // the values; nil: any of the kind
	pattern string
	least   int // of a number
	most    int // of a number; 0: no limits
	length  int // least, of a text, list or mapping
	unique  bool
	item    *form
	fields  []field
	names   string // pattern of the keys that the policy chooses
	value   *form  // of each of those keys
	either  []form
	left    any // what holds where the key is left out; nil: nothing can be said
}

// reader takes in the value of one key.
type reader struct {
	form form
	read func(*node)
}

// split reads values of one kind with one reader, and others with another.
func split(k kind, one, other reader) reader {
	return reader{
		form: form{either: slices.Concat(other.form.alternatives(), one.form.alternatives())},
		read: func(n *node) {
			if n.kind == k {
				one.read(n)
				return
			}
			other.read(n)
		},
	}
}

func (f form) alternatives() []form {
	if f.either != nil {
		return f.either
	}
	f.left = nil
	return []form{f}
}

// like says which texts a reader accepts, or a list's reader as items.
func (r reader) like(pattern *lazyregexp.Regexp) reader {
	if r.form.item != nil {
		item := *r.form.item
		item.pattern = pattern.String()
		r.form.item = &item
		return r
	}
	r.form.pattern = pattern.String()
	return r
}

// otherwise says what holds where the key is left out.
func (r reader) otherwise(value any) reader {
	r.form.left = value
	return r
}

// inherited is a reader of what a project may set for itself: what holds where
// it is left out stands elsewhere in the policy.
func (r reader) inherited() reader {
	r.form = r.form.inherited()
	return r
}

func (f form) inherited() form {
	f.left = nil
	f.fields = slices.Clone(f.fields)
	for i := range f.fields {
		f.fields[i].read = f.fields[i].read.inherited()
	}
	return f
}

// schema is the form as JSON Schema.
func (f form) schema(about string) members {
	m := members{}
	add := func(key string, value any, there bool) {
		if there {
			m.add(key, value)
		}
	}
	add("description", about, about != "")
	add("type", f.kind, f.kind != "")
	add("enum", f.allowed, f.allowed != nil)
	add("pattern", f.pattern, f.pattern != "")
	add("minimum", f.least, f.most > 0)
	add("maximum", f.most, f.most > 0)
	add("minLength", f.length, f.kind == "string" && f.length > 0)
	add("minItems", f.length, f.kind == "array" && f.length > 0)
	add("minProperties", f.length, f.kind == "object" && f.length > 0)
	add("uniqueItems", true, f.unique)
	if f.item != nil {
		m.add("items", f.item.schema(""))
	}
	if f.either != nil {
		var all []members
		for _, one := range f.either {
			all = append(all, one.schema(""))
		}
		m.add("anyOf", all)
	}
	if f.kind == "object" {
		f.object(&m)
	}
	add("default", f.left, f.left != nil)
	return m
}

func (f form) object(m *members) {
	if f.value != nil {
		if f.names != "" {
			m.add("propertyNames", members{{"pattern", f.names}})
		}
		m.add("additionalProperties", f.value.schema(""))
		return
	}
	keys, required := members{}, []string{}
	for _, one := range f.fields {
		form := one.read.form
		if one.required != "" {
			form.left = nil
			required = append(required, one.key)
		}
		keys.add(one.key, form.schema(one.about))
	}
	m.add("properties", keys)
	if len(required) > 0 {
		m.add("required", required)
	}
	m.add("additionalProperties", false)
}
