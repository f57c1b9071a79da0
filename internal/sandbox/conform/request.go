package conform

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
)

// requestProblems checks parameters and body of a request.
func (d *description) requestProblems(op *operation, r *http.Request, path map[string]string, body []byte) []string {
	problems := d.parameterProblems(op, r, path)
	if op.RequestBody == nil {
		if len(body) > 0 && r.Method != http.MethodGet {
			problems = append(problems, d.strayBody(body)...)
		}
		return problems
	}
	if len(body) == 0 {
		if op.RequestBody.Required {
			problems = append(problems, "lacks its body")
		}
		return problems
	}
	v, err := decode(body)
	if err != nil {
		return append(problems, fmt.Sprintf("body is no JSON: %v", err))
	}
	if m := op.RequestBody.Content[jsonType]; m.Schema != nil {
		problems = append(problems, d.problemsOf(v, m.Schema, "body")...)
	}
	return problems
}

// strayBody takes an empty object as no body: clients that always send JSON send that.
func (d *description) strayBody(body []byte) []string {
	if v, err := decode(body); err == nil {
		if object, ok := v.(map[string]any); ok && len(object) == 0 || v == nil {
			return nil
		}
	}
	return []string{"has a body, though the operation takes none"}
}

func (d *description) parameterProblems(op *operation, r *http.Request, path map[string]string) []string {
	var problems []string
	query := r.URL.Query()
	for _, p := range op.Parameters {
		p = d.parameter(p)
		if p.In == "path" {
			problems = append(problems, d.textProblems(path[p.Name], p.Schema, "path parameter "+p.Name)...)
		}
		if p.In != "query" {
			continue
		}
		values := query[p.Name]
		if p.Required && len(values) == 0 {
			problems = append(problems, fmt.Sprintf("lacks the query parameter %q", p.Name))
		}
		if len(values) > 1 {
			problems = append(problems, fmt.Sprintf("gives the query parameter %q %d times", p.Name, len(values)))
		}
		for _, v := range values {
			at := "query parameter " + p.Name
			if isSpan(p) {
				problems = append(problems, spanProblems(v, at)...)
				continue
			}
			problems = append(problems, d.textProblems(v, p.Schema, at)...)
		}
		delete(query, p.Name)
	}
	for _, name := range slices.Sorted(maps.Keys(query)) {
		problems = append(problems, fmt.Sprintf("has the query parameter %q, which the description does not name", name))
	}
	return problems
}

// textProblems checks a parameter, which has no type of its own: it is read as the number or boolean that it looks like
// when the text itself does not fit.
func (d *description) textProblems(text string, s *shape, at string) []string {
	problems := d.problemsOf(text, s, at)
	if len(problems) == 0 {
		return nil
	}
	if _, err := strconv.ParseInt(text, 10, 64); err == nil {
		return d.problemsOf(json.Number(text), s, at)
	}
	if b, err := strconv.ParseBool(text); err == nil && (text == "true" || text == "false") {
		return d.problemsOf(b, s, at)
	}
	return problems
}

// decode reads exactly one JSON value, numbers as they are written.
func decode(b []byte) (any, error) {
	in := json.NewDecoder(bytes.NewReader(b))
	in.UseNumber()
	var v any
	if err := in.Decode(&v); err != nil {
		return nil, err
	}
	if _, err := in.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("something follows the value")
	}
	return v, nil
}
