package conform

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"

	"github.com/release-request/gh-release-request/internal/sandbox/schema"
)

// graphQLAnswer is the body of every GraphQL answer with status 200.
type graphQLAnswer struct {
	Data   json.RawMessage
	Errors []struct {
		Message string
		Type    string
	}
}

// graphQL checks one call of the GraphQL API: the query against the schema, and that the answer is one. That the values in
// it fit the schema is what the engine makes sure of when it completes them.
func (c *Checker) graphQL(r *http.Request, sent []byte, a answer) {
	name := r.Method + " /graphql"
	if r.Method != http.MethodPost {
		c.add(inRequest, name, []string{"GraphQL is asked with POST"})
		return
	}
	var query struct {
		Query         string
		OperationName string
		Variables     map[string]any
	}
	if v, err := decode(sent); err != nil {
		c.add(inRequest, name, []string{fmt.Sprintf("body is no JSON: %v", err)})
	} else if object, ok := v.(map[string]any); ok {
		for _, key := range slices.Sorted(maps.Keys(object)) {
			if key != "query" && key != "variables" && key != "operationName" {
				c.add(inRequest, name, []string{fmt.Sprintf("body has the property %q, which GraphQL over HTTP does not name", key)})
			}
		}
	}
	if err := json.Unmarshal(sent, &query); err == nil {
		operation, problems := queryProblems(query.Query, query.OperationName, query.Variables)
		if operation != "" {
			name += " " + operation
		}
		c.add(inRequest, name, problems)
	}
	c.add(inAnswer, name, graphQLAnswerProblems(a))
}

// queryProblems returns the operation's name and what GitHub would refuse.
func queryProblems(text, name string, variables map[string]any) (string, []string) {
	q, errs := schema.ParseQuery(text, name, variables)
	if q != nil {
		name = q.Operation.Name
	}
	var problems []string
	for _, e := range errs {
		problems = append(problems, e.Message)
	}
	return name, problems
}

func graphQLAnswerProblems(a answer) []string {
	if a.status != http.StatusOK {
		return describe().errorProblems(response{}, a)
	}
	v, err := decode(a.body)
	if err != nil || !a.isJSON() {
		return []string{"the answer is no JSON"}
	}
	object, _ := v.(map[string]any)
	var problems []string
	for _, key := range slices.Sorted(maps.Keys(object)) {
		if key != "data" && key != "errors" && key != "extensions" {
			problems = append(problems, fmt.Sprintf("the answer has the property %q, which GraphQL does not name", key))
		}
	}
	var answer graphQLAnswer
	if err := json.Unmarshal(a.body, &answer); err != nil {
		return append(problems, fmt.Sprintf("the answer is none of GraphQL: %v", err))
	}
	if answer.Data == nil && len(answer.Errors) == 0 {
		problems = append(problems, "the answer has neither data nor errors")
	}
	for _, e := range answer.Errors {
		if e.Message == "" {
			problems = append(problems, "the answer has an error without a message")
		}
		if e.Type == schema.FaultType {
			problems = append(problems, e.Message)
		}
	}
	return problems
}
