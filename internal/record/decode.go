package record

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/release-request/gh-release-request/internal/release"
)

// decode reads a record strictly: what it returns encodes to the very bytes.
func decode(raw []byte) (release.Request, []Problem) {
	keys, err := keysOf(raw)
	if err != nil {
		return release.Request{}, []Problem{{ProblemJSON, "the record in line 1 is " + err.Error()}}
	}
	if p, ok := unknownSchema(raw); ok {
		return release.Request{}, []Problem{p}
	}
	problems := keyProblems(keys)
	var request release.Request
	switch err := json.Unmarshal(raw, &request); {
	case err != nil:
		return release.Request{}, append(problems, Problem{ProblemJSON, typeSentence(err)})
	case len(problems) == 0 && !bytes.Equal(encode(request), raw):
		problems = append(problems, Problem{ProblemForm, "the record in line 1 is spelt in another way than this program spells it: spaces, escapes, null or characters that are no UTF-8"})
	}
	for _, err := range request.Problems() {
		problems = append(problems, Problem{ProblemValue, err.Error()})
	}
	return request, problems
}

// unknownSchema looks at the schema before anything else: of a wording that is
// not known here, nothing else can be said.
func unknownSchema(raw []byte) (Problem, bool) {
	var probe struct {
		Schema int `json:"schema"`
	}
	if json.Unmarshal(raw, &probe) != nil || probe.Schema <= release.Schema {
		return Problem{}, false
	}
	return Problem{ProblemSchema, fmt.Sprintf(
		"the record is written in schema %d, and this program knows schema %d: the central repository's binary is older than the one that filed the request (if you read this on your own machine, so is yours)",
		probe.Schema, release.Schema)}, true
}

// keysOf returns the keys of a JSON object in their order.
func keysOf(raw []byte) ([]string, error) {
	if !json.Valid(raw) {
		return nil, errors.New("not valid JSON")
	}
	decoder := json.NewDecoder(bytes.NewReader(raw))
	if t, err := decoder.Token(); err != nil || t != json.Delim('{') {
		return nil, errors.New("no JSON object")
	}
	var keys []string
	for decoder.More() {
		t, err := decoder.Token()
		if err != nil {
			return nil, err
		}
		keys = append(keys, t.(string)) // the grammar allows nothing else
		var value json.RawMessage
		if err := decoder.Decode(&value); err != nil {
			return nil, err
		}
	}
	return keys, nil
}

func keyProblems(keys []string) []Problem {
	known, err := keysOf(encode(release.Request{}))
	if err != nil {
		panic(err) // what encode wrote is an object
	}
	var problems []Problem
	add := func(format string, args ...any) {
		problems = append(problems, Problem{ProblemKeys, fmt.Sprintf(format, args...)})
	}
	seen := map[string]bool{}
	for _, key := range keys {
		switch {
		case seen[key]:
			add("the record has the key %q twice", key)
		case !slices.Contains(known, key):
			add("the record has the unknown key %q; it has %s", key, strings.Join(known, ", "))
		}
		seen[key] = true
	}
	for _, key := range known {
		if !seen[key] {
			add("the record lacks the key %q", key)
		}
	}
	if len(problems) == 0 && !slices.Equal(keys, known) {
		add("the record's keys are out of order; they stand in alphabetical order")
	}
	return problems
}

// typeSentence says in our words what encoding/json says with names of Go.
func typeSentence(err error) string {
	if e, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return fmt.Sprintf("the record's key %q holds a JSON %s, which is not what it may hold", e.Field, e.Value)
	}
	return "the record in line 1 cannot be read: " + err.Error()
}
