package config

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

const schemaFile = "../../docs/policy.schema.json"

func TestSchema_isTheOneInDocs(t *testing.T) {
	if *update {
		if err := os.WriteFile(schemaFile, Schema(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(Schema())); diff != "" {
		t.Errorf("go test ./internal/config -run TestSchema -update writes it anew: %s", diff)
	}
}

// laxer are policies that are wrong in one way, which the schema has nothing
// against: what it cannot see. Everything else it does.
var laxer = map[string]string{
	"a key twice":                            "blockers: []\nblockers: []",
	"a name that is a command's":             "projects: {status: {targets: [npm]}}",
	"a name that is not defined":             "projects: {sdk: {targets: [pypi]}}",
	"two keys that do not fit each other":    "projects: {sdk: {targets: [npm], auto-approve: true, versioning: calver}}",
	"two entries that may not share a value": "targets: {npm: {environment: npm}, again: {environment: npm}}\nprojects: {}",
	"the order of a list":                    "targets: {npm: {environment: npm}, pypi: {environment: pypi}}\nprojects: {sdk: {targets: [pypi, npm]}}",
	"how long a duration is":                 "requests: {expire-after: 1s}",
	"what a name may be beyond its letters":  "projects: {sdk: {targets: [npm], repository: a/b/c}}",
	"upper and lower case":                   "approval: {approvers: [alice, Alice]}",
	"a day or zone that is none":             "timezone: Nowhere",
	"the syntax of what is no YAML":          "projects: {sdk: {targets: [npm], schedule: daily}}",
	"an anchor":                              "blockers: &none []",
}

// onlyLaxer are the files of testdata/err that are wrong in such ways alone.
var onlyLaxer = []string{"document", "duplicates", "labels", "repositories", "seals"}

func TestSchema_isLaxerWhereItIsSaidToBe(t *testing.T) {
	schema := compile(t)
	for what, lines := range laxer {
		text := "version: 1\nbinary: path\n" + lines + "\n"
		for _, line := range []string{"targets: {npm: {environment: npm}}", "projects: {sdk: {targets: [npm]}}"} {
			if key, _, _ := strings.Cut(line, " "); !strings.HasPrefix(lines, key) && !strings.Contains(lines, "\n"+key) {
				text += line + "\n"
			}
		}
		value, err := asJSON([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Parse("policy", []byte(text), "acme"); err == nil {
			t.Errorf("%s: the program accepts\n%s", what, text)
		} else if problems, ok := errors.AsType[Problems](err); !ok || len(problems) > 1 {
			t.Errorf("%s: %v is more than one problem", what, err)
		}
		if err := schema.Validate(value); err != nil {
			t.Errorf("%s: the schema refuses it: %v", what, err)
		}
	}
}

// Whatever is a policy, the schema accepts; what it cannot see is known.
func TestSchema_isNeverStricterThanTheProgram(t *testing.T) {
	schema := compile(t)
	for _, dir := range []string{"ok", "err"} {
		files, err := filepath.Glob(filepath.Join("testdata", dir, "*.yml"))
		if err != nil || len(files) == 0 {
			t.Fatalf("found no test data: %v", err)
		}
		for _, file := range files {
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			value, err := asJSON(src)
			if err != nil {
				if dir == "ok" {
					t.Errorf("%s: %v", file, err)
				}
				continue // an editor says so by itself
			}
			refused := schema.Validate(value)
			lax := slices.Contains(onlyLaxer, strings.TrimSuffix(filepath.Base(file), ".yml"))
			switch {
			case dir == "ok" && refused != nil:
				t.Errorf("%s is a policy, and the schema refuses it: %v", file, refused)
			case dir == "err" && refused == nil && !lax:
				t.Errorf("%s is no policy, and the schema accepts it", file)
			case dir == "err" && refused != nil && lax:
				t.Errorf("%s is refused by the schema too: %v", file, refused)
			}
		}
	}
}

func compile(t testing.TB) *jsonschema.Schema {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema()))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource(SchemaURL, document); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile(SchemaURL)
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// asJSON is what an editor holds against the schema.
func asJSON(src []byte) (any, error) {
	var tree any
	if err := yaml.UnmarshalWithOptions(src, &tree, yaml.AllowDuplicateMapKey()); err != nil {
		return nil, err
	}
	text, err := yaml.MarshalWithOptions(tree, yaml.JSON())
	if err != nil {
		return nil, err
	}
	return jsonschema.UnmarshalJSON(bytes.NewReader(text))
}

// Every key is explained, or the schema and the manual would have a hole.
func TestSchema_saysWhatEveryKeyIsFor(t *testing.T) {
	var visit func(path string, f form)
	visit = func(path string, f form) {
		for _, one := range f.fields {
			if path := join(path, one.key); !strings.HasSuffix(one.about, ".") {
				t.Errorf("%s is said to be %q", path, one.about)
			}
			visit(join(path, one.key), one.read.form)
		}
		for _, one := range f.either {
			visit(path, one)
		}
		if f.value != nil {
			visit(path, *f.value)
		}
		if f.item != nil {
			visit(path, *f.item)
		}
	}
	visit("", top())
}
