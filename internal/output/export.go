package output

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/cli/go-gh/v2/pkg/jq"
	"github.com/cli/go-gh/v2/pkg/jsonpretty"
	"github.com/cli/go-gh/v2/pkg/template"

	"github.com/release-request/gh-release-request/internal/fault"
	"github.com/release-request/gh-release-request/internal/plain"
)

// Field is one thing that --json may ask for of a T.
type Field[T any] struct {
	Name string // in camelCase
	Of   func(T) any
}

// Fields is the allow-list of one command, in the order in which help shows it.
type Fields[T any] []Field[T]

// Names returns the names of the fields.
func (f Fields[T]) Names() []string {
	names := make([]string, len(f))
	for i, field := range f {
		names[i] = field.Name
	}
	return names
}

// pick returns what was asked for of one value.
func (f Fields[T]) pick(value T, names []string) map[string]any {
	picked := map[string]any{}
	for _, field := range f {
		if slices.Contains(names, field.Name) {
			picked[field.Name] = field.Of(value)
		}
	}
	return picked
}

// Export is what --json, --jq and --template ask for.
type Export struct {
	JSON     []string // names of fields
	JQ       string   // expression, empty for none
	Template string   // Go template, empty for none
}

// Wanted reports whether JSON takes the place of the table.
func (e Export) Wanted() bool { return len(e.JSON) > 0 }

// Check says what is wrong with what was asked for, given what there is.
func (e Export) Check(allowed []string) error {
	there := "the fields are " + strings.Join(allowed, ", ")
	for flag, given := range map[string]bool{"--jq": e.JQ != "", "--template": e.Template != ""} {
		if given && !e.Wanted() {
			return fault.New(fault.Failed, "%s needs --json with the fields to work on", flag).WithHint("%s", there)
		}
	}
	if e.JQ != "" && e.Template != "" {
		return fault.New(fault.Failed, "--jq and --template cannot both be given")
	}
	for _, name := range e.JSON {
		if !slices.Contains(allowed, name) {
			return fault.New(fault.Failed, "there is no JSON field %q", name).WithHint("%s", there)
		}
	}
	return nil
}

// ExportAll writes the fields asked for of each value, as one JSON array.
func ExportAll[T any](s *Streams, e Export, fields Fields[T], values []T) error {
	picked := make([]map[string]any, 0, len(values))
	for _, value := range values {
		picked = append(picked, fields.pick(value, e.JSON))
	}
	return s.export(e, picked)
}

// ExportOne writes the fields asked for of one value, as one JSON object.
func ExportOne[T any](s *Streams, e Export, fields Fields[T], value T) error {
	return s.export(e, fields.pick(value, e.JSON))
}

func (s *Streams) export(e Export, picked any) error {
	encoded, err := s.encode(picked)
	if err != nil {
		return err
	}
	indent := ""
	if s.OutTerminal {
		indent = "  "
	}
	var out bytes.Buffer
	switch {
	case e.JQ != "":
		if err := jq.EvaluateFormatted(bytes.NewReader(encoded), &out, e.JQ, indent, s.Color); err != nil {
			return fault.Wrap(err, "--jq")
		}
	case e.Template != "":
		t := template.New(&out, cmp.Or(s.Width, 80), s.Color)
		if err := t.Parse(e.Template); err != nil {
			return fault.Wrap(err, "--template")
		}
		if err := t.Execute(bytes.NewReader(encoded)); err != nil {
			return fault.Wrap(err, "--template")
		}
		if err := t.Flush(); err != nil {
			return fault.Wrap(err, "--template")
		}
	case s.OutTerminal:
		if err := jsonpretty.Format(&out, bytes.NewReader(encoded), indent, s.Color); err != nil {
			return err
		}
	default:
		out.Write(encoded)
	}
	s.write(out.String())
	return nil
}

// encode returns JSON on one line. For a terminal, its texts are plain: neither
// jq nor a template can be asked to keep escapes out of what they write.
func (s *Streams) encode(value any) ([]byte, error) {
	encoded, err := marshal(value)
	if err != nil || !s.OutTerminal {
		return encoded, err
	}
	var tree any
	decoder := json.NewDecoder(bytes.NewReader(encoded))
	decoder.UseNumber()
	if err := decoder.Decode(&tree); err != nil {
		return nil, err
	}
	return marshal(plainTree(tree))
}

func marshal(value any) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return nil, fmt.Errorf("cannot write JSON: %w", err)
	}
	return b.Bytes(), nil
}

func plainTree(tree any) any {
	switch v := tree.(type) {
	case string:
		return plain.Text(v)
	case []any:
		for i := range v {
			v[i] = plainTree(v[i])
		}
	case map[string]any:
		made := make(map[string]any, len(v))
		for key, value := range v {
			made[plain.Text(key)] = plainTree(value)
		}
		return made
	}
	return tree
}
