package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// difference says which parts were added, removed or changed, one a line.
func difference(before, now map[string]string) string {
	names := map[string]string{}
	maps.Copy(names, before)
	maps.Copy(names, now)
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(names)) {
		old, was := before[name]
		next, is := now[name]
		switch {
		case !was:
			fmt.Fprintf(&b, "  + %s\n", name)
		case !is:
			fmt.Fprintf(&b, "  - %s\n", name)
		case old != next:
			fmt.Fprintf(&b, "  ~ %s\n", name)
		}
	}
	if b.Len() == 0 {
		return "  ~ layout only\n"
	}
	return b.String()
}

// openAPIEntries splits a rendered OpenAPI document into operations ("GET /user") and components ("schemas/issue"). What
// is no document at all has no entries.
func openAPIEntries(extract []byte) map[string]string {
	var doc struct {
		Components, Paths map[string]map[string]json.RawMessage
	}
	if json.Unmarshal(extract, &doc) != nil {
		return nil
	}
	entries := map[string]string{}
	for kind, parts := range doc.Components {
		for name, part := range parts {
			entries[kind+"/"+name] = string(part)
		}
	}
	for path, methods := range doc.Paths {
		for method, op := range methods {
			entries[strings.ToUpper(method)+" "+path] = string(op)
		}
	}
	return entries
}
