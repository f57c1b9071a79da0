package config

import (
	"encoding/json"
	"fmt"
	"strings"
)

// Key is one key of a policy, for a manual.
type Key struct {
	Path     string // such as approval.required; a name in capitals is one that the policy chooses
	About    string // what it says, a sentence or two
	Form     string // what may be written, such as "a whole number from 1 to 100"
	Default  string // as a policy would say it; empty: none
	Required bool
}

// Says is what to write, and what holds where the key is left out.
func (k Key) Says() string {
	says := "Write " + k.Form
	switch {
	case k.Required:
		says += "; required"
	case k.Default != "":
		says += "; default: " + k.Default
	}
	return says + "."
}

// Keys returns every key of a policy in the order of the readers.
func Keys() []Key {
	var keys []Key
	top().keys("", &keys)
	return keys
}

func (f form) keys(path string, into *[]Key) {
	for _, one := range f.fields {
		inner := one.read.form
		k := Key{Path: join(path, one.key), About: one.about, Form: inner.words(), Required: one.required != ""}
		if inner.left != nil && !k.Required {
			k.Default = written(inner.left)
		}
		*into = append(*into, k)
		inner.keys(k.Path, into)
	}
	for _, one := range f.either {
		one.keys(path, into)
	}
	switch {
	case f.item != nil:
		f.item.keys(path+"[]", into)
	case f.value != nil && len(f.value.fields) > 0:
		f.value.keys(join(path, "NAME"), into)
	}
}

// words is what may be written.
func (f form) words() string { return oneOf(f.choices()) }

func (f form) choices() []string {
	var all []string
	for _, one := range f.either {
		all = append(all, one.choices()...)
	}
	for _, word := range f.allowed {
		all = append(all, fmt.Sprint(word))
	}
	if all != nil {
		return all
	}
	return []string{f.noun()}
}

func (f form) noun() string {
	switch {
	case f.called != "":
		return f.called
	case f.kind == "integer":
		return fmt.Sprintf("a whole number from %d to %d", f.least, f.most)
	case f.kind == "boolean":
		return "true or false"
	case f.kind == "array":
		return "a list"
	case f.kind == "object":
		return f.mapping()
	}
	return "text"
}

func (f form) mapping() string {
	if f.value != nil {
		return "a mapping by name"
	}
	var keys []string
	for _, one := range f.fields {
		keys = append(keys, one.key)
	}
	if text := "{" + strings.Join(keys, ", ") + "}"; len(text) < 40 {
		return text
	}
	return "a mapping"
}

// written is a value as a policy has it.
func written(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err) // texts, numbers and lists: there is nothing to fail
	}
	return strings.NewReplacer(`"`, "", ",", ", ").Replace(string(text))
}
