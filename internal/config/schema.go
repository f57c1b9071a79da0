package config

import (
	"bytes"
	"encoding/json"
	"time"
)

// SchemaURL is where the schema of the newest policy's form can be read. An
// editor that knows it completes keys and shows what they say.
const SchemaURL = "https://raw.githubusercontent.com/release-request/gh-release-request/HEAD/docs/policy.schema.json"

// Schema returns the form of a policy as JSON Schema, draft 2020-12. It accepts
// every policy that Parse does. Parse is stricter where one value must fit
// another, where a name has to be defined, and where YAML is not JSON.
// https://json-schema.org/draft/2020-12
func Schema() []byte {
	m := members{
		{"$schema", "https://json-schema.org/draft/2020-12/schema"},
		{"$id", SchemaURL},
		{"title", "Policy of a central repository, " + Path},
	}
	m = append(m, top().schema("Who may release what, to where, and on whose approval.")...)
	var out bytes.Buffer
	if err := json.Indent(&out, encode(m), "", "  "); err != nil {
		panic(err) // it is what encode wrote
	}
	out.WriteByte('\n')
	return out.Bytes()
}

// top is the form of a whole policy.
func top() form {
	d := &decoder{reporter: &reporter{}, zone: time.UTC}
	return d.policy(&Policy{defaults: defaults()}).form
}
