// Package schema holds the extracts of GitHub's descriptions of its own API that the sandbox is held to: the OpenAPI
// operations named in operations.txt with all they refer to, and the whole GraphQL schema, both without prose.
//
// The extracts are cut from npm packages by the program in cut (`make schema`), never written by hand: a wish about
// GitHub's API that GitHub does not describe belongs into the sandbox's list of known deviations, not here.
package schema

import (
	_ "embed"
	"fmt"
	"sync"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
)

// OpenAPI is the extract of GitHub's OpenAPI document for api.github.com, version 3.0 JSON.
//
//go:embed openapi.json
var OpenAPI []byte

//go:embed schema.graphql
var definitions string

// GraphQL returns GitHub's GraphQL schema, parsed once for the process. It is shared: nobody may change it.
func GraphQL() *ast.Schema { return parsed() }

var parsed = sync.OnceValue(func() *ast.Schema {
	doc, err := parser.ParseSchemas(validator.Prelude, &ast.Source{Name: "schema.graphql", Input: definitions, BuiltIn: false})
	if err != nil {
		panic(fmt.Sprintf("embedded schema.graphql: %v", err))
	}
	s, err := validator.ValidateSchemaDocument(doc)
	if err != nil {
		panic(fmt.Sprintf("embedded schema.graphql: %v", err))
	}
	return s
})
