package release

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// filled is a request with nothing left out.
func filled() Request {
	return Request{
		Base: "main", Branch: "release/1.2.3", Changelog: strings.Repeat("c", 64), Commit: strings.Repeat("a", 40), Path: "packages/core",
		Project: "acme/sdk", Requester: "erin", Run: "123/1", Schema: Schema, Targets: []string{"npm", "docs"}, Version: "1.2.3",
	}
}

// problemOf returns the problem of one field, if it has one.
func problemOf(r Request, field string) error {
	for _, err := range r.Problems() {
		if strings.HasPrefix(err.Error(), field+": ") {
			return err
		}
	}
	return nil
}

func TestProblems_findsNoneInWhatMayBeLeftOut(t *testing.T) {
	for claim, change := range map[string]func(*Request){
		"nothing left out":          func(*Request) {},
		"the whole repository":      func(r *Request) { r.Path = "" },
		"a scheduled request":       func(r *Request) { r.Requester = "" },
		"no source run":             func(r *Request) { r.Run = "" },
		"a rehearsal":               func(r *Request) { r.Rehearsal = true },
		"one target":                func(r *Request) { r.Targets = r.Targets[:1] },
		"a repository with SHA-256": func(r *Request) { r.Commit = strings.Repeat("a", 64) },
		"an App as the requester":   func(r *Request) { r.Requester = "acme-ci[bot]" },
	} {
		r := filled()
		change(&r)
		if problems := r.Problems(); len(problems) != 0 {
			t.Errorf("%s: %v", claim, problems)
		}
	}
}

// spoilt has for each field of a request what makes it malformed.
var spoilt = map[string][]func(*Request){
	"base":      {func(r *Request) { r.Base = "" }, func(r *Request) { r.Base = "refs/heads/main" }},
	"branch":    {func(r *Request) { r.Branch = "" }, func(r *Request) { r.Branch = "-x" }},
	"changelog": {func(r *Request) { r.Changelog = "" }, func(r *Request) { r.Changelog = strings.Repeat("C", 64) }},
	"commit":    {func(r *Request) { r.Commit = "" }, func(r *Request) { r.Commit = "aaaaaaa" }, func(r *Request) { r.Commit = "main" }},
	"path":      {func(r *Request) { r.Path = "../x" }, func(r *Request) { r.Path = "/" }},
	"project":   {func(r *Request) { r.Project = "" }, func(r *Request) { r.Project = "sdk" }, func(r *Request) { r.Project = "acme/sdk/py" }},
	"requester": {func(r *Request) { r.Requester = "@erin" }},
	"run":       {func(r *Request) { r.Run = "123" }, func(r *Request) { r.Run = "0/0" }},
	"schema":    {func(r *Request) { r.Schema = 0 }, func(r *Request) { r.Schema = Schema + 1 }},
	"targets": {
		func(r *Request) { r.Targets = nil }, func(r *Request) { r.Targets = []string{} },
		func(r *Request) { r.Targets = []string{""} }, func(r *Request) { r.Targets = []string{"npm", "npm"} },
	},
	"version": {func(r *Request) { r.Version = "" }, func(r *Request) { r.Version = "1..2" }},
}

// TestProblems_knowsEveryField fails for a field that is added to the record
// and checked by nobody; a bool cannot be malformed.
func TestProblems_knowsEveryField(t *testing.T) {
	for f := range reflect.TypeFor[Request]().Fields() {
		name := f.Tag.Get("json")
		if _, ok := spoilt[name]; !ok && f.Type.Kind() != reflect.Bool {
			t.Errorf("no test spoils %q", name)
		}
	}
}

func TestProblems_namesTheFieldAndNoOther(t *testing.T) {
	for field, ways := range spoilt {
		for i, spoil := range ways {
			r := filled()
			spoil(&r)
			problems := r.Problems()
			if len(problems) != 1 || !strings.HasPrefix(problems[0].Error(), field+": ") {
				t.Errorf("%s, way %d: %q", field, i, problems)
			}
		}
	}
}

func TestProblems_tellsAllAtOnce(t *testing.T) {
	r := filled()
	for _, ways := range spoilt {
		ways[0](&r)
	}
	var fields []string
	for _, err := range r.Problems() {
		field, _, _ := strings.Cut(err.Error(), ":")
		fields = append(fields, field)
	}
	if want := slices.Sorted(maps.Keys(spoilt)); !slices.Equal(fields, want) {
		t.Errorf("problems of %q, want %q", fields, want)
	}

	r = filled()
	r.Targets = []string{"NPM", "npm", "npm", "npm", "", "", "a b", "docs"}
	said := ""
	for _, err := range r.Problems() {
		said += err.Error() + "\n"
	}
	for _, want := range []string{`"NPM" is malformed`, `"npm" stands`, `"" is malformed`, `"" stands`, `"a b" is malformed`} {
		if strings.Count(said, want) != 1 {
			t.Errorf("%q is not told once:\n%s", want, said)
		}
	}
	if strings.Count(said, "\n") != 5 {
		t.Errorf("told are:\n%s", said)
	}
}

// TestRequest_hasTheRecordsKeysInOrder: the digest is over this JSON.
func TestRequest_hasTheRecordsKeysInOrder(t *testing.T) {
	b, err := json.Marshal(Request{Targets: []string{}})
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"base":"","branch":"","changelog":"","commit":"","path":"","project":"","rehearsal":false,"requester":"","run":"","schema":0,"targets":[],"version":""}`
	if string(b) != want {
		t.Errorf("the record is\n%s, want\n%s", b, want)
	}
}

func TestSource_isTheProjectWithItsFolder(t *testing.T) {
	r := filled()
	if got := r.Source(); got != (Project{"acme", "sdk", "packages/core"}) {
		t.Errorf("source %+v", got)
	}
}

func TestParseRun_takesOneSpellingOnly(t *testing.T) {
	for s, want := range map[string]Run{"1/1": {1, 1}, "123456/10": {123456, 10}, "9223372036854775807/1": {9223372036854775807, 1}} {
		r, err := ParseRun(s)
		if err != nil || r != want || r.String() != s {
			t.Errorf("ParseRun(%q) = %+v, %v", s, r, err)
		}
	}
	for _, s := range []string{
		"", "/", "1", "1/", "/1", "0/1", "1/0", "-1/1", "1/-1", "+1/1", "1/+1", "01/1", "1/01", "1/1/1", "1 /1", "1/1\n", "0x1/1", "1_0/1", "1e3/1", "a/b",
		"9223372036854775808/1", "1/9223372036854775808",
	} {
		r, err := ParseRun(s)
		if err == nil || r != (Run{}) {
			t.Errorf("ParseRun(%q) = %+v, %v", s, r, err)
		}
	}
}
