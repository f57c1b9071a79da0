package rest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/release-request/gh-release-request/internal/sandbox/gitwrite"
	"github.com/release-request/gh-release-request/internal/sandbox/hub"
)

// Object is a JSON object to be answered.
type Object = map[string]any

// Call is one request on its way to a handler.
type Call struct {
	Request *http.Request
	Hub     *hub.Hub
	Git     *gitwrite.Door
	Caller  hub.Caller
	Repo    hub.Repository // of {owner}/{repo}; the caller may see it

	params map[string]string
	header http.Header // of the answer
}

// Param is the value of a path parameter.
func (c *Call) Param(name string) string { return c.params[name] }

// Number is the value of a numeric path parameter. Anything else names an
// object that does not exist.
func (c *Call) Number(name string) (int64, error) {
	n, err := strconv.ParseInt(c.params[name], 10, 64)
	if err != nil || n < 1 {
		return 0, NotFound()
	}
	return n, nil
}

// Query is the value of a query parameter, empty if it is not given.
func (c *Call) Query(name string) string { return c.Request.URL.Query().Get(name) }

// since is the query's earliest time of an update, zero if it is not given.
func (c *Call) since() (time.Time, error) {
	text := c.Query("since")
	if text == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return t, Unprocessable("Validation Failed: since is no time such as 2026-03-02T09:00:00Z")
	}
	return t, nil
}

// SignedIn refuses the anonymous caller.
func (c *Call) SignedIn() error {
	if c.Caller.Anonymous() {
		return &Error{Status: http.StatusUnauthorized, Message: "Requires authentication"}
	}
	return nil
}

// Accepts reports whether the caller asks for a media type of GitHub's by its
// short name: raw for application/vnd.github.raw+json.
func (c *Call) Accepts(kind string) bool {
	accept := c.Request.Header.Get("Accept")
	return strings.Contains(accept, "application/vnd.github."+kind) || strings.Contains(accept, "application/vnd.github.v3."+kind)
}

// maxBody is far above the largest body any client of the sandbox sends.
const maxBody = 32 << 20

// Decode reads the JSON object that the request bears into v. An absent body
// is an empty object.
func (c *Call) Decode(v any) error {
	body, err := io.ReadAll(io.LimitReader(c.Request.Body, maxBody))
	if err != nil {
		return &Error{Status: http.StatusBadRequest, Message: "Problems parsing JSON"}
	}
	if len(strings.TrimSpace(string(body))) == 0 {
		return nil
	}
	err = json.Unmarshal(body, v)
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		if wrong.Field == "" {
			return &Error{Status: http.StatusBadRequest, Message: "Body should be a JSON object"}
		}
		return &Error{Status: http.StatusUnprocessableEntity, Message: fmt.Sprintf("Invalid request.\n\nFor 'properties/%s', %s is not %s.", wrong.Field, wrong.Value, wrong.Type)}
	}
	if err != nil {
		return &Error{Status: http.StatusBadRequest, Message: "Problems parsing JSON"}
	}
	return nil
}
