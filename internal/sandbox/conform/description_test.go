package conform

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/release-request/gh-release-request/internal/sandbox/schema"
)

// checked are the keywords of a schema that the check obeys, and those that need no check.
var checked = strings.Fields(`$ref type format nullable enum pattern properties required additionalProperties items
	allOf anyOf oneOf minimum maximum minLength maxLength minItems maxItems maxProperties
	default discriminator readOnly`)

func TestDescription_usesNoKeywordThatTheCheckPassesOver(t *testing.T) {
	var doc map[string]any
	if err := json.Unmarshal(schema.OpenAPI, &doc); err != nil {
		t.Fatal(err)
	}
	var inSchema func(node any, at string)
	inSchema = func(node any, at string) {
		object, ok := node.(map[string]any)
		if !ok {
			return
		}
		for k, v := range object {
			if !slices.Contains(checked, k) {
				t.Errorf("%s: unknown keyword %q", at, k)
			}
			switch k {
			case "properties":
				for name, p := range v.(map[string]any) {
					inSchema(p, at+"."+name)
				}
			case "items", "additionalProperties":
				inSchema(v, at+"."+k)
			case "allOf", "anyOf", "oneOf":
				for _, branch := range v.([]any) {
					inSchema(branch, at+"."+k)
				}
			}
		}
	}
	for name, s := range doc["components"].(map[string]any)["schemas"].(map[string]any) {
		inSchema(s, name)
	}
	var walk func(node any, at string)
	walk = func(node any, at string) {
		object, ok := node.(map[string]any)
		if !ok {
			return
		}
		for k, v := range object {
			if k == "schema" {
				inSchema(v, at)
				continue
			}
			walk(v, at+"/"+k)
		}
	}
	walk(doc["paths"], "")
}

func TestDescription_everyReferenceResolves(t *testing.T) {
	d := describe()
	for path, methods := range d.Paths {
		for method, op := range methods {
			if len(op.Responses) == 0 {
				t.Errorf("%s %s has no answers", method, path)
			}
			for _, p := range op.Parameters {
				if d.parameter(p).Schema == nil {
					t.Errorf("%s %s: parameter %s%s has no schema", method, path, p.Name, p.Ref)
				}
			}
		}
	}
	for name, s := range d.Components.Schemas {
		if len(d.alternatives(s)) == 0 {
			t.Errorf("schema %s can never fit", name)
		}
	}
}

func BenchmarkDescribe(b *testing.B) {
	for b.Loop() {
		d := &description{}
		if err := json.Unmarshal(schema.OpenAPI, d); err != nil {
			b.Fatal(err)
		}
		d.routes = makeRoutes(d.Paths)
	}
}

func BenchmarkProblemsOf_timeline(b *testing.B) {
	d := describe()
	s := d.Paths["/repos/{owner}/{repo}/issues/{issue_number}/timeline"]["get"].Responses["200"].Content[jsonType].Schema
	v, err := decode([]byte("[" + Event + strings.Repeat(","+Event, 99) + "]"))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		d.problemsOf(v, s, "body")
	}
}

func BenchmarkRoute(b *testing.B) {
	d := describe()
	for b.Loop() {
		d.route("GET", "/repos/acme/sdk/git/ref/heads/release/1.2.3")
	}
}
