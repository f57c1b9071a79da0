package main

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"
	"github.com/vektah/gqlparser/v2/parser"
)

// cutGraphQL keeps every type, sorted by name, without descriptions, and mends what makes the published file invalid: it
// defines some fields twice.
func cutGraphQL(source []byte) ([]byte, error) {
	doc, err := parser.ParseSchema(&ast.Source{Name: "schema.graphql", Input: string(source)})
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(doc.Definitions, func(a, b *ast.Definition) int { return cmp.Compare(a.Name, b.Name) })
	for _, d := range doc.Definitions {
		d.Directives = marks(d.Directives)
		seen := map[string]bool{}
		d.Fields = slices.DeleteFunc(d.Fields, func(f *ast.FieldDefinition) bool {
			again := seen[f.Name]
			seen[f.Name] = true
			return again
		})
		for _, f := range d.Fields {
			f.Directives = marks(f.Directives)
			for _, a := range f.Arguments {
				a.Directives = marks(a.Directives)
			}
		}
		for _, v := range d.EnumValues {
			v.Directives = marks(v.Directives)
		}
	}
	var b bytes.Buffer
	formatter.NewFormatter(&b, formatter.WithoutDescription(), formatter.WithIndent(" ")).FormatSchemaDocument(doc)
	return b.Bytes(), nil
}

// marks keeps that something is deprecated, which introspection tells, and not why.
func marks(directives ast.DirectiveList) ast.DirectiveList {
	var kept ast.DirectiveList
	for _, d := range directives {
		if d.Name == "deprecated" {
			d.Arguments = nil
			kept = append(kept, d)
		}
	}
	return kept
}

// graphQLEntries splits a rendered schema into its definitions by "kind name".
func graphQLEntries(extract []byte) map[string]string {
	entries := map[string]string{}
	name := ""
	for line := range strings.Lines(string(extract)) {
		if !strings.HasPrefix(line, " ") && !strings.HasPrefix(line, "}") {
			words := strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(" ({\n", r) })
			name = strings.Join(words[:min(2, len(words))], " ")
		}
		entries[name] += line
	}
	return entries
}
