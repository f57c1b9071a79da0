package schema_test

import (
	"testing"
	"time"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/release-request/gh-release-request/internal/sandbox/schema"
)

func TestGraphQL_holdsTheWholeSchema(t *testing.T) {
	start := time.Now()
	s := schema.GraphQL()
	if took := time.Since(start); took > time.Second {
		t.Errorf("loading took %v", took)
	}
	if s.Query == nil || s.Mutation == nil {
		t.Fatal("schema has no query or mutation type")
	}
	for typ, field := range map[string]string{
		"Issue": "userContentEdits", "Bot": "databaseId", "Mutation": "updateRefs", "RateLimit": "remaining",
	} {
		if s.Types[typ] == nil || s.Types[typ].Fields.ForName(field) == nil {
			t.Errorf("no %s.%s", typ, field)
		}
	}
}

func TestGraphQL_keepsDeprecationsAndNoProse(t *testing.T) {
	deprecated := 0
	for name, d := range schema.GraphQL().Types {
		if d.BuiltIn {
			continue
		}
		if d.Description != "" {
			t.Errorf("%s has a description", name)
		}
		for _, f := range d.Fields {
			if f.Directives.ForName("deprecated") != nil {
				deprecated++
			}
			if f.Description != "" {
				t.Errorf("%s.%s has a description", name, f.Name)
			}
		}
	}
	if deprecated == 0 {
		t.Error("no deprecated field was kept")
	}
	if k := schema.GraphQL().Types["Node"].Kind; k != ast.Interface {
		t.Errorf("Node is %v", k)
	}
}
