package config

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// decoder turns nodes into values. A value that is wrong is reported, and the
// default stays: so every problem is found in one look.
type decoder struct {
	*reporter
	owner string         // of the central repository
	zone  *time.Location // in which days begin and end
}

// field is a key that a mapping may have.
type field struct {
	key      string
	about    string // what it says, a sentence or two
	read     reader
	required string // what to write when it is missing; empty: it may be left out
}

// must makes a field one that cannot be left out.
func (f field) must(write string) field {
	f.required = write
	return f
}

// object reads a mapping with fixed keys, in the order of the fields and not
// of the file: what comes later may build on what came before.
func (d *decoder) object(fields ...field) reader {
	return reader{form{kind: "object", fields: fields}, func(n *node) {
		if !d.is(n, mapping, "a mapping") {
			return
		}
		keys := make([]string, len(fields))
		for i, f := range fields {
			keys[i] = f.key
		}
		for _, e := range n.entries {
			if !slices.Contains(keys, e.key) {
				d.report(e.at, "unknown key %q%s; %sallowed: %s", e.key, below(n), suggestion(e.key, keys), strings.Join(keys, ", "))
			}
		}
		for _, f := range fields {
			i := slices.IndexFunc(n.entries, func(e entry) bool { return e.key == f.key })
			switch {
			case i >= 0:
				f.read.read(n.entries[i].value)
			case f.required != "":
				d.report(n.at, "the key %q is missing%s; %s", f.key, below(n), f.required)
			}
		}
	}}
}

// each reads a mapping whose keys are names that the policy chooses. Each of
// its values is of the form.
func (d *decoder) each(names string, value form, read func(entry)) reader {
	return reader{form{kind: "object", names: names, value: &value}, func(n *node) {
		if d.is(n, mapping, "a mapping ({} for none)") {
			for _, e := range n.entries {
				read(e)
			}
		}
	}}
}

// list reads a list, item by item.
func (d *decoder) list(what string, read reader) reader {
	return reader{form{kind: "array", item: &read.form}, func(n *node) {
		if d.is(n, sequence, "a list of "+what) {
			for _, item := range n.items {
				read.read(item)
			}
		}
	}}
}

// filled refuses the empty list.
func (d *decoder) filled(read reader, instead string) reader {
	filled := read.form
	filled.length = 1
	if items, ok := filled.left.([]string); ok && len(items) == 0 {
		filled.left = nil
	}
	return reader{filled, func(n *node) {
		if read.read(n); n.kind == sequence && len(n.items) == 0 {
			d.wrong(n, "%s", instead)
		}
	}}
}

// is reports whether the value is of the kind, and says so if it is not.
func (d *decoder) is(n *node, k kind, wanted string) bool {
	if n.kind != k && n.kind != broken {
		d.report(n.at, "%s %s; it must be %s", n.name(), n.describe(), wanted)
	}
	return n.kind == k
}

// wrong reports a value of the right kind that is not allowed.
func (d *decoder) wrong(n *node, allowed string, args ...any) {
	d.report(n.at, "%s %s; %s", n.name(), n.describe(), fmt.Sprintf(allowed, args...))
}

// name is the path for a sentence.
func (n *node) name() string {
	if n.path == "" {
		return "the policy"
	}
	return n.path
}

func (n *node) describe() string {
	switch n.kind {
	case text:
		return fmt.Sprintf("is %q", n.text)
	case empty:
		return "is empty"
	case sequence:
		if len(n.items) == 0 {
			return "is an empty list"
		}
		return "is a list"
	case mapping:
		return "is a mapping"
	}
	return "is " + n.text
}

func below(n *node) string {
	if n.path == "" {
		return ""
	}
	return " in " + n.path
}
