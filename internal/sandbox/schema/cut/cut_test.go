package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha512"
	"encoding/base64"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const openAPISource = `{"openapi":"3.0.3","info":{"title":"long"},"paths":{
 "/a":{"get":{"summary":"s","operationId":"a/get","x-github":{},"parameters":[{"$ref":"#/components/parameters/p"}],
   "responses":{"200":{"description":"d","headers":{"x-rate":{"description":"d"}},"content":{"application/json":{"example":1,"schema":{"$ref":"#/components/schemas/a"}}}}}},
  "post":{"responses":{}}},
 "/b":{"get":{"responses":{}}}},
"components":{"parameters":{"p":{"name":"p","in":"query","description":"d"},"unused":{}},
 "schemas":{"a":{"title":"t","properties":{"title":{"type":"string","example":"e"},"description":{"$ref":"#/components/schemas/b"},"x-y":{"type":"string"}}},
  "b":{"enum":["description"],"default":"example"},"unused":{}}}}`

const openAPIExtract = `{"openapi":"3.0.3",
"info":{"title":"GitHub","version":""},
"components":{
"parameters":{
"p":{"in":"query","name":"p"}},
"schemas":{
"a":{"properties":{"description":{"$ref":"#/components/schemas/b"},"title":{"type":"string"},"x-y":{"type":"string"}}},
"b":{"default":"example","enum":["description"]}}},
"paths":{
"/a":{"get":{"operationId":"a/get","parameters":[{"$ref":"#/components/parameters/p"}],"responses":{"200":{"content":{"application/json":{"schema":{"$ref":"#/components/schemas/a"}}},"headers":{"x-rate":{}}}}}}}}
`

func TestCutOpenAPI_keepsOperationsAndWhatTheyReferToWithoutProse(t *testing.T) {
	got, err := cutOpenAPI([]byte(openAPISource), []operation{{"get", "/a", 1}})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(openAPIExtract, string(got)); diff != "" {
		t.Error(diff)
	}
	if !json.Valid(got) {
		t.Error("no JSON")
	}
}

func TestCutOpenAPI_namesEveryUnknownOperation(t *testing.T) {
	_, err := cutOpenAPI([]byte(openAPISource), []operation{{"get", "/c", 3}, {"put", "/a", 7}})
	want := "operations.txt:3: GitHub describes no GET /c\noperations.txt:7: GitHub describes no PUT /a"
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestCutGraphQL_sortsDropsProseAndFieldsDefinedTwice(t *testing.T) {
	got, err := cutGraphQL([]byte(`"""long""" type Query { "says" a(x: Int @deprecated(reason: "r")): Int @deprecated(reason: "because") a: String }
		directive @other on OBJECT
		enum E { "v" V } type B @other { c: E }`))
	if err != nil {
		t.Fatal(err)
	}
	want := "directive @other on OBJECT\ntype B {\n c: E\n}\nenum E {\n V\n}\ntype Query {\n a(x: Int @deprecated): Int @deprecated\n}\n"
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Error(diff)
	}
}

func TestDifference_namesWhatChanged(t *testing.T) {
	got := difference(
		graphQLEntries([]byte("type A {\n a: Int\n}\ntype B {\n b: Int\n}\n")),
		graphQLEntries([]byte("type A {\n a: String\n}\ninput C {\n c: Int\n}\n")))
	if want := "  ~ type A\n  - type B\n  + input C\n"; !cmp.Equal(lines(want), lines(got)) {
		t.Errorf("got %q, want %q in any order", got, want)
	}
	got = difference(nil, openAPIEntries([]byte(openAPIExtract)))
	if want := "  + GET /a\n  + parameters/p\n  + schemas/a\n  + schemas/b\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func lines(s string) map[string]bool {
	set := map[string]bool{}
	for l := range strings.Lines(s) {
		set[l] = true
	}
	return set
}

func TestOpen_refusesATarballOfAnotherIntegrity(t *testing.T) {
	var b bytes.Buffer
	zipped := gzip.NewWriter(&b)
	files := tar.NewWriter(zipped)
	if err := files.WriteHeader(&tar.Header{Name: "package/x", Size: 2, Mode: 0o644}); err != nil {
		t.Fatal(err)
	}
	_, _ = io.WriteString(files, "hi")
	_, _ = files.Close(), zipped.Close()
	sum := sha512.Sum512(b.Bytes())
	p := npmPackage{"x", "1.0.0", "sha512-" + base64.StdEncoding.EncodeToString(sum[:]), "package/x"}
	if got, err := p.open(b.Bytes()); err != nil || string(got) != "hi" {
		t.Errorf("open = %q, %v", got, err)
	}
	p.file = "package/y"
	if _, err := p.open(b.Bytes()); err == nil || !strings.Contains(err.Error(), "holds no file package/y") {
		t.Errorf("missing file: %v", err)
	}
	p.integrity = "sha512-AAAA"
	if _, err := p.open(b.Bytes()); err == nil || !strings.Contains(err.Error(), "has integrity") {
		t.Errorf("wrong integrity: %v", err)
	}
}

func TestRun_checkFailsWhenAnExtractDiffersAndWritesNothing(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("packages.txt", "# pinned\n@octokit/openapi 1 i f\n@octokit/graphql-schema 1 i f\n")
	write("operations.txt", "GET /a\n")
	fetch := func(p npmPackage, _ context.Context) ([]byte, error) {
		if p.name == "@octokit/openapi" {
			return []byte(openAPISource), nil
		}
		return []byte("type Query { a: Int }"), nil
	}
	if err := run(t.Context(), dir, false, fetch, io.Discard); err != nil {
		t.Fatal(err)
	}
	if err := run(t.Context(), dir, true, fetch, io.Discard); err != nil {
		t.Errorf("check of what was just cut: %v", err)
	}
	write("schema.graphql", "type Query {\n b: Int\n}\n")
	var out bytes.Buffer
	if err := run(t.Context(), dir, true, fetch, &out); err == nil || !strings.Contains(out.String(), "~ type Query") {
		t.Errorf("check of a changed extract: %v, %s", err, out.String())
	}
	if got, _ := os.ReadFile(filepath.Join(dir, "schema.graphql")); !strings.Contains(string(got), "b: Int") {
		t.Error("check wrote the extract")
	}
}

func TestRun_refusesAMalformedList(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"packages.txt": "@octokit/openapi 1\n", "operations.txt": "GET a\n"} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		_, ofPackages := readPackages(path)
		_, ofOperations := readOperations(path)
		if ofPackages == nil || ofOperations == nil || !strings.Contains(ofOperations.Error(), name+":1:") {
			t.Errorf("%s: %v, %v", name, ofPackages, ofOperations)
		}
	}
}
