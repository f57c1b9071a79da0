package github

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
)

// GraphQLError is an answer with errors in it. The data beside them is
// incomplete and is not used, except where a caller asks for parts that can
// fail alone.
type GraphQLError struct {
	Operation string
	Items     []GraphQLItem
}

// GraphQLItem is one error of an answer.
type GraphQLItem struct {
	Type    string `json:"type"` // NOT_FOUND, FORBIDDEN, ...
	Message string `json:"message"`
	Path    []any  `json:"path"`
}

func (e *GraphQLError) Error() string {
	messages := make([]string, len(e.Items))
	for i, item := range e.Items {
		messages[i] = item.Message
	}
	return fmt.Sprintf("GraphQL %s: %s", e.Operation, strings.Join(messages, "; "))
}

// Unwrap gives the errors the status that REST would have had, so that
// IsNotFound and IsForbidden hold for both. Of several kinds the gravest counts:
// what is not there for one part says nothing about a part that failed.
func (e *GraphQLError) Unwrap() error {
	gravest := &Error{}
	for _, item := range e.Items {
		if status := item.status(); status > gravest.Status {
			gravest = &Error{Status: status, Call: "GraphQL " + e.Operation, Message: item.Message, Limited: status == http.StatusTooManyRequests}
		}
	}
	return gravest
}

// partial takes apart the error of a query whose parts can fail alone: below a
// path, which is the same for all of them, each part has a name or a number.
// What is not about one of them is an error of the whole.
func partial(err error, below ...any) (parts map[any]error, whole error) {
	e, ok := errors.AsType[*GraphQLError](err)
	if !ok {
		return nil, err
	}
	failed := map[any]*GraphQLError{}
	for _, item := range e.Items {
		if len(item.Path) <= len(below) || !slices.Equal(item.Path[:len(below)], below) {
			return nil, err
		}
		part := item.Path[len(below)]
		if n, ok := part.(float64); ok { // as JSON has numbers
			part = int(n)
		}
		if failed[part] == nil {
			failed[part] = &GraphQLError{Operation: e.Operation}
		}
		failed[part].Items = append(failed[part].Items, item)
	}
	parts = map[any]error{}
	for part, e := range failed {
		parts[part] = e
	}
	return parts, nil
}

// status reads the type of an error. GitHub documents no list of them; one that
// is not known, or missing, is a failure on GitHub's side and says nothing.
func (i GraphQLItem) status() int {
	switch i.Type {
	case "NOT_FOUND":
		return http.StatusNotFound
	case "FORBIDDEN", "INSUFFICIENT_SCOPES":
		return http.StatusForbidden
	case "RATE_LIMITED", "RATE_LIMIT":
		return http.StatusTooManyRequests
	case "UNPROCESSABLE", "STALE_DATA":
		return http.StatusUnprocessableEntity
	}
	return http.StatusBadGateway
}

// query runs a GraphQL query, which is safe to repeat.
func (c *Client) query(ctx context.Context, text string, variables map[string]any, out any) (answer, error) {
	return c.runGraphQL(safeToRepeat(ctx), text, variables, out)
}

// mutate runs a GraphQL mutation, which is sent once.
func (c *Client) mutate(ctx context.Context, text string, variables map[string]any, out any) error {
	_, err := c.runGraphQL(ctx, text, variables, out)
	return err
}

var operationName = regexp.MustCompile(`^\s*(?:query|mutation)\s+(\w+)`)

func (c *Client) runGraphQL(ctx context.Context, text string, variables map[string]any, out any) (answer, error) {
	name := operationName.FindStringSubmatch(text)[1]
	var form struct {
		Data   json.RawMessage `json:"data"`
		Errors []GraphQLItem   `json:"errors"`
	}
	in := map[string]any{"query": text, "variables": variables}
	a, err := c.send(ctx, http.MethodPost, c.graphql, "GraphQL "+name, in, &form)
	if err != nil {
		return a, err
	}
	if len(form.Errors) > 0 {
		err = &GraphQLError{Operation: name, Items: form.Errors}
	}
	if len(form.Data) > 0 && string(form.Data) != "null" {
		if decodeErr := json.Unmarshal(form.Data, out); decodeErr != nil {
			return a, fmt.Errorf("GraphQL %s: the answer is not what GitHub documents: %w", name, decodeErr)
		}
	} else if err == nil {
		err = fmt.Errorf("GraphQL %s: the answer holds neither data nor errors", name)
	}
	return a, err
}
