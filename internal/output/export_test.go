package output_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/output"
)

type row struct {
	number int
	title  string
	labels map[string]string
}

var fields = output.Fields[row]{
	{Name: "title", Of: func(r row) any { return r.title }},
	{Name: "number", Of: func(r row) any { return r.number }},
	{Name: "labels", Of: func(r row) any { return r.labels }},
}

var rows = []row{{42, "<a>\x1b[2J\u202e", map[string]string{"k\u202e": "v\u202e"}}, {7, "b", nil}}

func TestExportAll_inAPipeIsExactAndOnOneLine(t *testing.T) {
	for name, test := range map[string]struct {
		export output.Export
		want   string
	}{
		"json":     {output.Export{JSON: []string{"title", "number"}}, `[{"number":42,"title":"<a>\u001b[2J` + "\u202e" + `"},{"number":7,"title":"b"}]` + "\n"},
		"jq":       {output.Export{JSON: []string{"title"}, JQ: ".[].title"}, "<a>\x1b[2J\u202e\nb\n"},
		"template": {output.Export{JSON: []string{"number"}, Template: `{{range .}}{{.number}};{{end}}`}, "42;7;"},
	} {
		t.Run(name, func(t *testing.T) {
			s, out, _ := pipe()
			if err := output.ExportAll(s, test.export, fields, rows); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, out.String()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestExportAll_onATerminalHoldsNoEscapesOfOthers(t *testing.T) {
	for name, export := range map[string]output.Export{
		"json":     {JSON: []string{"title", "labels"}},
		"jq":       {JSON: []string{"title", "labels"}, JQ: ".[] | .title, .labels"},
		"template": {JSON: []string{"title"}, Template: `{{tablerow "TITLE"}}{{range .}}{{tablerow .title}}{{end}}`},
	} {
		t.Run(name, func(t *testing.T) {
			s, out, _ := terminal(80, false)
			if err := output.ExportAll(s, export, fields, rows); err != nil {
				t.Fatal(err)
			}
			if got := out.String(); strings.ContainsAny(got, "\x1b\u202e") || !strings.Contains(got, "<a><U+001B>[2J<U+202E>") {
				t.Errorf("wrote %q", got)
			}
		})
	}
}

func TestExport_ofNothingIsAnEmptyArray(t *testing.T) {
	s, out, _ := pipe()
	if err := output.ExportAll(s, output.Export{JSON: []string{"number"}}, fields, nil); err != nil || out.String() != "[]\n" {
		t.Errorf("wrote %q, %v", out, err)
	}
}

func TestExportOne_isAnObject(t *testing.T) {
	s, out, _ := pipe()
	if err := output.ExportOne(s, output.Export{JSON: []string{"number"}}, fields, rows[1]); err != nil || out.String() != "{\"number\":7}\n" {
		t.Errorf("wrote %q, %v", out, err)
	}
}

func TestExport_writesNothingWhenItFails(t *testing.T) {
	for _, export := range []output.Export{
		{JSON: []string{"number"}, JQ: ".[] | nonsense"},
		{JSON: []string{"number"}, JQ: ".[0], error"},
		{JSON: []string{"number"}, Template: "{{range .}}{{.number}}"},
		{JSON: []string{"number"}, Template: "{{range .}}{{.number}}{{end}}{{nonsense}}"},
		{JSON: []string{"number"}, Template: "{{range .}}{{.number}}{{end}}{{index . 9}}"},
	} {
		s, out, _ := pipe()
		if err := output.ExportAll(s, export, fields, rows); err == nil || out.Len() > 0 {
			t.Errorf("%+v: wrote %q, %v", export, out, err)
		}
	}
}

func TestExport_Check(t *testing.T) {
	for name, test := range map[string]struct {
		export     output.Export
		want, hint string
	}{
		"nothing asked for":     {output.Export{}, "", ""},
		"known fields":          {output.Export{JSON: []string{"number", "title"}, JQ: "."}, "", ""},
		"an unknown field":      {output.Export{JSON: []string{"number", "nmae"}}, `there is no JSON field "nmae"`, "the fields are title, number, labels"},
		"jq without json":       {output.Export{JQ: "."}, "--jq needs --json with the fields to work on", "the fields are title, number, labels"},
		"template without json": {output.Export{Template: "x"}, "--template needs --json with the fields to work on", "the fields are title, number, labels"},
		"jq and template":       {output.Export{JSON: []string{"number"}, JQ: ".", Template: "x"}, "--jq and --template cannot both be given", ""},
	} {
		t.Run(name, func(t *testing.T) {
			err := test.export.Check(fields.Names())
			if (err == nil) != (test.want == "") || err != nil && err.Error() != test.want || fault.HintOf(err) != test.hint {
				t.Errorf("Check = %v, hint %q", err, fault.HintOf(err))
			}
		})
	}
}
