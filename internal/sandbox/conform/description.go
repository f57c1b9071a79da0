package conform

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"

	"github.com/release-request/gh-release-request/internal/sandbox/schema"
)

// description is the OpenAPI extract, as far as it constrains anything.
type description struct {
	Components struct {
		Parameters map[string]parameter
		Responses  map[string]response
		Schemas    map[string]*shape
	}
	Paths map[string]map[string]*operation

	routes []route
}

type operation struct {
	Parameters  []parameter
	RequestBody *struct {
		Required bool
		Content  map[string]media
	}
	Responses map[string]response // by status, "2XX" forms do not occur
}

type parameter struct {
	Ref      string `json:"$ref"`
	Name, In string
	Required bool
	Schema   *shape
}

type response struct {
	Ref     string `json:"$ref"`
	Content map[string]media
}

type media struct{ Schema *shape }

const jsonType = "application/json"

// describe reads the extract, once for the process: nobody changes it afterwards.
var describe = sync.OnceValue(func() *description {
	d := &description{}
	if err := json.Unmarshal(schema.OpenAPI, d); err != nil {
		panic(fmt.Sprintf("embedded openapi.json: %v", err))
	}
	d.routes = makeRoutes(d.Paths)
	return d
})

func (d *description) parameter(p parameter) parameter {
	if name, ok := strings.CutPrefix(p.Ref, "#/components/parameters/"); ok {
		return d.Components.Parameters[name]
	}
	return p
}

func (d *description) response(r response) response {
	if name, ok := strings.CutPrefix(r.Ref, "#/components/responses/"); ok {
		return d.Components.Responses[name]
	}
	return r
}

func (d *description) shape(s *shape) *shape {
	for s.Ref != "" {
		s = d.Components.Schemas[strings.TrimPrefix(s.Ref, "#/components/schemas/")]
	}
	return s
}
